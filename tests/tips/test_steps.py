"""Two persons, three persons, somebody else than before; promises made, paused and kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.cast import SINCE, Cast
from tests.tips.conftest import NOW, REASON, TODAY, Stage, lookup_of, running
from tmac.accounts.models import Posting, User
from tmac.accounts.roles import Role
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.taxonomy.models import Clock
from tmac.tips.filings import StepTaken
from tmac.tips.grounds import Grounds
from tmac.tips.models import FAR, Promise, Referral, Tip, TipEvent, TipProposal
from tmac.tips.services.daily import end_waits
from tmac.tips.services.handling import assign, take_tip
from tmac.tips.services.messaging import ANSWERED
from tmac.tips.services.reporting import not_fixed, object_to_rejection, withdraw
from tmac.tips.services.stepping import (
    confirm_step,
    decline_step,
    move,
    take_step,
    withdraw_proposal,
)
from tmac.tips.states import State

REJECTION = Grounds(reason_code="FACTS_INSUFFICIENT", text=REASON)


def colleague(cast: Cast, name: str, role: Role, office: str = "NACC-74") -> User:
    """One more person of an office."""
    user = User.objects.create_user(name, "lotus-pond-and-river-74", name_th=f"คุณ {name}")
    Posting.objects.create(user=user, office=cast.office(office), role=role, starts_on=SINCE)
    return user


def step(
    stage: Stage, tip: Tip, name: str, target: str, grounds: Grounds, now: datetime = NOW
) -> StepTaken:
    tip.refresh_from_db()
    return take_step(
        by=stage.cast(name),
        now=now,
        tip_id=tip.pk,
        version=tip.version,
        target=target,
        grounds=grounds,
    )


def confirm(stage: Stage, tip: Tip, name: str, proposal: int | None, now: datetime = NOW) -> Any:
    tip.refresh_from_db()
    assert proposal is not None
    by = stage.cast(name)
    return confirm_step(by=by, now=now, proposal_id=proposal, version=tip.version)


def rejected(stage: Stage, tip: Tip, now: datetime = NOW) -> None:
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION, now).proposal_id
    confirm(stage, tip, "direk", proposal, now)


def test_two_persons_reject_a_tip_with_a_name_or_evidence(stage: Stage) -> None:
    tip = stage.tip()
    result = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION)
    assert not result.has_moved
    assert Tip.objects.get(pk=tip.pk).state == State.SCREENING
    assert confirm(stage, tip, "direk", result.proposal_id).has_moved
    tip.refresh_from_db()
    assert (tip.state, tip.reason_code) == ("NOT_ACCEPTED", "FACTS_INSUFFICIENT")
    assert (tip.closed_on, tip.urgency, tip.sort_on) == (TODAY, 0, FAR)


def test_in_the_unit_of_the_centre_a_programme_officer_is_the_second_person(stage: Stage) -> None:
    """There is no director of a province; and the centre has no say over a province's own tip."""
    tip = stage.tip(office=stage.cast.office("NACC-HQ"), taken_by="orathai")
    proposal = step(stage, tip, "orathai", "NOT_ACCEPTED", REJECTION).proposal_id
    with pytest.raises(Refused):
        confirm(stage, tip, "orathai", proposal)
    assert confirm(stage, tip, "chalerm", proposal).has_moved
    theirs = stage.tip()
    proposal = step(stage, theirs, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    with pytest.raises(Refused):
        confirm(stage, theirs, "chalerm", proposal)


def test_three_persons_reject_an_anonymous_tip_without_evidence(stage: Stage, cast: Cast) -> None:
    tip = stage.tip(is_anonymous=True, has_evidence=False)
    grounds = Grounds(reason_code="ANON_NO_EVIDENCE", text=REASON)
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", grounds).proposal_id
    with pytest.raises(Refused):
        confirm(stage, tip, "suda", proposal)
    assert not confirm(stage, tip, "somsri", proposal).has_moved
    with translation.override("en"), pytest.raises(Refused, match="director"):
        confirm(stage, tip, "somsri", proposal)
    assert confirm(stage, tip, "direk", proposal).has_moved
    event = TipEvent.objects.get(code="tip.not_accepted")
    assert event.by_id == cast.user("suda").pk
    assert event.confirmed_by == [cast.user("somsri").pk, cast.user("direk").pk]


def test_the_last_of_three_is_a_director(stage: Stage, cast: Cast) -> None:
    colleague(cast, "ploy", Role.SCREENING_OFFICER)
    tip = stage.tip(is_anonymous=True, has_evidence=False)
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    assert not confirm(stage, tip, "ploy", proposal).has_moved
    with pytest.raises(Refused):
        confirm(stage, tip, "somsri", proposal)
    assert Tip.objects.get(pk=tip.pk).state == State.SCREENING


def test_a_director_who_was_the_second_is_not_the_third(stage: Stage) -> None:
    tip = stage.tip(is_anonymous=True, has_evidence=False)
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    assert not confirm(stage, tip, "direk", proposal).has_moved
    with translation.override("en"), pytest.raises(Refused, match="already"):
        confirm(stage, tip, "direk", proposal)


def test_what_is_read_at_the_decision_counts_for_the_number_of_persons(stage: Stage) -> None:
    """Nobody gets round the third person by leaving the summary empty."""
    tip = stage.tip(is_anonymous=None, has_evidence=None)
    with pytest.raises(Invalid) as lacking:
        step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION)
    assert lacking.value.faults[0].field == "is_anonymous"
    read = Grounds(
        reason_code="ANON_NO_EVIDENCE", text=REASON, is_anonymous=True, has_evidence=False
    )
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", read).proposal_id
    assert proposal is not None
    assert TipProposal.objects.get(pk=proposal).persons == 3
    tip.refresh_from_db()
    assert tip.is_bare


