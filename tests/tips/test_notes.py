"""Watch notes: kept without refusing what they say, read by few, promoted once."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.utils.translation import override

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, Stage
from tests.vault.keys import Keyring
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips.filings import NoteDraft
from tmac.tips.models import Tip, WatchNote
from tmac.tips.notebook import watch_note, watch_notes
from tmac.tips.reading import mailbox_open
from tmac.tips.services.noting import (
    close_note,
    edit_note,
    promote_note,
    promoted_to_pin,
    write_note,
)

NOTE = NoteDraft("อาคารตลาดร้าง", "สร้างเสร็จสองปีแล้วยังไม่เปิดใช้", "74", "7401", "740101")


def written(stage: Stage, name: str = "malee", note: NoteDraft = NOTE) -> WatchNote:
    done = write_note(by=stage.cast(name), now=NOW, note=note)
    return WatchNote.objects.get(pk=done.id)


def test_who_keeps_watch_notes(stage: Stage) -> None:
    able = set()
    for name in PEOPLE:
        try:
            written(stage, name)
        except Refused:
            continue
        able.add(name)
    officers = {"suda", "somsri", "direk", "wirot", "naree", "orathai"}
    assert able == officers | {"malee", "kanya"}


def test_who_reads_the_note_of_a_club_member(stage: Stage) -> None:
    note = written(stage)
    readers = {name for name in PEOPLE if watch_notes(stage.cast(name))}
    assert readers == {"malee", "kanya", "suda", "somsri", "direk", "wirot", "naree"}
    for name in set(PEOPLE) - readers:
        with pytest.raises(NotFound):
            watch_note(stage.cast(name), note.pk)


def test_a_member_does_not_read_an_officers_note(stage: Stage) -> None:
    written(stage, "somsri")
    assert watch_notes(stage.cast("malee")) == []
    assert [note.is_mine for note in watch_notes(stage.cast("direk"))] == [False]


def test_a_note_refuses_nothing_but_warns(stage: Stage) -> None:
    text = "นายสมชาย ใจดี โทร 081-234-5678 เป็นคนสั่ง"
    with override("en"):
        done = write_note(by=stage.cast("malee"), now=NOW, note=replace(NOTE, text=text))
    assert len(done.warnings) == 2
    assert "telephone" in done.warnings[0]
    assert "name" in done.warnings[1]
    assert WatchNote.objects.get(pk=done.id).text == text
    assert write_note(by=stage.cast("malee"), now=NOW, note=NOTE).warnings == ()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("title", ""),
        ("title", "ก" * 201),
        ("text", "ก" * 5001),
        ("district", "4501"),
        ("subdistrict", "450101"),
        ("agency_id", 10**9),
    ],
)
def test_the_form_of_a_note_is_checked(stage: Stage, part: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        written(stage, note=replace(NOTE, **{part: value}))  # type: ignore[arg-type]
    assert refused.value.faults[0].field == part


def test_pressing_twice_makes_one_note(stage: Stage) -> None:
    note_id = uuid.uuid4()
    for _press in range(2):
        write_note(by=stage.cast("malee"), now=NOW, note=NOTE, note_id=note_id)
    assert WatchNote.objects.count() == 1


def test_only_the_author_rewrites_an_open_note(stage: Stage) -> None:
    note = written(stage)
    other = replace(NOTE, title="ตลาดร้าง ซอย 2")
    with pytest.raises(Refused):
        edit_note(by=stage.cast("somsri"), now=NOW, note_id=note.pk, version=1, note=other)
    done = edit_note(by=stage.cast("malee"), now=NOW, note_id=note.pk, version=1, note=other)
    with pytest.raises(Conflict):
        edit_note(by=stage.cast("malee"), now=NOW, note_id=note.pk, version=1, note=NOTE)
    assert (done.version, WatchNote.objects.get().title) == (2, "ตลาดร้าง ซอย 2")
    close_note(by=stage.cast("somsri"), now=NOW, note_id=note.pk)
    close_note(by=stage.cast("somsri"), now=NOW, note_id=note.pk)
    with pytest.raises(Refused):
        edit_note(by=stage.cast("malee"), now=NOW, note_id=note.pk, version=3, note=NOTE)


@pytest.mark.parametrize(("name", "channel"), [("malee", "STRONG"), ("somsri", "SELF")])
def test_a_note_becomes_a_tip_sealed_by_the_server(
    stage: Stage, keyring: Keyring, name: str, channel: str
) -> None:
    keyring.ready()
    note = written(stage, name)
    filed = promote_note(by=stage.cast(name), now=NOW, note_id=note.pk)
    tip = Tip.objects.get(pk=filed.case)
    assert (tip.channel_id, tip.sealed_by, tip.kind) == (channel, "SERVER", "TIP")
    assert (tip.province_code, tip.subdistrict_code) == ("74", "740101")
    opened = mailbox_open(filed.code, NOW)
    assert opened is not None
    assert opened.content["text"] == f"{NOTE.title}\n\n{NOTE.text}"
    note.refresh_from_db()
    assert (note.state, note.tip_reference) == ("PROMOTED", filed.reference)
    with pytest.raises(Refused, match=filed.reference):
        promote_note(by=stage.cast(name), now=NOW, note_id=note.pk)
    assert Tip.objects.count() == 1
    assert Entry.objects.latest("seq").action == "note.promoted"


def test_who_promotes_a_note(stage: Stage, keyring: Keyring) -> None:
    keyring.ready()
    able = set()
    for name in PEOPLE:
        note = written(stage)
        try:
            promote_note(by=stage.cast(name), now=NOW, note_id=note.pk)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"malee", "suda", "somsri", "direk"}


def test_a_note_becomes_a_pin_once(stage: Stage) -> None:
    note = written(stage)
    for _press in range(2):
        promoted_to_pin(by=stage.cast("somsri"), now=NOW, note_id=note.pk, pin_code="2570-74-0001")
    with pytest.raises(Refused, match="2570-74-0001"):
        promoted_to_pin(by=stage.cast("somsri"), now=NOW, note_id=note.pk, pin_code="2570-74-0002")
    assert Entry.objects.filter(action="note.promoted_to_pin").count() == 1


def test_notes_are_found_by_words_and_province(stage: Stage) -> None:
    written(stage)
    by = stage.cast("somsri")
    assert len(watch_notes(by, text="ตลาด")) == 1
    assert watch_notes(by, text="โรงเรียน") == []
    assert len(watch_notes(by, province="74")) == 1
    assert watch_notes(by, province="45") == []
