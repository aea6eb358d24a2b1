"""What a step changes besides the state: promises, objections, two persons, second looks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import Cast
from tests.riskmap.conftest import CHECK, NOW, REASON, TODAY, Stage
from tmac.audit.models import Entry
from tmac.core.errors import Conflict, Invalid, Refused
from tmac.riskmap import queries, services
from tmac.riskmap.drafts import PublicationDraft
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.models import Look, Pin, Proposal, Publication
from tmac.riskmap.services import StepTaken
from tmac.riskmap.situations import club_has_members

STOPPING = Grounds(text=REASON, baht_protected=500_000, protected_basis="วงเงินที่ยกเลิกทั้งสัญญา")


def step(
    stage: Stage, pin: Pin, name: str, target: str, grounds: Grounds, lane: str = "prevention"
) -> StepTaken:
    return services.take_step(
        by=stage.cast(name),
        now=NOW,
        pin_id=pin.pk,
        version=pin.version,
        lane=lane,
        target=target,
        grounds=grounds,
    )


def confirmed(stage: Stage, pin: Pin, result: StepTaken) -> Pin:
    assert result.proposal_id is not None
    services.confirm_step(
        by=stage.cast("direk"), now=NOW, proposal_id=result.proposal_id, version=pin.version
    )
    pin.refresh_from_db()
    return pin


def test_posting_a_step_twice_moves_once_and_tells_the_second(stage: Stage) -> None:
    pin = stage.at("prevention", "PROPOSED")
    step(stage, pin, "direk", "WATCHING", Grounds())
    with pytest.raises(Conflict) as conflict:
        step(stage, pin, "direk", "WATCHING", Grounds())
    assert [change.field for change in conflict.value.changes] == ["prevention_state"]
    assert pin.moves.filter(target="WATCHING").count() == 1


def test_a_letter_sets_the_due_date_and_opens_the_pin_to_the_agency(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    assert not queries.visible_pins(stage.cast("anong")).exists()
    due = TODAY + timedelta(days=30)
    step(stage, pin, "somsri", "REMEDY", Grounds(letter_no="ปช 1", due_on=due))
    pin.refresh_from_db()
    assert (pin.due_on, pin.sent_to_agency_at) == (due, NOW)
    assert queries.visible_pins(stage.cast("anong")).get() == pin


def test_a_letter_needs_an_agency_on_the_pin(stage: Stage) -> None:
    pin = stage.put(stage.at("prevention", "WATCHING"), agency_id=None)
    with pytest.raises(Refused):
        step(stage, pin, "somsri", "REMEDY", Grounds(letter_no="1", due_on=TODAY))


def test_weak_evidence_is_verified_only_after_a_field_check(stage: Stage) -> None:
    pin = stage.at("prevention", "PROPOSED", evidence_grade="D")
    with pytest.raises(Invalid) as invalid:
        step(stage, pin, "direk", "WATCHING", Grounds())
    assert [fault.field for fault in invalid.value.faults] == ["field_check"]
    step(stage, pin, "direk", "WATCHING", Grounds(field_check=CHECK))
    assert Look.objects.get(pin=pin).kind == "FIELD_CHECK"


def test_a_closing_waits_for_the_director(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    result = step(stage, pin, "somsri", "STOPPED", STOPPING)
    assert not result.has_moved
    pin.refresh_from_db()
    assert pin.prevention_state == "WATCHING"
    assert Entry.objects.latest("seq").action == "pin.stopped.proposed"
    with pytest.raises(Conflict):
        step(stage, pin, "somsri", "STOPPED", STOPPING)
    confirmed(stage, pin, result)
    assert (pin.prevention_state, pin.baht_protected, pin.closed_at) == ("STOPPED", 500_000, NOW)
    assert pin.urgency == 0
    with pytest.raises(Conflict):
        services.confirm_step(
            by=stage.cast("direk"),
            now=NOW,
            proposal_id=result.proposal_id or 0,
            version=pin.version,
        )


def test_a_declined_closing_leaves_the_pin_and_says_why(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    proposal = step(stage, pin, "somsri", "STOPPED", STOPPING).proposal_id or 0
    with pytest.raises(Invalid):
        services.decline_step(by=stage.cast("direk"), now=NOW, proposal_id=proposal, text="ไม่")
    services.decline_step(by=stage.cast("direk"), now=NOW, proposal_id=proposal, text=REASON)
    pin.refresh_from_db()
    assert pin.prevention_state == "WATCHING"
    assert Proposal.objects.get(pk=proposal).answer_text == REASON
    step(stage, pin, "somsri", "STOPPED", STOPPING)


def test_only_the_proposer_takes_a_proposal_back(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    proposal = step(stage, pin, "somsri", "STOPPED", STOPPING).proposal_id or 0
    with pytest.raises(Refused):
        services.withdraw_proposal(by=stage.cast("direk"), now=NOW, proposal_id=proposal)
    services.withdraw_proposal(by=stage.cast("somsri"), now=NOW, proposal_id=proposal)
    assert Proposal.objects.get(pk=proposal).answer == "OVERTAKEN"


def test_a_proposal_is_overtaken_when_the_pin_moves_another_way(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    proposal = step(stage, pin, "somsri", "STOPPED", STOPPING).proposal_id or 0
    due = TODAY + timedelta(days=30)
    step(stage, pin, "somsri", "REMEDY", Grounds(letter_no="ปช 1", due_on=due))
    assert Proposal.objects.get(pk=proposal).answer == "OVERTAKEN"


def test_where_a_club_has_members_it_looks_before_a_fix_is_accepted(stage: Stage) -> None:
    stage.club(members=("malee",))
    pin = stage.at("prevention", "FIX_REPORTED", prevention_since=NOW - timedelta(days=2))
    grounds = Grounds(field_check=CHECK)
    with pytest.raises(Refused):
        step(stage, pin, "somsri", "RESOLVED", grounds)
    stage.looked(pin, is_fixed=False)
    with pytest.raises(Refused):
        step(stage, pin, "somsri", "RESOLVED", grounds)
    stage.looked(pin, is_fixed=True)
    confirmed(stage, pin, step(stage, pin, "somsri", "RESOLVED", grounds))
    assert pin.prevention_state == "RESOLVED"


def test_a_look_before_the_fix_was_reported_does_not_count(stage: Stage) -> None:
    stage.club(members=("malee",))
    pin = stage.at("prevention", "FIX_REPORTED", prevention_since=NOW + timedelta(hours=1))
    stage.looked(pin, is_fixed=True)
    with pytest.raises(Refused):
        step(stage, pin, "somsri", "RESOLVED", Grounds(field_check=CHECK))


@pytest.mark.parametrize(("days_ago", "is_held_up"), [(1, False), (0, True), (-30, True)])
def test_a_club_that_everybody_has_left_holds_nothing_up(
    stage: Stage, days_ago: int, is_held_up: bool
) -> None:
    """Whoever leaves belongs for the whole of the last day."""
    club = stage.club(members=("malee", "kanya"))
    club.memberships.update(until=TODAY - timedelta(days=days_ago))
    pin = stage.at("prevention", "FIX_REPORTED")
    assert club_has_members("74", NOW) is is_held_up
    if is_held_up:
        with pytest.raises(Refused):
            step(stage, pin, "somsri", "RESOLVED", Grounds(field_check=CHECK))
    else:
        assert step(stage, pin, "somsri", "RESOLVED", Grounds(field_check=CHECK)).proposal_id


def test_a_club_without_members_holds_nothing_up(stage: Stage) -> None:
    stage.club()
    pin = stage.at("prevention", "FIX_REPORTED")
    assert step(stage, pin, "somsri", "RESOLVED", Grounds(field_check=CHECK)).proposal_id


def test_the_agency_cannot_check_its_own_fix(stage: Stage, cast: Cast) -> None:
    pin = stage.at("prevention", "FIX_REPORTED")
    own = replace(CHECK, organisation_agency_id=cast.agency().pk)
    with pytest.raises(Invalid) as invalid:
        step(stage, pin, "somsri", "RESOLVED", Grounds(field_check=own))
    assert [fault.field for fault in invalid.value.faults] == ["field_check"]


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (90, True), (91, False)])
def test_an_objection_comes_within_90_days_and_counts(
    stage: Stage, days: int, allowed: bool
) -> None:
    pin = stage.at("prevention", "RESOLVED", closed_at=NOW - timedelta(days=days))
    if not allowed:
        with pytest.raises(Refused):
            step(stage, pin, "malee", "WATCHING", Grounds(text=REASON))
        return
    step(stage, pin, "malee", "WATCHING", Grounds(text=REASON))
    pin.refresh_from_db()
    assert (pin.prevention_state, pin.reopen_count, pin.closed_at) == ("WATCHING", 1, None)


def test_reopening_withdraws_what_the_public_reads(stage: Stage) -> None:
    pin = stage.at("prevention", "RESOLVED")
    services.publish_outcome(
        by=stage.cast("direk"),
        now=NOW,
        pin_id=pin.pk,
        publication=PublicationDraft("ทางเท้าถูกรุกล้ำตลอดแนว", "ทางเท้าเดินได้ตลอดแนวแล้ว"),
    )
    pin.refresh_from_db()
    step(stage, pin, "kanya", "WATCHING", Grounds(text=REASON))
    assert Publication.objects.get(pin=pin).withdrawn_at == NOW


def test_a_recurrence_takes_the_protected_amount_off_the_count(stage: Stage) -> None:
    pin = stage.at("prevention", "STOPPED", baht_protected=7, protected_basis="x")
    step(stage, pin, "somsri", "WATCHING", Grounds(text=REASON))
    pin.refresh_from_db()
    assert (pin.baht_protected, pin.protected_basis) == (None, "")


def test_an_archived_pin_remembers_its_last_state_and_is_never_deleted(stage: Stage) -> None:
    pin = stage.at("prevention", "RESOLVED")
    step(stage, pin, "chalerm", "ARCHIVED", Grounds(reference_no="ข้อ 57"))
    pin.refresh_from_db()
    assert (pin.prevention_state, pin.state_before_archive) == ("ARCHIVED", "RESOLVED")
    assert pin.urgency == -1


def test_a_late_acceptance_gives_its_reason(stage: Stage) -> None:
    pin = stage.at("suppression", "HANDOVER", suppression_due_on=TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        step(stage, pin, "wirot", "INTEL", Grounds(), "suppression")
    step(stage, pin, "wirot", "INTEL", Grounds(text=REASON), "suppression")


def test_a_hand_over_again_needs_evidence_that_was_not_there(stage: Stage) -> None:
    pin = stage.at("suppression", "NONE")
    first = Grounds(text=REASON, evidence_list=("สัญญาสามฉบับ",))
    step(stage, pin, "direk", "HANDOVER", first, "suppression")
    pin.refresh_from_db()
    step(stage, pin, "wirot", "DECLINED", Grounds(text=REASON), "suppression")
    pin.refresh_from_db()
    assert pin.prevention_state == "WATCHING", "the prevention lane goes on"
    with pytest.raises(Invalid):
        step(stage, pin, "direk", "HANDOVER", first, "suppression")
    more = Grounds(evidence_list=("สัญญาสามฉบับ", "ภาพถ่ายหน้างาน"))
    step(stage, pin, "direk", "HANDOVER", more, "suppression")


def test_a_file_of_another_pin_is_no_evidence(stage: Stage) -> None:
    other = stage.at("prevention", "REMEDY")
    pin = stage.at("prevention", "REMEDY")
    foreign = stage.file(other, stage.cast("anong"))
    with pytest.raises(Invalid) as invalid:
        step(stage, pin, "anong", "FIX_REPORTED", Grounds(file_ids=(foreign,)))
    assert [fault.field for fault in invalid.value.faults] == ["file_ids"]


def test_the_steps_offered_are_permitted_first_and_the_rest_say_why(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    offers = queries.steps_offered(stage.cast("somsri"), pin.code, NOW)
    permitted = [offer.is_permitted for offer in offers]
    assert permitted == sorted(permitted, reverse=True)
    able = {offer.target for offer in offers if offer.is_permitted}
    assert able == {"REMEDY", "STOPPED", "RESOLVED"}
    assert all(str(offer.verdict.refusal) for offer in offers if not offer.is_permitted)
    assert all(offer.lane == "prevention" for offer in offers), "the other lane is not shown"
    remedy = next(offer for offer in offers if offer.target == "REMEDY")
    assert remedy.suggested.due_on == TODAY + timedelta(days=30)


def test_a_step_that_cannot_be_cured_by_its_form_is_greyed_with_the_reason(stage: Stage) -> None:
    pin = stage.pin(unscored=True)
    offers = queries.steps_offered(stage.cast("somsri"), pin.code, NOW)
    propose = next(offer for offer in offers if offer.target == "PROPOSED")
    assert not propose.is_permitted
    assert "คะแนน" in str(propose.verdict.refusal)


def test_the_director_is_offered_the_suppression_lane_too(stage: Stage) -> None:
    pin = stage.at("prevention", "WATCHING")
    offers = queries.steps_offered(stage.cast("direk"), pin.code, NOW)
    assert {"HANDOVER", "NOT_SUBSTANTIATED"} <= {o.target for o in offers if o.is_permitted}
