"""Retention by table, legal holds, shredding, and requests about own data."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from tests.cast import PEOPLE
from tests.tips.conftest import NOW, REASON, TODAY, Stage, lookup_of
from tests.tips.reporter import Reporter, Unit, opened
from tests.vault.keys import Keyring
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.evidence import sealed as store
from tmac.tips.filings import NoteDraft
from tmac.tips.mailbox import mailbox
from tmac.tips.models import (
    Epoch,
    IdentityBlob,
    Message,
    RetentionRule,
    Sealed,
    Share,
    SubjectRequest,
    Tip,
    TipEvent,
    TipFile,
    WatchNote,
    Wrap,
)
from tmac.tips.queries import retention_ahead
from tmac.tips.services import (
    answer,
    answer_subject_request,
    daily,
    set_legal_hold,
    shred,
    subject_request,
    write_note,
)
from tmac.tips.services.keeping import due_for_warning, load_reference, run_retention
from tmac.tips.states import REFERENCE
from tmac.vault.formats.info import Purpose

with (REFERENCE / "retention.csv").open(encoding="utf-8", newline="") as lines:
    RULES = list(csv.DictReader(lines))
OF_TIPS = [rule for rule in RULES if rule["data_class"] != "WATCH_NOTE"]


def closed(stage: Stage, state: str, days_ago: int, **columns: Any) -> Tip:
    if state == "MERGED":
        columns["merged_into"] = stage.tip("ACCEPTED")
    return stage.tip(state, closed_on=TODAY - timedelta(days=days_ago), **columns)


def is_gone(tip: Tip, data_class: str) -> bool:
    tip.refresh_from_db()
    if data_class == "CONTENT":
        return tip.content_destroyed_on is not None
    return tip.identity_destroyed_on is not None


@pytest.mark.parametrize("rule", OF_TIPS, ids=lambda rule: rule["code"])
def test_each_rule_warns_and_then_destroys_on_its_day(stage: Stage, rule: dict[str, str]) -> None:
    days, ahead = int(rule["days"]), int(rule["warn_days"])
    tip = closed(stage, rule["state"], days - ahead)
    Tip.objects.filter(pk=tip.pk).update(
        identity_destroyed_on=None if rule["data_class"] == "IDENTITY" else TODAY
    )
    assert [due.rule.code for due in due_for_warning(NOW - timedelta(days=1))] == []
    assert [due.rule.code for due in due_for_warning(NOW)] == [rule["code"]]
    assert run_retention(now=NOW).warned == 1
    assert run_retention(now=NOW).warned == 0
    run_retention(now=NOW + timedelta(days=ahead - 1))
    assert not is_gone(tip, rule["data_class"])
    assert run_retention(now=NOW + timedelta(days=ahead)).destroyed == 1
    assert is_gone(tip, rule["data_class"])
    assert run_retention(now=NOW + timedelta(days=ahead)).destroyed == 0


@pytest.mark.parametrize(
    "state", ["RECEIVED", "SCREENING", "NEED_INFO", "ACCEPTED", "LINKED", "FORWARDED"]
)
def test_what_is_still_worked_on_is_never_destroyed(stage: Stage, state: str) -> None:
    tip = stage.tip(state, received_on=TODAY - timedelta(days=4000))
    Tip.objects.filter(pk=tip.pk).update(warned_on=TODAY - timedelta(days=400))
    assert run_retention(now=NOW).destroyed == 0
    assert Wrap.objects.filter(tip=tip).exists()


def test_nothing_is_destroyed_without_a_full_time_of_warning(stage: Stage) -> None:
    """Also when the duty did not run for years."""
    tip = closed(stage, "NOT_ACCEPTED", 4000)
    assert run_retention(now=NOW).destroyed == 0
    assert run_retention(now=NOW + timedelta(days=29)).destroyed == 0
    assert run_retention(now=NOW + timedelta(days=30)).destroyed == 1
    assert is_gone(tip, "IDENTITY")
    assert is_gone(tip, "CONTENT")


def test_the_content_has_a_warning_of_its_own(stage: Stage) -> None:
    """The identity goes after one year, the content after two: each is told before."""
    tip = closed(stage, "NOT_ACCEPTED", 335)
    told = [run_retention(now=NOW + timedelta(days=day)) for day in (0, 30, 31, 364, 365, 394, 395)]
    assert [run.warned for run in told] == [1, 0, 0, 0, 1, 0, 0]
    assert [run.destroyed for run in told] == [0, 1, 0, 0, 0, 0, 1]
    assert is_gone(tip, "CONTENT")


def test_a_legal_hold_stops_it_and_its_end_lets_it_go_on(stage: Stage) -> None:
    tip = closed(stage, "CLOSED", 4000)
    by = stage.cast("direk")
    run_retention(now=NOW)
    set_legal_hold(by=by, now=NOW, tip_id=tip.pk, is_on=True, reason=REASON)
    assert run_retention(now=NOW + timedelta(days=40)).destroyed == 0
    held = retention_ahead(by, NOW)
    assert {(one.reference, one.is_held) for one in held} == {(tip.reference, True)}
    set_legal_hold(by=by, now=NOW, tip_id=tip.pk, is_on=False, reason=REASON)
    assert run_retention(now=NOW + timedelta(days=41)).destroyed == 0  # warned anew
    assert run_retention(now=NOW + timedelta(days=71)).destroyed == 1


def test_a_reopened_tip_is_not_destroyed(stage: Stage) -> None:
    tip = closed(stage, "CLOSED", 4000)
    run_retention(now=NOW)
    Tip.objects.filter(pk=tip.pk).update(state="SCREENING", closed_on=None)
    assert run_retention(now=NOW + timedelta(days=40)).destroyed == 0


def test_who_sets_a_legal_hold(stage: Stage) -> None:
    able = set()
    for name in PEOPLE:
        tip = stage.tip()
        try:
            set_legal_hold(by=stage.cast(name), now=NOW, tip_id=tip.pk, is_on=True, reason=REASON)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"direk", "thida", "sombat", "wilai"}


def test_a_hold_needs_a_reason_and_is_set_once(stage: Stage) -> None:
    tip = stage.tip()
    hold: dict[str, Any] = {"by": stage.cast("direk"), "now": NOW, "tip_id": tip.pk}
    with pytest.raises(Invalid):
        set_legal_hold(**hold, is_on=True, reason="เพราะ")
    for _press in range(2):
        set_legal_hold(**hold, is_on=True, reason=REASON)
    assert tip.holds.count() == 1
    set_legal_hold(by=stage.cast("thida"), now=NOW, tip_id=tip.pk, is_on=True, reason=REASON)
    set_legal_hold(**hold, is_on=False, reason=REASON)
    tip.refresh_from_db()
    assert tip.is_held  # the custodian's is still there


@pytest.fixture
def reporter(stage: Stage, keyring: Keyring) -> Reporter:
    keyring.ready()
    found = Reporter(NOW)
    found.filed(files=(found.upload(),))
    answer(now=NOW, lookup=found.lookup, message=found.message())
    return found


def test_after_shredding_nothing_opens_and_the_state_stays(
    reporter: Reporter, stage: Stage
) -> None:
    tip = Tip.objects.get()
    file_id = TipFile.objects.get().pk
    shred(now=NOW, tip_id=tip.pk, by=stage.cast("direk"))
    shred(now=NOW, tip_id=tip.pk, by=stage.cast("direk"))
    for model in (Wrap, Share, Epoch, IdentityBlob, TipFile):
        assert not model.objects.exists()
    assert bytes(Sealed.objects.get().content) == b""
    assert {bytes(message.box) for message in Message.objects.all()} == {b""}
    with pytest.raises(NotFound):
        list(store.iter_object(case=tip.pk, file_id=file_id, n=0))
    tip.refresh_from_db()
    assert (tip.state, tip.category_id) == ("RECEIVED", "PRC-03")
    assert TipEvent.objects.filter(code="content_destroyed").count() == 1
    with override("en"):
        found = mailbox(reporter.lookup, NOW)
        assert found is not None
        assert "destroyed" in found.events[-1].text
        assert not found.may["answer"]
        assert found.content_destroyed_on == TODAY
        assert found.receipt == {}
    with pytest.raises(Refused):
        answer(now=NOW, lookup=reporter.lookup, message=reporter.message())


def test_who_has_a_tip_erased(reporter: Reporter, stage: Stage) -> None:
    able = set()
    for name in PEOPLE:
        try:
            shred(now=NOW, tip_id=Tip.objects.get().pk, by=stage.cast(name))
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"direk"}


def test_a_held_tip_is_not_erased(reporter: Reporter, stage: Stage) -> None:
    tip = Tip.objects.get()
    by = stage.cast("direk")
    set_legal_hold(by=by, now=NOW, tip_id=tip.pk, is_on=True, reason=REASON)
    with pytest.raises(Refused):
        shred(now=NOW, tip_id=tip.pk, by=by)
    assert Wrap.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_old_copy_without_the_wraps_opens_nothing(
    tmp_path: Path, stage: Stage, keyring: Keyring
) -> None:
    """The unit's own key and every other table of a backup: no case key is anywhere in it."""
    keyring.ready()
    reporter = Reporter(NOW)
    reporter.filed()
    key, sealed = reporter.key, bytes(Sealed.objects.get().content)
    unit = Unit(keyring)
    assert opened(unit.case_key(reporter.case), sealed, Purpose.CONTENT, reporter.case,
                  reporter.case, 1)["text"]  # fmt: skip
    without = ("tips_wrap", "tips_epoch", "tips_share")
    copied = dump(tmp_path / "backup", without)
    assert sealed in copied
    assert bytes(key) not in copied
    for table in without:
        assert table.encode() not in copied
    Wrap.objects.all().delete()
    Epoch.objects.all().delete()
    with pytest.raises(Wrap.DoesNotExist):
        unit.case_key(reporter.case)