def test_the_director_accepts_an_anonymous_tip_without_evidence(stage: Stage) -> None:
    tip = stage.tip(is_anonymous=True, has_evidence=False)
    grounds = stage.grounds(tip, "ACCEPTED")
    with translation.override("en"), pytest.raises(Refused, match="no evidence"):
        step(stage, tip, "suda", "ACCEPTED", grounds)
    assert step(stage, tip, "direk", "ACCEPTED", grounds).has_moved


def test_a_screening_officer_decides_only_on_a_tip_taken(stage: Stage, cast: Cast) -> None:
    colleague(cast, "ploy", Role.SCREENING_OFFICER)
    tip = stage.tip()
    with translation.override("en"), pytest.raises(Refused, match="has taken this tip"):
        step(stage, tip, "ploy", "ACCEPTED", stage.grounds(tip, "ACCEPTED"))
    free = stage.tip(taken_by="")
    with translation.override("en"), pytest.raises(Refused, match="Take the tip first"):
        step(stage, free, "ploy", "ACCEPTED", stage.grounds(free, "ACCEPTED"))
    take_tip(by=cast("ploy"), now=NOW, tip_id=free.pk)
    assert step(stage, free, "ploy", "ACCEPTED", stage.grounds(free, "ACCEPTED")).has_moved


def test_the_screening_officer_of_another_unit_cannot_even_see_it(stage: Stage) -> None:
    tip = stage.tip()
    with pytest.raises(NotFound):
        step(stage, tip, "orathai", "ACCEPTED", stage.grounds(tip, "ACCEPTED"))


def test_a_service_problem_is_sent_by_one_person_anything_else_by_two(stage: Stage) -> None:
    service = Grounds(reason_code="SERVICE_PROBLEM", destination="เทศบาลนคร")
    tip = stage.tip(category_id="X-SVC", category_top="X-SVC")
    assert step(stage, tip, "suda", "FORWARDED", service).has_moved
    other = stage.tip()
    with pytest.raises(Refused):
        step(stage, other, "suda", "FORWARDED", service)
    away = Grounds(reason_code="HIGH_OFFICIAL", destination="สำนักงาน ป.ป.ท.")
    assert not step(stage, other, "suda", "FORWARDED", away).has_moved
    referral = Referral.objects.get(tip=tip)
    assert (referral.destination, referral.state) == ("เทศบาลนคร", "READY")
    assert not Referral.objects.filter(tip=other).exists()


