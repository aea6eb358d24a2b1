"""The list, the page and the public figures, as each reader may see them, and quickly enough."""

from __future__ import annotations

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests.cast import PEOPLE
from tests.tips.conftest import _COLUMNS, NOW, REASON, TODAY, Stage
from tmac.core.errors import NotFound, Refused
from tmac.tips.filters import TipFilter
from tmac.tips.lifecycle import steps_from
from tmac.tips.models import FAR, Tip, TipProposal
from tmac.tips.queries import assignable, public_indicators, sealed_of, tip, tips_of
from tmac.tips.states import State


def references(by: Any, **wanted: Any) -> list[str]:
    return [row.reference for row in tips_of(by, TipFilter(**wanted), NOW).page.object_list]


def test_the_list_is_in_the_order_of_urgency(stage: Stage) -> None:
    calm, afraid = stage.tip(), stage.tip(threats=["FEAR"])
    stoppable = stage.tip(stoppable="YES")
    stage.tip("CLOSED")
    order = [afraid.reference, stoppable.reference, calm.reference]
    assert references(stage.cast("suda")) == order
    assert len(references(stage.cast("suda"), closed=True)) == 4


def test_the_heaps_are_counted(stage: Stage) -> None:
    stage.tip()
    stage.tip(taken_by="")
    stage.tip("NEED_INFO", is_urgent=True)
    late = stage.tip(received_on=TODAY - timedelta(days=90))
    stage.tip("CLOSED")
    stage.message(late)
    counts = tips_of(stage.cast("suda"), TipFilter(), NOW).counts
    assert (counts.all, counts.open, counts.mine, counts.unassigned) == (5, 4, 3, 1)
    assert (counts.urgent, counts.overdue, counts.waiting_reporter, counts.unread) == (1, 1, 1, 1)
    assert counts.by_state == {"SCREENING": 3, "NEED_INFO": 1, "CLOSED": 1}


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"mine": True}, 1),
        ({"unassigned": True}, 2),
        ({"urgent": True}, 1),
        ({"stoppable": True}, 1),
        ({"overdue": True}, 1),
        ({"unread": True}, 1),
        ({"kind": "COMPLAINT"}, 1),
        ({"channel": "PHONE"}, 1),
        ({"category": "WST"}, 1),
        ({"category": "WST-01"}, 1),
        ({"district": "7402"}, 1),
        ({"province": "45"}, 0),
        ({"state": ("ACCEPTED",)}, 1),
        ({"text": "ตลาดร้าง"}, 1),
        ({"text": "000042"}, 1),
        ({"text": "๐๐๐๐๔๒"}, 1),
        ({"text": "%"}, 0),
        ({"text": "' OR 1=1 --"}, 0),
    ],
    ids=str,
)
def test_each_filter_narrows_the_list(stage: Stage, wanted: dict[str, Any], count: int) -> None:
    wst: dict[str, Any] = {"category_id": "WST-01", "category_top": "WST"}
    stage.tip("ACCEPTED", taken_by="", threats=["FEAR"], title="ตลาดร้าง")
    stage.tip(kind="COMPLAINT", stoppable="YES", district_code="7402", **wst)
    late = stage.tip(
        taken_by="", channel_id="PHONE", received_on=TODAY - timedelta(days=90),
        reference="T2570-74-000042",
    )  # fmt: skip
    stage.message(late)
    assert len(references(stage.cast("suda"), **wanted)) == count


def test_a_filter_goes_through_an_address_and_back() -> None:
    wanted = TipFilter(
        state=("ACCEPTED", "LINKED"), province="74", mine=True, text="ถนน & คลอง", page=3, size=50
    )
    assert TipFilter.from_params(QueryDict(wanted.as_query())) == wanted
    assert TipFilter().as_query() == ""
    assert wanted.changed(mine=False).page == 1
    assert not TipFilter(page=2).is_narrow
    assert wanted.is_narrow