def dump(path: Path, without: tuple[str, ...]) -> bytes:
    """Every row of every table but some, as bytes."""
    with connection.cursor() as cursor, path.open("wb") as out:
        for table in connection.introspection.table_names():
            if table in without:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, (bytes, memoryview))
                    out.write(bytes(value) if is_bytes else str(value).encode())
    return path.read_bytes()


def asked(stage: Stage, tip: Tip, request: str = "ERASE") -> SubjectRequest:
    subject_request(now=NOW, lookup=lookup_of(tip), act_id=tip.pk, request=request)
    return SubjectRequest.objects.get(tip=tip, request=request)


def test_who_answers_a_request_about_own_data(stage: Stage) -> None:
    able = set()
    for name in PEOPLE:
        row = asked(stage, stage.tip())
        try:
            answer_subject_request(
                by=stage.cast(name), now=NOW, request_id=row.pk, outcome="REFUSED", text=REASON
            )
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"somsri", "direk"}


def test_the_answer_stands_in_the_mailbox_once(stage: Stage) -> None:
    tip = stage.tip()
    row = asked(stage, tip, "COPY")
    given: dict[str, Any] = {"by": stage.cast("somsri"), "now": NOW, "request_id": row.pk}
    with pytest.raises(Invalid):
        answer_subject_request(**given, outcome="LATER", text="ไม่")
    for _press in range(2):
        answer_subject_request(**given, outcome="GRANTED", text=REASON)
    with pytest.raises(Conflict):
        answer_subject_request(**given, outcome="REFUSED", text=REASON)
    found = mailbox(lookup_of(tip), NOW)
    assert found is not None
    assert [REASON in event.text for event in found.events].count(True) == 1