def test_a_body_in_the_system_answers_and_the_screening_officer_accepts(stage: Stage) -> None:
    tip = stage.tip("FORWARDED")
    referral = stage.refer(tip)
    proposal = step(stage, tip, "anong", "CLOSED", Grounds(text=REASON)).proposal_id
    assert confirm(stage, tip, "suda", proposal).has_moved
    tip.refresh_from_db()
    referral.refresh_from_db()
    assert (tip.state, tip.outcome, tip.outcome_text) == ("CLOSED", "ANSWERED", REASON)
    assert (referral.state, referral.answer) == ("DONE", REASON)


def test_an_answer_by_letter_is_recorded_and_then_accepted_by_one(stage: Stage) -> None:
    tip = stage.tip("FORWARDED")
    referral = stage.refer(tip)
    with pytest.raises(Refused):
        step(stage, tip, "suda", "CLOSED", Grounds(text=REASON))
    Referral.objects.filter(pk=referral.pk).update(state="DONE", answer=REASON)
    assert step(stage, tip, "suda", "CLOSED", Grounds(text=REASON)).has_moved


def test_only_one_proposal_waits_and_its_answer_is_final(stage: Stage) -> None:
    tip = stage.tip()
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    with pytest.raises(Conflict):
        step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION)
    with pytest.raises(Invalid):
        decline_step(by=stage.cast("direk"), now=NOW, proposal_id=proposal or 0, text="ไม่")
    decline_step(by=stage.cast("direk"), now=NOW, proposal_id=proposal or 0, text=REASON)
    with pytest.raises(Conflict):
        confirm(stage, tip, "direk", proposal)
    assert Tip.objects.get(pk=tip.pk).state == State.SCREENING


def test_only_the_proposer_takes_a_proposal_back(stage: Stage) -> None:
    tip = stage.tip()
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id or 0
    with pytest.raises(Refused):
        withdraw_proposal(by=stage.cast("direk"), now=NOW, proposal_id=proposal)
    withdraw_proposal(by=stage.cast("suda"), now=NOW, proposal_id=proposal)
    assert TipProposal.objects.get(pk=proposal).answer == "OVERTAKEN"


def test_a_proposal_is_overtaken_when_the_tip_moves_another_way(stage: Stage) -> None:
    tip = stage.tip()
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    step(stage, tip, "suda", "ACCEPTED", stage.grounds(tip, "ACCEPTED"))
    with pytest.raises(Conflict):
        confirm(stage, tip, "direk", proposal)


def test_a_director_of_another_province_cannot_confirm(stage: Stage) -> None:
    tip = stage.tip()
    proposal = step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION).proposal_id
    with pytest.raises(NotFound):
        confirm(stage, tip, "decha", proposal)


def test_withdrawn_is_a_reason_only_after_the_reporter_withdrew(stage: Stage) -> None:
    tip = stage.tip()
    grounds = Grounds(reason_code="WITHDRAWN", text=REASON)
    with pytest.raises(Invalid):
        step(stage, tip, "suda", "NOT_ACCEPTED", grounds)
    withdraw(now=NOW, lookup=lookup_of(tip), act_id=tip.pk)
    assert Tip.objects.get(pk=tip.pk).state == State.SCREENING
    assert step(stage, tip, "suda", "NOT_ACCEPTED", grounds).proposal_id


