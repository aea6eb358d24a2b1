"""Taking a step in a lane; proposing, confirming and declining those that need two persons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused
from tmac.core.text import cleaned, one_line
from tmac.riskmap import policies
from tmac.riskmap.conditions import MIN_TEXT
from tmac.riskmap.effects import apply_step
from tmac.riskmap.facts import PinMoved, StepDeclined, StepProposed
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.riskmap.lifecycle import Step, step_between
from tmac.riskmap.models import Look, Move, Pin, Proposal, Publication
from tmac.riskmap.services.ground import check_fresh, locked_pin, record, save_change, touch
from tmac.riskmap.situations import file_ids, situation_of
from tmac.riskmap.states import Lane, state


@dataclass(frozen=True)
class StepTaken:
    """What came of it: the pin moved, or a proposal waits for the second person."""

    pin_id: int
    code: str
    version: int
    has_moved: bool
    proposal_id: int | None = None


def take_step(
    *,
    by: Principal,
    now: datetime,
    pin_id: int,
    version: int,
    lane: str,
    target: str,
    grounds: Grounds | None = None,
) -> StepTaken:
    """Move a pin, or propose the move where a director has to confirm it.

    Raises NotFound, Refused, Conflict (somebody was faster) or Invalid (what the grounds lack).
    """
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        check_fresh(by, pin, version)
        step = _step(pin, lane, target)
        policies.may_take(by, pin, step).or_refuse()
        tidy = _tidied(grounds or Grounds())
        _check_conditions(by, pin, step, tidy, now)
        if step.is_joint:
            return _propose(by, pin, step, tidy, now)
        return _move(by, pin, step, tidy, now)


def _step(pin: Pin, lane: str, target: str) -> Step:
    if lane not in list(Lane):
        raise Invalid.of("lane", _("There is no such lane."))
    at = pin.state_in(lane)
    step = step_between(lane, at, target)
    if step is None:
        message = _("This cannot be done now: the pin is “%(state)s”.")
        raise Refused(message % {"state": state(lane, at).name})
    return step


def _tidied(grounds: Grounds) -> Grounds:
    check = grounds.field_check
    if check is not None:
        check = FieldCheck(
            check.done_on,
            one_line(check.done_by)[:200],
            one_line(check.organisation)[:200],
            cleaned(check.finding),
            check.organisation_agency_id,
        )
    return replace(
        grounds,
        text=cleaned(grounds.text),
        protected_basis=cleaned(grounds.protected_basis),
        reference_no=one_line(grounds.reference_no)[:80],
        letter_no=one_line(grounds.letter_no)[:80],
        evidence_list=tuple(line for item in grounds.evidence_list if (line := one_line(item))),
        field_check=check,
    )


def _check_conditions(by: Principal, pin: Pin, step: Step, grounds: Grounds, now: datetime) -> None:
    faults = [
        Fault(lack.field, lack.message)
        for lack in step.lacks(situation_of(by, pin, step, grounds, now))
    ]
    known = file_ids(pin, with_suppression=step.lane == Lane.SUPPRESSION)
    if grounds.file_ids and not frozenset(grounds.file_ids) <= known:
        faults.append(Fault("file_ids", _("One of the files is not attached to this pin.")))
    without_cure = [fault for fault in faults if not fault.field]
    if without_cure:
        raise Refused(without_cure[0].message)
    if faults:
        raise Invalid(faults)


def _move(
    by: Principal,
    pin: Pin,
    step: Step,
    grounds: Grounds,
    now: datetime,
    proposal: Proposal | None = None,
) -> StepTaken:
    source = pin.state_in(step.lane)
    changed = apply_step(pin, step, grounds, now)
    if grounds.field_check is not None:
        _record_field_check(by, pin, grounds.field_check, now)
    _withdraw_publication(pin, now)
    save_change(by, pin, {f"{step.lane}_state": (source, step.target)}, now, also=changed)
    Move.objects.create(
        pin=pin,
        lane=step.lane,
        source=source,
        target=step.target,
        reason_code=grounds.reason_code,
        text=grounds.text,
        grounds=grounds.as_record(),
        due_on=pin.due_on if step.lane == Lane.PREVENTION else pin.suppression_due_on,
        by_id=proposal.proposed_by_id if proposal else by.user_id,
        confirmed_by_id=by.user_id if proposal else None,
        on_behalf=proposal.on_behalf if proposal else by.acting_for,
        at=now,
    )
    _overtake(pin, step.lane, now)
    facts.publish(PinMoved(pin.pk, pin.province_code, step.lane, source, step.target, step.event))
    record(
        by,
        step.event,
        pin,
        now,
        lane=str(step.lane),
        source=source,
        target=str(step.target),
        reason_code=grounds.reason_code,
        proposed_by=proposal.proposed_by_id if proposal else None,
        version=pin.version,
    )
    return StepTaken(pin.pk, pin.code, pin.version, has_moved=True)


def _record_field_check(by: Principal, pin: Pin, check: FieldCheck, now: datetime) -> None:
    Look.objects.create(
        pin=pin,
        kind=Look.Kind.FIELD_CHECK,
        done_on=check.done_on,
        done_by=check.done_by,
        organisation=check.organisation,
        organisation_agency_id=check.organisation_agency_id,
        finding=check.finding,
        recorded_by_id=by.user_id,
        recorded_at=now,
    )


def _withdraw_publication(pin: Pin, now: datetime) -> None:
    """What the public read of a closed pin no longer holds once it is open again."""
    if pin.closed_at is None:
        Publication.objects.filter(pin=pin, withdrawn_at__isnull=True).update(withdrawn_at=now)


def _overtake(pin: Pin, lane: str, now: datetime) -> None:
    waiting = pin.proposals.filter(lane=lane, answer="")
    waiting.update(answer=Proposal.Answer.OVERTAKEN, answered_at=now)


def _propose(by: Principal, pin: Pin, step: Step, grounds: Grounds, now: datetime) -> StepTaken:
    if pin.proposals.filter(lane=step.lane, answer="").exists():
        raise Conflict(_("A proposal already waits for the director. Wait for the answer."))
    proposal = Proposal.objects.create(
        pin=pin,
        lane=step.lane,
        source=pin.state_in(step.lane),
        target=step.target,
        grounds=grounds.as_record(),
        proposed_by_id=by.user_id,
        on_behalf=by.acting_for,
        proposed_at=now,
    )
    pin.last_followed_at = now
    touch(pin, {"last_followed_at"}, now)
    facts.publish(StepProposed(pin.pk, pin.province_code, proposal.pk, step.target))
    record(by, f"{step.event}.proposed", pin, now, proposal=proposal.pk, target=str(step.target))
    return StepTaken(pin.pk, pin.code, pin.version, has_moved=False, proposal_id=proposal.pk)


def confirm_step(*, by: Principal, now: datetime, proposal_id: int, version: int) -> StepTaken:
    """The second person says yes: the conditions are asked again, then the pin moves."""
    with transaction.atomic():
        proposal, pin = _waiting(by, proposal_id)
        check_fresh(by, pin, version)
        policies.may_answer(by, pin, proposal).or_refuse()
        step = _step(pin, proposal.lane, proposal.target)
        grounds = Grounds.from_record(proposal.grounds)
        _check_conditions(by, pin, step, grounds, now)
        _answer(by, proposal, Proposal.Answer.CONFIRMED, "", now)
        return _move(by, pin, step, grounds, now, proposal)


def decline_step(*, by: Principal, now: datetime, proposal_id: int, text: str) -> None:
    """The second person says no, with a reason; the pin stays where it is."""
    with transaction.atomic():
        proposal, pin = _waiting(by, proposal_id)
        policies.may_answer(by, pin, proposal).or_refuse()
        reason = cleaned(text)
        if len(reason) < MIN_TEXT:
            message = _("Write the reason in at least 10 characters; others will read it later.")
            raise Invalid.of("text", message)
        _answer(by, proposal, Proposal.Answer.DECLINED, reason, now)
        pin.last_followed_at = now
        touch(pin, {"last_followed_at"}, now)
        facts.publish(StepDeclined(pin.pk, pin.province_code, proposal.pk))
        record(by, "pin.step_declined", pin, now, proposal=proposal.pk, target=proposal.target)


def withdraw_proposal(*, by: Principal, now: datetime, proposal_id: int) -> None:
    """The proposer takes a proposal back before it was answered."""
    with transaction.atomic():
        proposal, pin = _waiting(by, proposal_id)
        if proposal.proposed_by_id != by.user_id:
            raise Refused(_("Only the one who proposed it takes a proposal back."))
        _answer(by, proposal, Proposal.Answer.OVERTAKEN, "", now)
        record(by, "pin.proposal_withdrawn", pin, now, proposal=proposal.pk)


def _waiting(by: Principal, proposal_id: int) -> tuple[Proposal, Pin]:
    """The proposal with its pin, the pin locked first, as everywhere."""
    pin_id = Proposal.objects.filter(pk=proposal_id).values_list("pin_id", flat=True).first()
    if pin_id is None:
        raise NotFound(_("There is no such proposal."))
    pin = locked_pin(by, pin_id)
    proposal = Proposal.objects.get(pk=proposal_id)
    if proposal.answer:
        raise Conflict(_("This proposal was answered meanwhile. Look at the pin again."))
    return proposal, pin


def _answer(by: Principal, proposal: Proposal, answer: str, text: str, now: datetime) -> None:
    proposal.answer = answer
    proposal.answer_text = text
    proposal.answered_by_id = by.user_id
    proposal.answered_at = now
    proposal.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