def test_erasing_is_not_promised_while_a_hold_is_in_force(stage: Stage) -> None:
    tip = stage.tip()
    row = asked(stage, tip)
    set_legal_hold(by=stage.cast("direk"), now=NOW, tip_id=tip.pk, is_on=True, reason=REASON)
    given: dict[str, Any] = {"by": stage.cast("somsri"), "now": NOW, "request_id": row.pk}
    with pytest.raises(Refused):
        answer_subject_request(**given, outcome="GRANTED", text=REASON)
    answer_subject_request(**given, outcome="REFUSED", text=REASON)


def test_loading_the_rules_again_keeps_what_was_set_by_hand(stage: Stage) -> None:
    RetentionRule.objects.filter(pk="CONTENT_CLOSED").update(days=9999)
    load_reference()
    rule = RetentionRule.objects.get(pk="CONTENT_CLOSED")
    assert rule.days == 9999
    assert RetentionRule.objects.count() == len(RULES)


def test_words_of_old_notes_go_and_the_open_ones_stay(stage: Stage) -> None:
    note = NoteDraft("ตลาดร้าง", "ข้อความ", "74")
    kept = write_note(by=stage.cast("malee"), now=NOW, note=note).id
    gone = write_note(by=stage.cast("malee"), now=NOW, note=note).id
    WatchNote.objects.filter(pk=gone).update(
        state="CLOSED", state_since=TODAY - timedelta(days=365)
    )
    assert daily(NOW).retention.notes == 1
    assert daily(NOW).retention.notes == 0
    assert WatchNote.objects.get(pk=gone).text == ""
    assert WatchNote.objects.get(pk=kept).text == "ข้อความ"
