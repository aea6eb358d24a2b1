"""What a step changes on the pin besides its state: dates promised, outcome, counters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tmac.core.thai import today_in_thailand
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import Step
from tmac.riskmap.models import Pin
from tmac.riskmap.states import CLOSED, Lane, Prevention, Suppression
from tmac.taxonomy import queries as taxonomy

P, S = Prevention, Suppression
_PREVENTION_COLUMNS = (
    "prevention_since",
    "last_followed_at",
    "due_on",
    "closed_at",
    "verified_at",
    "sent_to_agency_at",
    "outcome_note",
    "baht_protected",
    "protected_basis",
    "reopen_count",
    "state_before_archive",
)
_SUPPRESSION_COLUMNS = ("suppression_since", "suppression_due_on", "case_reference")


def apply_step(pin: Pin, step: Step, grounds: Grounds, now: datetime) -> tuple[str, ...]:
    """Change the pin in memory; the names of the columns to store besides the state."""
    if step.lane == Lane.SUPPRESSION:
        _move_suppression(pin, step, grounds, now)
        return _SUPPRESSION_COLUMNS
    _move_prevention(pin, step, grounds, now)
    return _PREVENTION_COLUMNS


def _move_suppression(pin: Pin, step: Step, grounds: Grounds, now: datetime) -> None:
    pin.suppression_state, pin.suppression_since = step.target, now
    pin.suppression_due_on = None
    if step.target == S.HANDOVER:
        pin.suppression_due_on = taxonomy.due("HANDOVER_ANSWER", today_in_thailand(now))
    if step.target == S.PRELIM:
        pin.case_reference = grounds.reference_no


def _move_prevention(pin: Pin, step: Step, grounds: Grounds, now: datetime) -> None:
    source = pin.prevention_state
    pin.prevention_state = step.target
    pin.prevention_since = pin.last_followed_at = now
    if step.target == P.ARCHIVED:
        pin.state_before_archive = source
        pin.closed_at = pin.closed_at or now
        pin.due_on = None
        return
    pin.due_on = None
    pin.closed_at = now if step.target in CLOSED else None
    _EFFECTS.get((source, step.target), _nothing)(pin, grounds, now)


def _nothing(pin: Pin, grounds: Grounds, now: datetime) -> None:
    """Steps that change nothing but the state."""


def _verified(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.verified_at = now


def _sent(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.due_on, pin.sent_to_agency_at = grounds.due_on, now


def _fix_reported(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.due_on = taxonomy.due("FIELD_CHECK", today_in_thailand(now))


def _fix_refused(pin: Pin, grounds: Grounds, now: datetime) -> None:
    again = taxonomy.due("AGENCY_FIRST_ANSWER", today_in_thailand(now))
    pin.due_on = grounds.due_on or again


def _resolved(pin: Pin, grounds: Grounds, now: datetime) -> None:
    finding = grounds.field_check.finding if grounds.field_check else ""
    pin.outcome_note = grounds.text or finding


def _stopped(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.outcome_note = grounds.text
    pin.baht_protected, pin.protected_basis = grounds.baht_protected, grounds.protected_basis


def _unsubstantiated(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.outcome_note = grounds.text


def _taken_up_again(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.outcome_note = ""


def _reopened(pin: Pin, grounds: Grounds, now: datetime) -> None:
    pin.outcome_note = ""
    pin.reopen_count += 1


def _recurred(pin: Pin, grounds: Grounds, now: datetime) -> None:
    """What was protected counts no longer; the move keeps the figure that was claimed."""
    pin.outcome_note = pin.protected_basis = ""
    pin.baht_protected = None


Effect = Callable[[Pin, Grounds, datetime], None]
_EFFECTS: dict[tuple[str, str], Effect] = {
    (P.PROPOSED, P.WATCHING): _verified,
    (P.WATCHING, P.REMEDY): _sent,
    (P.REMEDY, P.FIX_REPORTED): _fix_reported,
    (P.FIX_REPORTED, P.REMEDY): _fix_refused,
    (P.FIX_REPORTED, P.RESOLVED): _resolved,
    (P.WATCHING, P.RESOLVED): _resolved,
    (P.WATCHING, P.STOPPED): _stopped,
    (P.REMEDY, P.STOPPED): _stopped,
    (P.PROPOSED, P.NOT_SUBSTANTIATED): _unsubstantiated,
    (P.WATCHING, P.NOT_SUBSTANTIATED): _unsubstantiated,
    (P.NOT_SUBSTANTIATED, P.PROPOSED): _taken_up_again,
    (P.RESOLVED, P.WATCHING): _reopened,
    (P.STOPPED, P.WATCHING): _recurred,
}