def test_after_an_objection_somebody_else_decides(stage: Stage, cast: Cast) -> None:
    tip = stage.tip()
    rejected(stage, tip)
    object_to_rejection(now=NOW + timedelta(days=30), lookup=lookup_of(tip), act_id=tip.pk)
    tip.refresh_from_db()
    assert (tip.state, tip.assigned_to, tip.reopen_count) == ("SCREENING", None, 1)
    assert set(tip.barred_ids) == {cast.user("suda").pk, cast.user("direk").pk}
    later = NOW + timedelta(days=31)
    take_tip(by=cast("suda"), now=later, tip_id=tip.pk)
    with translation.override("en"), pytest.raises(Refused, match="somebody else decides"):
        step(stage, tip, "suda", "NOT_ACCEPTED", REJECTION, later)
    ploy = colleague(cast, "ploy", Role.SCREENING_OFFICER)
    assign(by=cast("somsri"), now=later, tip_id=tip.pk, user_id=ploy.pk)
    proposal = step(stage, tip, "ploy", "NOT_ACCEPTED", REJECTION, later).proposal_id
    with translation.override("en"), pytest.raises(Refused, match="somebody else decides"):
        confirm(stage, tip, "direk", proposal, later)
    colleague(cast, "danai", Role.PROVINCE_DIRECTOR)
    assert confirm(stage, tip, "danai", proposal, later).has_moved


def test_an_objection_after_thirty_days_is_too_late(stage: Stage) -> None:
    tip = stage.tip()
    rejected(stage, tip)
    late = NOW + timedelta(days=31)
    with pytest.raises(Refused):
        object_to_rejection(now=late, lookup=lookup_of(tip), act_id=tip.pk)
    assert Tip.objects.get(pk=tip.pk).state == State.NOT_ACCEPTED


def test_not_fixed_within_ninety_days_opens_a_closed_tip(stage: Stage) -> None:
    closed = stage.tip("LINKED")
    step(stage, closed, "somsri", "CLOSED", Grounds(outcome="FIXED", text=REASON))
    with pytest.raises(Refused):
        object_to_rejection(now=NOW, lookup=lookup_of(closed), act_id=closed.pk)
    not_fixed(now=NOW + timedelta(days=90), lookup=lookup_of(closed), act_id=closed.pk)
    closed.refresh_from_db()
    assert (closed.state, closed.outcome, closed.closed_on) == ("SCREENING", "", None)
    late = stage.tip("LINKED")
    step(stage, late, "somsri", "CLOSED", Grounds(outcome="FIXED", text=REASON))
    with pytest.raises(Refused):
        not_fixed(now=NOW + timedelta(days=91), lookup=lookup_of(late), act_id=late.pk)


def test_an_interim_result_closes_only_after_it_was_given(stage: Stage) -> None:
    tip = stage.tip("LINKED")
    interim = Grounds(outcome="INTERIM", text=REASON)
    with pytest.raises(Invalid):
        step(stage, tip, "somsri", "CLOSED", interim)
    stage.message(tip, "OUT", is_interim=True)
    assert step(stage, tip, "somsri", "CLOSED", interim).has_moved


def test_merging_tells_the_reference_and_unmerging_undoes_it(stage: Stage) -> None:
    older, tip = stage.tip("ACCEPTED"), stage.tip()
    step(stage, tip, "suda", "MERGED", Grounds(target_reference=older.reference))
    tip.refresh_from_db()
    assert tip.merged_into == older
    assert older.merged.count() == 1
    step(stage, tip, "suda", "SCREENING", Grounds(text=REASON))
    assert Tip.objects.filter(pk=tip.pk, state="SCREENING", merged_into__isnull=True).exists()


@pytest.mark.parametrize("wrong", ["itself", "elsewhere", "joined", "ring", "nothing"])
def test_a_tip_is_joined_only_to_another_open_end(stage: Stage, cast: Cast, wrong: str) -> None:
    tip = stage.tip()
    older = stage.tip("ACCEPTED")
    reference = {
        "itself": tip.reference,
        "elsewhere": stage.tip(office=cast.office("NACC-45"), province_code="45").reference,
        "joined": stage.tip("MERGED", merged_into=older).reference,
        "ring": older.reference,
        "nothing": "T2570-74-999999",
    }[wrong]
    if wrong == "ring":
        Tip.objects.filter(pk=older.pk).update(merged_into=tip)
    with pytest.raises(Invalid) as lacking:
        step(stage, tip, "suda", "MERGED", Grounds(target_reference=reference))
    assert lacking.value.faults[0].field == "target_reference"


