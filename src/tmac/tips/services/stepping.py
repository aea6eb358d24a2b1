"""Taking a step; proposing, confirming and declining those that need two persons or three."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.audit.chain import Detail
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.tips import policies
from tmac.tips.conditions import MIN_TEXT, SERVICE_REASON
from tmac.tips.effects import COLUMNS, Taken, apply_step
from tmac.tips.facts import TipLinked, TipMoved, TipStepProposed
from tmac.tips.filings import StepTaken
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import Step, steps_between
from tmac.tips.models import Confirmation, Tip, TipProposal
from tmac.tips.promises import Promises
from tmac.tips.services.ground import (
    SYSTEM,
    add_event,
    check_fresh,
    locked_tip,
    record,
    record_day,
    save_tip,
)
from tmac.tips.sight import Sight
from tmac.tips.situations import situation_of
from tmac.tips.states import State, state


def take_step(
    *,
    by: Principal,
    now: datetime,
    tip_id: UUID,
    version: int,
    target: str,
    grounds: Grounds | None = None,
) -> StepTaken:
    """Move a tip, or propose the move where a further person has to confirm it.

    Raises NotFound, Refused, Conflict (somebody was faster) or Invalid (what the grounds lack).
    """
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        check_fresh(tip, version)
        tidy = tidied(grounds or Grounds())
        step = chosen_step(sight, tip, target, tidy)
        learn(tip, tidy)
        policies.may_take(sight, tip, step).or_refuse()
        check_conditions(tip, step, tidy, now)
        if needs_more(sight, tip, step):
            return _propose(by, tip, step, tidy, now)
        return move(tip, step, tidy, now, by)


def chosen_step(sight: Sight, tip: Tip, target: str, grounds: Grounds) -> Step:
    """The step meant: of two rows for one pair, the one for these grounds and this person."""
    steps = [step for step in steps_between(tip.state, target) if not step.is_for_reporter]
    if not steps:
        message = _("This cannot be done now: the tip is “%(state)s”.")
        raise Refused(message % {"state": state(tip.state).name})
    alone = [step for step in steps if not step.is_joint]
    if len(steps) > 1 and alone and grounds.reason_code == SERVICE_REASON:
        return alone[0]
    return next((step for step in steps if step.is_joint), steps[0])


def needs_more(sight: Sight, tip: Tip, step: Step) -> bool:
    """Whether a further person is needed. An answer on record is accepted by one officer."""
    if not step.is_joint:
        return False
    return not (step.event == "tip.answered_by_agency" and policies.accepts_alone(sight, tip))


def learn(tip: Tip, grounds: Grounds) -> None:
    """What the officer has read counts at once, for who may decide as well."""
    if grounds.is_anonymous is not None:
        tip.is_anonymous = grounds.is_anonymous
    if grounds.has_evidence is not None:
        tip.has_evidence = grounds.has_evidence


def tidied(grounds: Grounds) -> Grounds:
    """Text as a person meant it, without what deceives a reader."""
    return replace(
        grounds,
        text=cleaned(grounds.text),
        reason_code=one_line(grounds.reason_code)[:32],
        destination=one_line(grounds.destination)[:200],
        target_reference=one_line(grounds.target_reference).upper()[:24],
        pin_code=one_line(grounds.pin_code)[:24],
        outcome=one_line(grounds.outcome)[:20],
        checklist=tuple(sorted(set(grounds.checklist))),
    )


def check_conditions(
    tip: Tip, step: Step, grounds: Grounds, now: datetime, *, by_reporter: bool = False
) -> None:
    """Refused by what no form can cure, else Invalid with every fault."""
    situation = situation_of(tip, step, grounds, today_in_thailand(now), by_reporter=by_reporter)
    faults = [Fault(lack.field, lack.message) for lack in step.lacks(situation)]
    without_cure = [fault for fault in faults if not fault.field]
    if without_cure:
        raise Refused(without_cure[0].message)
    if faults:
        raise Invalid(faults)


def move(
    tip: Tip,
    step: Step,
    grounds: Grounds,
    now: datetime,
    by: Principal | None,
    proposal: TipProposal | None = None,
    actor: str = SYSTEM,
    told_as: str = "",
) -> StepTaken:
    """Carry the step out: state, promises, history, facts, audit. `by` is None for the reporter
    and the system; `actor` then says which. `told_as` names the event otherwise than the step."""
    source = tip.state
    proposer = proposal.proposed_by_id if proposal else by.user_id if by else None
    apply_step(Taken(tip, step, grounds, Promises(tip, today_in_thailand(now)), now, proposer))
    save_tip(tip, COLUMNS)
    event = add_event(
        tip,
        told_as or step.event,
        now,
        by,
        is_public=step.is_told,
        source=source,
        target=step.target,
        reason_code=grounds.reason_code,
        text=grounds.text,
        grounds=grounds.as_record(),
    )
    if proposal is not None and by is not None:
        event.by_id = proposal.proposed_by_id
        event.on_behalf = proposal.on_behalf
        event.confirmed_by = confirmers_of(proposal)
        event.save(update_fields=["by", "on_behalf", "confirmed_by"])
    _overtake(tip, now)
    facts.publish(TipMoved(tip.pk, tip.province_code, source, step.target, step.event))
    if step.target == State.LINKED:
        facts.publish(TipLinked(tip.pk, tip.province_code, tip.pin_code))
    details: dict[str, Detail] = {
        "source": source,
        "target": str(step.target),
        "reason_code": grounds.reason_code,
        "version": tip.version,
    }
    if by is None:
        record_day(actor, step.event, tip, now, **details)
    else:
        proposed = proposal.proposed_by_id if proposal else None
        record(by, step.event, tip, now, **details, proposed_by=proposed)
    return StepTaken(tip.pk, tip.reference, tip.version, has_moved=True)


def confirmers_of(proposal: TipProposal) -> list[int]:
    """The further persons who said yes, in order."""
    return list(proposal.confirmations.values_list("by_id", flat=True))


def _overtake(tip: Tip, now: datetime) -> None:
    waiting = tip.proposals.filter(answer="")
    waiting.update(answer=TipProposal.Answer.OVERTAKEN, answered_at=now)


def _propose(by: Principal, tip: Tip, step: Step, grounds: Grounds, now: datetime) -> StepTaken:
    if tip.proposals.filter(answer="").exists():
        raise Conflict(_("A proposal already waits for the next person. Wait for the answer."))
    save_tip(tip, ["is_anonymous", "has_evidence"])
    proposal = TipProposal.objects.create(
        tip=tip,
        source=tip.state,
        target=step.target,
        grounds=grounds.as_record(),
        persons=persons_for(tip, step),
        proposed_by_id=by.user_id,
        on_behalf=by.acting_for,
        proposed_at=now,
    )
    add_event(tip, "proposed", now, by, target=step.target, text=grounds.text)
    facts.publish(TipStepProposed(tip.pk, tip.province_code, proposal.pk, step.target))
    record(by, f"{step.event}.proposed", tip, now, proposal=proposal.pk, target=str(step.target))
    return StepTaken(tip.pk, tip.reference, tip.version, has_moved=False, proposal_id=proposal.pk)


def persons_for(tip: Tip, step: Step) -> int:
    """Two persons; three reject an anonymous tip that brings no evidence."""
    return 3 if step.target == State.NOT_ACCEPTED and tip.is_bare else 2


def confirm_step(*, by: Principal, now: datetime, proposal_id: int, version: int) -> StepTaken:
    """A further person says yes. With the last of them the conditions are asked again, and the
    tip moves."""
    with transaction.atomic():
        sight = Sight(by)
        proposal, tip = _waiting(sight, proposal_id)
        check_fresh(tip, version)
        grounds = Grounds.from_record(proposal.grounds)
        step = chosen_step(sight, tip, proposal.target, grounds)
        policies.may_confirm(sight, tip, proposal, step).or_refuse()
        check_conditions(tip, step, grounds, now)
        Confirmation.objects.create(
            proposal=proposal, by_id=by.user_id, on_behalf=by.acting_for, at=now
        )
        if len(confirmers_of(proposal)) < proposal.persons - 1:
            return _half_confirmed(by, tip, step, proposal, now)
        _answer(by, proposal, TipProposal.Answer.CONFIRMED, "", now)
        return move(tip, step, grounds, now, by, proposal)


def _half_confirmed(
    by: Principal, tip: Tip, step: Step, proposal: TipProposal, now: datetime
) -> StepTaken:
    add_event(tip, "confirmed", now, by, target=step.target)
    record(by, f"{step.event}.confirmed", tip, now, proposal=proposal.pk)
    return StepTaken(tip.pk, tip.reference, tip.version, has_moved=False, proposal_id=proposal.pk)


def decline_step(*, by: Principal, now: datetime, proposal_id: int, text: str) -> None:
    """A further person says no, with a reason; the tip stays where it is."""
    with transaction.atomic():
        sight = Sight(by)
        proposal, tip = _waiting(sight, proposal_id)
        step = chosen_step(sight, tip, proposal.target, Grounds.from_record(proposal.grounds))
        policies.may_confirm(sight, tip, proposal, step).or_refuse()
        reason = cleaned(text)
        if len(reason) < MIN_TEXT:
            message = _("Write the reason in at least 10 characters; others will read it later.")
            raise Invalid.of("text", message)
        _answer(by, proposal, TipProposal.Answer.DECLINED, reason, now)
        add_event(tip, "declined", now, by, target=proposal.target, text=reason)
        record(by, "tip.step_declined", tip, now, proposal=proposal.pk, target=proposal.target)


def withdraw_proposal(*, by: Principal, now: datetime, proposal_id: int) -> None:
    """The proposer takes a proposal back before it was answered."""
    with transaction.atomic():
        proposal, tip = _waiting(Sight(by), proposal_id)
        if proposal.proposed_by_id != by.user_id:
            raise Refused(_("Only the one who proposed it takes a proposal back."))
        _answer(by, proposal, TipProposal.Answer.OVERTAKEN, "", now)
        add_event(tip, "taken_back", now, by, target=proposal.target)
        record(by, "tip.proposal_withdrawn", tip, now, proposal=proposal.pk)


def _waiting(sight: Sight, proposal_id: int) -> tuple[TipProposal, Tip]:
    """The proposal with its tip, the tip locked first, as everywhere."""
    tip_id = TipProposal.objects.filter(pk=proposal_id).values_list("tip_id", flat=True).first()
    if tip_id is None:
        raise NotFound(_("There is no such proposal."))
    tip = locked_tip(sight, tip_id)
    proposal = TipProposal.objects.get(pk=proposal_id)
    if proposal.answer:
        raise Conflict(_("This proposal was answered meanwhile. Look at the tip again."))
    return proposal, tip


def _answer(by: Principal, proposal: TipProposal, answer: str, text: str, now: datetime) -> None:
    proposal.answer = answer
    proposal.answer_text = text
    proposal.answered_by_id = by.user_id
    proposal.answered_at = now
    proposal.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