@pytest.mark.parametrize(
    "query",
    ["state=NOWHERE", "province=7", "page=-1", "page=x", "size=99999", "sort=;drop", "kind=X",
     "mine=yes", "text=" + "ก" * 5000, "page=99999999999999999999"],
)  # fmt: skip
def test_what_cannot_be_read_in_an_address_is_left_out(stage: Stage, query: str) -> None:
    stage.tip()
    wanted = TipFilter.from_params(QueryDict(query))
    assert len(wanted.text) <= 100
    tips_of(stage.cast("suda"), wanted, NOW)


@pytest.mark.parametrize("who", list(PEOPLE))
def test_a_page_shows_what_its_reader_may_see(stage: Stage, who: str) -> None:
    row = stage.tip(title="ตลาดร้าง", summary="สรุปที่ปิดชื่อแล้ว", threats=["FEAR"])
    stage.add(row, "naree")
    by = stage.cast(who)
    readers = {"suda", "somsri", "direk", "naree", "rungroj", "chalerm"}
    status_only = {"wirot", "apinya"}
    if who not in readers | status_only:
        with pytest.raises(NotFound):
            tip(by, row.reference, NOW)
        return
    page = tip(by, row.reference, NOW)
    listed = tips_of(by, TipFilter(), NOW).page.object_list[0]
    assert page.state == "SCREENING"
    if who in status_only:
        assert (page.summary, page.category, page.title, page.threats) == (None, None, None, ())
        assert (listed.title, listed.category_name, listed.is_urgent) == (None, None, False)
        assert (page.timeline, page.due) == ((), ())
        assert "summary" in page.masked
        assert page.place_name == "จังหวัดสมุทรสาคร" or "740101" not in page.place_name
    else:
        assert page.summary == "สรุปที่ปิดชื่อแล้ว"
        assert listed.title == "ตลาดร้าง"
        assert "summary" not in page.masked
    may_read = who in {"suda", "somsri", "direk", "naree"}
    assert ("content" not in page.masked) == may_read == bool(page.verdicts["read"])


def test_what_the_page_offers_is_what_the_services_take(stage: Stage) -> None:
    for state in State:
        columns: dict[str, Any] = (
            {"merged_into": stage.tip("ACCEPTED")} if state == "MERGED" else {}
        )
        row = stage.tip(state, **columns)
        page = tip(stage.cast("suda"), row.reference, NOW)
        offered = {offer.step.event for offer in page.steps}
        assert offered == {step.event for step in steps_from(state) if step.is_for_officers}
        assert [bool(offer.verdict) for offer in page.steps] == sorted(
            (bool(offer.verdict) for offer in page.steps), reverse=True
        )
        assert all(offer.verdict or str(offer.verdict.refusal) for offer in page.steps)


def test_a_waiting_proposal_is_shown_with_who_is_missing(stage: Stage) -> None:
    row = stage.tip(is_anonymous=True, has_evidence=False)
    TipProposal.objects.create(
        tip=row,
        source="SCREENING",
        target="NOT_ACCEPTED",
        grounds={"reason_code": "ANON_NO_EVIDENCE", "text": REASON},
        persons=3,
        proposed_by=stage.cast.user("suda"),
        proposed_at=NOW,
    )
    for name, may in (("suda", False), ("somsri", True), ("direk", True), ("chalerm", False)):
        [proposal] = tip(stage.cast(name), row.reference, NOW).proposals
        assert bool(proposal.may_answer) == may
        assert (proposal.needed, proposal.is_mine) == (2, name == "suda")
        assert "บัตรสนเท่ห์" in proposal.reason_name
    page = tip(stage.cast("suda"), row.reference, NOW)
    waits = {offer.step.event: bool(offer.verdict) for offer in page.steps}
    assert not waits["tip.not_accepted"]


def test_sealed_parts_are_for_readers_only(stage: Stage) -> None:
    row = stage.tip()
    able = set()
    for name in PEOPLE:
        try:
            sealed_of(stage.cast(name), row.reference, NOW)
        except (Refused, NotFound):
            continue
        able.add(name)
    assert able == {"suda", "somsri", "direk"}


