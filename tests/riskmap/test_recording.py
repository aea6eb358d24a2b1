"""Actions, sources, looks, links, assignments, publication, workshops, saved views."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from tests.cast import PEOPLE, Cast
from tests.riskmap.conftest import DRAFT, NOW, REASON, TODAY, Stage
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, NotFound, Refused, TmacError
from tmac.riskmap import queries, services
from tmac.riskmap.drafts import (
    ActionDraft,
    LookDraft,
    PublicationDraft,
    SourceDraft,
    WorkshopDraft,
)
from tmac.riskmap.models import Action, Pin, Publication, SavedView, Workshop
from tmac.riskmap.queries import PinFilter

COOP = ActionDraft("COOP", "ประชุมร่วมกับ อบต. และชมรม STRONG", TODAY, "ผู้แทน 3 ฝ่าย", "", None)
LOOK = LookDraft("STRONG_LOOK", TODAY, "มาลี", "ชมรม STRONG", "ไปดูแล้วเรียบร้อยดี", True)
EVENING = WorkshopDraft("เวทีปักหมุดสมุทรสาคร รุ่น 1", "74", TODAY, "หอประชุมจังหวัด", 8)


def able_to_record(stage: Stage, pin: Pin, mechanism: str) -> set[str]:
    able = set()
    for name in PEOPLE:
        try:
            services.record_action(
                by=stage.cast(name),
                now=NOW,
                pin_id=pin.pk,
                action=replace(COOP, mechanism=mechanism),
            )
        except TmacError:
            continue
        able.add(name)
    return able


@pytest.mark.parametrize(
    ("mechanism", "names"),
    [
        ("COOP", {"somsri", "direk"}),
        ("MEASURE", {"somsri", "direk"}),
        ("INTEL", {"wirot", "naree"}),
        ("INVEST", {"wirot", "naree"}),
        ("PROSECUTE", {"wirot", "naree"}),
    ],
)
def test_who_records_an_action_and_who_reads_it(
    stage: Stage, mechanism: str, names: set[str]
) -> None:
    """INTEL follows the intelligence notes, INVEST and PROSECUTE the suppression lane."""
    pin = stage.at("suppression", "INTEL")
    stage.assign(pin, "naree")
    assert able_to_record(stage, pin, mechanism) == names
    readers = set()
    for name in PEOPLE:
        try:
            view = queries.pin(stage.cast(name), pin.code, NOW)
        except NotFound:
            continue
        if any(action.mechanism == mechanism for action in view.actions):
            readers.add(name)
        told = [e.kind for e in queries.timeline(stage.cast(name), view) if e.kind == "action"]
        assert bool(told) == (name in readers)
    office = {"INTEL": set(), "INVEST": {"direk"}, "PROSECUTE": {"direk"}}
    watching = {"somsri", "direk", "suda", "kanya", "chalerm", "pim", "rungroj", "apinya"}
    watching.add("orathai")  # the centre screens for the whole country
    assert readers == {"wirot", "naree"} | office.get(mechanism, watching)


def test_an_action_keeps_the_pin_fresh_and_suppression_leaves_no_trace(stage: Stage) -> None:
    old = NOW - timedelta(days=99)
    pin = stage.at("suppression", "INTEL", last_followed_at=old)
    invest = replace(COOP, mechanism="INVEST")
    services.record_action(by=stage.cast("wirot"), now=NOW, pin_id=pin.pk, action=invest)
    pin.refresh_from_db()
    assert pin.last_followed_at == old
    services.record_action(by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, action=COOP)
    pin.refresh_from_db()
    assert pin.last_followed_at == NOW


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": " "}, "what"),
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"due_on": TODAY - timedelta(days=9)}, "due_on"),
        ({"file_ids": ("00000000-0000-0000-0000-000000000000",)}, "file_ids"),
        ({"mechanism": "MAGIC"}, "mechanism"),
    ],
)
def test_a_wrong_action_names_its_field(
    stage: Stage, changes: dict[str, object], field: str
) -> None:
    pin = stage.at("prevention", "WATCHING")
    with pytest.raises(Invalid) as invalid:
        services.record_action(
            by=stage.cast("somsri"),
            now=NOW,
            pin_id=pin.pk,
            action=replace(COOP, **changes),  # type: ignore[arg-type]
        )
    assert [fault.field for fault in invalid.value.faults] == [field]


def test_the_result_of_an_action_is_recorded_once(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    by = stage.cast("somsri")
    row = services.record_action(by=by, now=NOW, pin_id=pin.pk, action=COOP)
    services.complete_action(by=by, now=NOW, action_id=row.pk, result="ตกลงแก้ไขใน 30 วัน")
    assert Action.objects.get(pk=row.pk).done_at == NOW
    assert Entry.objects.latest("seq").action == "pin.action_completed"
    with pytest.raises(Conflict):
        services.complete_action(by=by, now=NOW, action_id=row.pk, result="ตกลงอีกครั้งหนึ่ง")
    with pytest.raises(NotFound):
        services.complete_action(by=by, now=NOW, action_id=0, result="ตกลงอีกครั้งหนึ่ง")


def test_a_source_is_added_by_those_who_made_or_keep_the_pin(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING", creator="kanya")
    source = SourceDraft("NETWORK", "B", TODAY, "", "สมาชิกเห็นเอง")
    for name in ("kanya", "somsri"):
        services.add_source(by=stage.cast(name), now=NOW, pin_id=pin.pk, source=source)
    for name in ("direk", "malee", "anong", "suda"):
        with pytest.raises((Refused, NotFound)):
            services.add_source(by=stage.cast(name), now=NOW, pin_id=pin.pk, source=source)
    with pytest.raises(Invalid) as invalid:
        services.add_source(
            by=stage.cast("kanya"), now=NOW, pin_id=pin.pk, source=SourceDraft("RUMOUR")
        )
    assert invalid.value.faults[0].field == "kind"


def test_the_second_look_belongs_to_the_club(stage: Stage) -> None:
    pin = stage.at("prevention", "FIX_REPORTED")
    for name in ("malee", "kanya"):
        services.record_look(by=stage.cast(name), now=NOW, pin_id=pin.pk, look=LOOK)
    for name in ("somsri", "direk", "anong", "preecha"):
        with pytest.raises((Refused, NotFound)):
            services.record_look(by=stage.cast(name), now=NOW, pin_id=pin.pk, look=LOOK)
    check = replace(LOOK, kind="FIELD_CHECK", is_fixed=None)
    services.record_look(by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, look=check)
    undecided = replace(LOOK, is_fixed=None)
    with pytest.raises(Invalid):
        services.record_look(by=stage.cast("malee"), now=NOW, pin_id=pin.pk, look=undecided)


def test_two_pins_are_linked_once_and_seen_from_both(stage: Stage) -> None:
    first, second = stage.at("prevention", "WATCHING"), stage.at("prevention", "WATCHING")
    by = stage.cast("somsri")
    for pair in ((first, second), (second, first)):
        services.link_pins(
            by=by, now=NOW, pin_id=pair[0].pk, other_id=pair[1].pk, kind="SAME_PROJECT"
        )
    for one, other in ((first, second), (second, first)):
        assert [link.code for link in queries.pin(by, one.code, NOW).links] == [other.code]
    with pytest.raises(Refused):
        services.link_pins(by=by, now=NOW, pin_id=first.pk, other_id=first.pk, kind="SAME_PROJECT")


def test_the_lead_assigns_what_was_handed_over(stage: Stage, cast: Cast) -> None:
    pin = stage.at("suppression", "INTEL")
    naree = cast.user("naree").pk
    with pytest.raises((Refused, NotFound)):
        services.assign_investigator(by=cast("naree"), now=NOW, pin_id=pin.pk, user_id=naree)
    somsri = cast.user("somsri").pk
    with pytest.raises(Invalid):
        services.assign_investigator(by=cast("wirot"), now=NOW, pin_id=pin.pk, user_id=somsri)
    services.assign_investigator(by=cast("wirot"), now=NOW, pin_id=pin.pk, user_id=naree)
    assert queries.pin(cast("naree"), pin.code, NOW).suppression == "INTEL"
    services.end_assignment(by=cast("wirot"), now=NOW, pin_id=pin.pk, user_id=naree)
    assert queries.pin(cast("naree"), pin.code, NOW).suppression is None


def test_only_the_director_approves_what_the_public_reads(stage: Stage) -> None:
    words = PublicationDraft("ทางเท้าถูกรุกล้ำตลอดแนว", "ทางเท้าเดินได้ตลอดแนวแล้ว")
    closed, watched = stage.at("prevention", "STOPPED"), stage.at("prevention", "WATCHING")
    with pytest.raises(Refused):
        services.publish_outcome(
            by=stage.cast("somsri"), now=NOW, pin_id=closed.pk, publication=words
        )
    with pytest.raises(Refused):
        services.publish_outcome(
            by=stage.cast("direk"), now=NOW, pin_id=watched.pk, publication=words
        )
    services.publish_outcome(by=stage.cast("direk"), now=NOW, pin_id=closed.pk, publication=words)
    assert Publication.objects.get(pin=closed).after_text == words.after_text


def opened(stage: Stage, *recorders: str) -> Workshop:
    ids = tuple(stage.cast.user(name).pk for name in recorders)
    evening = replace(EVENING, recorder_ids=ids)
    return services.open_workshop(by=stage.cast("somsri"), now=NOW, workshop=evening)


def test_a_note_sent_again_gives_the_pin_it_already_has(stage: Stage) -> None:
    workshop = opened(stage)
    by = stage.cast("somsri")

    def note(title: str = DRAFT.title) -> services.NoteRecorded:
        return services.record_note(
            by=by,
            now=NOW,
            workshop_id=workshop.pk,
            group_no=3,
            note_no=1,
            draft=replace(DRAFT, title=title),
        )

    first, again = note(), note()
    assert (first.is_new, again.is_new, again.pin.pk) == (True, False, first.pin.pk)
    assert queries.last_note_no(workshop.pk, 3) == 1
    source = first.pin.sources.get()
    assert (source.kind, source.grade, source.document_no) == ("WORKSHOP", "D", "3/1")
    with pytest.raises(Conflict):
        note("เรื่องอื่นที่ใช้เลขซ้ำ")


def test_a_recorder_records_at_one_event_only(stage: Stage) -> None:
    mine, other = opened(stage, "malee"), opened(stage)
    malee = stage.cast("malee")

    def note(workshop: Workshop) -> Pin:
        return services.record_note(
            by=malee, now=NOW, workshop_id=workshop.pk, group_no=1, note_no=1, draft=DRAFT
        ).pin

    pin = note(mine)
    with pytest.raises(Refused):
        note(other)
    view = queries.pin(malee, pin.code, NOW)
    assert (view.title, view.is_mine) == (DRAFT.title, True)
    services.close_workshop(by=stage.cast("somsri"), now=NOW, workshop_id=mine.pk)
    with pytest.raises(Refused):
        services.record_note(
            by=malee, now=NOW, workshop_id=mine.pk, group_no=1, note_no=2, draft=DRAFT
        )


@pytest.mark.parametrize(("group", "note"), [(0, 1), (9, 1), (1, 0), (1, 10_000)])
def test_a_note_has_a_table_and_a_number(stage: Stage, group: int, note: int) -> None:
    workshop = opened(stage)
    with pytest.raises(Invalid):
        services.record_note(
            by=stage.cast("somsri"),
            now=NOW,
            workshop_id=workshop.pk,
            group_no=group,
            note_no=note,
            draft=DRAFT,
        )


def test_who_opens_a_workshop_and_sees_it(stage: Stage) -> None:
    workshop = opened(stage, "malee")
    for name in ("direk", "preecha", "malee", "chalerm"):
        with pytest.raises(Refused):
            services.open_workshop(by=stage.cast(name), now=NOW, workshop=EVENING)
    seen = {name for name in PEOPLE if queries.workshops(stage.cast(name))}
    assert seen == {"somsri", "kanya", "malee"}
    assert queries.workshop(stage.cast("malee"), workshop.pk).may_record
    with pytest.raises(NotFound):
        queries.workshop(stage.cast("preecha"), workshop.pk)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "ก"}, "name"),
        ({"group_count": 61}, "group_count"),
        ({"held_on": date(83, 1, 1)}, "held_on"),
    ],
)
def test_a_wrong_workshop_names_its_field(
    stage: Stage, changes: dict[str, object], field: str
) -> None:
    wrong = replace(EVENING, **changes)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as invalid:
        services.open_workshop(by=stage.cast("somsri"), now=NOW, workshop=wrong)
    assert [fault.field for fault in invalid.value.faults] == [field]


def test_a_view_is_kept_under_its_name_by_one_officer(stage: Stage) -> None:
    wanted = PinFilter(level=("HIGH", "VERY_HIGH"), stoppable=True)
    somsri = stage.cast("somsri")
    row = services.save_view(by=somsri, now=NOW, name="  ยังยับยั้งทัน  ", wanted=wanted)
    again = services.save_view(by=somsri, now=NOW, name="ยังยับยั้งทัน", wanted=PinFilter(fy=2570))
    assert again.pk == row.pk
    kept = queries.saved_views(somsri).get()
    assert PinFilter.from_params(QueryDict(kept.query)) == PinFilter(fy=2570)
    with pytest.raises(NotFound):
        services.forget_view(by=stage.cast("direk"), now=NOW, view_id=row.pk)
    services.forget_view(by=somsri, now=NOW, view_id=row.pk)
    assert not SavedView.objects.exists()


def test_reasons_are_not_written_into_the_audit(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    services.record_action(
        by=stage.cast("somsri"), now=NOW, pin_id=pin.pk, action=replace(COOP, result=REASON)
    )
    assert REASON not in str(list(Entry.objects.values()))