def test_a_question_stops_the_clock_and_the_answer_lets_it_run_on(stage: Stage) -> None:
    """15 working days from Saturday 21 November; 7 and 10 December are holidays. On Monday 23
    there are 14 left, which from Monday 7 December end on Monday 28."""
    tip = stage.tip()
    before = running(tip)["SCREENING_DECISION"]
    stage.message(tip, "OUT", is_question=True)
    step(stage, tip, "suda", "NEED_INFO", Grounds())
    tip.refresh_from_db()
    promise = Promise.objects.get(tip=tip, clock="SCREENING_DECISION")
    assert (promise.paused_on, promise.due_on) == (TODAY, before)
    assert running(tip)["NEED_INFO_WAIT"] == TODAY + timedelta(days=30)
    assert tip.due_on == TODAY + timedelta(days=30)
    left = promise.left_days
    later = NOW + timedelta(days=14)
    stage.message(tip, "IN")
    tip_now = Tip.objects.get(pk=tip.pk)
    move(tip_now, ANSWERED, Grounds(), later, None, actor="reporter")
    promise.refresh_from_db()
    assert promise.paused_on is None
    assert (before, left, promise.due_on) == (date(2026, 12, 15), 14, date(2026, 12, 28))
    assert "NEED_INFO_WAIT" not in running(tip)


def test_without_an_answer_in_thirty_days_the_duty_goes_on(stage: Stage) -> None:
    tip = stage.tip()
    stage.message(tip, "OUT", is_question=True)
    step(stage, tip, "suda", "NEED_INFO", Grounds())
    assert end_waits(now=NOW + timedelta(days=30)) == 0
    assert end_waits(now=NOW + timedelta(days=31)) == 1
    assert end_waits(now=NOW + timedelta(days=31)) == 0
    tip.refresh_from_db()
    assert tip.state == State.SCREENING
    event = TipEvent.objects.get(tip=tip, code="wait_over")
    assert (event.by, event.at, event.is_public) == (None, None, True)


def test_promises_are_kept_or_broken_by_the_day(stage: Stage) -> None:
    tip = stage.tip(received_on=date(2026, 11, 2))
    step(stage, tip, "suda", "ACCEPTED", stage.grounds(tip, "ACCEPTED"))
    looks = Promise.objects.get(tip=tip, clock="FIRST_LOOK")
    decision = Promise.objects.get(tip=tip, clock="SCREENING_DECISION")
    assert (looks.is_kept, decision.is_kept) == (False, True)
    tip.refresh_from_db()
    assert tip.first_action_on == TODAY
    assert tip.due_on == running(tip)["INTERIM_RESULT"]


def test_changing_a_clock_does_not_move_what_was_promised(stage: Stage) -> None:
    tip = stage.tip()
    promised = running(tip)
    Clock.objects.filter(pk="SCREENING_DECISION").update(days=1)
    stage.message(tip, "OUT", is_question=True)
    assert running(tip) == promised


def test_a_tip_sent_back_gets_a_new_promise_and_its_bundle_failed(stage: Stage) -> None:
    tip = stage.tip("FORWARDED")
    referral = stage.refer(tip)
    step(stage, tip, "suda", "SCREENING", Grounds(text=REASON))
    referral.refresh_from_db()
    assert referral.state == "FAILED"
    assert "AGENCY_FIRST_ANSWER" not in running(tip)
    assert running(tip)["SCREENING_DECISION"] > TODAY


def test_the_order_of_the_list_is_protection_then_stoppable_then_due_day(stage: Stage) -> None:
    late = stage.tip(received_on=TODAY - timedelta(days=60))
    calm = stage.tip()
    stoppable = stage.tip(stoppable="YES")
    afraid = stage.tip(threats=["FEAR"])
    both = stage.tip(threats=["THREAT_LIFE"], stoppable="YES")
    over = stage.tip("CLOSED", threats=["THREAT_LIFE"])
    order = list(Tip.objects.order_by("-urgency", "sort_on", "id"))
    assert order == [both, afraid, stoppable, late, calm, over]