def test_to_whom_a_tip_may_be_passed(stage: Stage) -> None:
    row = stage.tip()
    for name in ("somsri", "direk", "naree", "orathai"):
        stage.cast.user(name)
    people = assignable(stage.cast("suda"), row.reference, NOW)
    assert set(people.values()) == {"สุดา คัดสรร", "สมศรี นาเกลือ", "ดิเรก ท่าเรือ"}
    assert assignable(stage.cast("preecha"), row.reference, NOW) == {}


def many(stage: Stage, count: int) -> None:
    """Tips of one unit, put there quickly."""
    office, agency = stage.cast.office("NACC-74"), stage.cast.agency()
    states = ["RECEIVED", "SCREENING", "NEED_INFO", "ACCEPTED", "CLOSED"]
    Tip.objects.bulk_create(
        (
            Tip(
                id=uuid.uuid4(),
                reference=f"T2570-74-{number:06d}",
                state=states[number % 5],
                state_since=TODAY,
                office=office,
                agency=agency,
                urgency=0 if number % 5 == 4 else 1 + 2 * (number % 4),
                due_on=TODAY + timedelta(days=number % 90),
                sort_on=FAR if number % 5 == 4 else TODAY + timedelta(days=number % 90),
                title=f"เรื่องที่ {number}",
                **_COLUMNS,
            )
            for number in range(count)
        ),
        batch_size=500,
    )


@pytest.mark.parametrize("who", ["suda", "somsri"])
def test_the_list_of_ten_thousand_is_read_in_order_and_in_few_questions(
    stage: Stage, who: str
) -> None:
    many(stage, 10_000)
    by = stage.cast(who)
    with CaptureQueriesContext(connection) as asked:
        page = tips_of(by, TipFilter(), NOW)
    assert len(asked) <= 8
    assert page.counts.all == 10_000
    assert page.page.object_list[0].due_on == TODAY + timedelta(days=1)
    begun = time.process_time()
    tips_of(by, TipFilter(), NOW)
    assert time.process_time() - begun < 0.3


def test_public_figures_are_silent_under_five(stage: Stage) -> None:
    for _number in range(4):
        stage.tip("CLOSED", first_action_on=TODAY, outcome_text="เสร็จ", felt_safe="YES")
    few = public_indicators(NOW)
    assert (few.received, few.completed, few.median_days_to_first_action) == (None, None, None)
    assert (few.share_answered, few.share_felt_safe) == (None, None)
    stage.tip("CLOSED", first_action_on=TODAY, outcome_text="เสร็จ", felt_safe="YES")
    enough = public_indicators(NOW)
    assert (enough.received, enough.completed, enough.in_progress) == (5, 5, None)
    assert (enough.median_days_to_first_action, enough.share_answered) == (2.0, 1.0)
    assert enough.share_felt_safe == 1.0
    assert enough.as_of == TODAY - timedelta(days=1)
    assert enough.basis
    assert enough.source


def test_a_share_tells_of_no_group_under_five(stage: Stage) -> None:
    for number in range(9):
        stage.tip("CLOSED", outcome_text="เสร็จ" if number < 5 else "")
    assert public_indicators(NOW).share_answered is None
    stage.tip("CLOSED")
    assert public_indicators(NOW).share_answered == 0.5


def test_todays_reports_are_not_in_the_public_figures(stage: Stage) -> None:
    for _number in range(5):
        stage.tip(received_on=TODAY)
        stage.tip(received_on=TODAY - timedelta(days=366))
    assert public_indicators(NOW).received is None


def test_labels_are_in_the_language_of_the_reader(stage: Stage) -> None:
    row = stage.tip()
    with override("en"):
        english = tip(stage.cast("suda"), row.reference, NOW)
    with override("th"):
        thai = tip(stage.cast("suda"), row.reference, NOW)
    assert (english.kind_name, english.state_name) == ("Tip", "Screening")
    assert (thai.kind_name, thai.state_name) == ("เบาะแส", "กำลังคัดกรอง")
