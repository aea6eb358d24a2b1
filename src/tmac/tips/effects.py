"""What a step changes on the tip besides its state: promises, reasons, outcome, order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tmac.core.thai import today_in_thailand
from tmac.tips import promises as p
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import Step
from tmac.tips.models import Referral, Tip
from tmac.tips.promises import Promises, urgency_of
from tmac.tips.states import TERMINAL, State

COLUMNS = (
    "state",
    "state_since",
    "urgency",
    "due_on",
    "sort_on",
    "assigned_to",
    "first_action_on",
    "is_anonymous",
    "has_evidence",
    "reason_code",
    "outcome",
    "outcome_text",
    "closed_on",
    "merged_into",
    "pin_code",
    "barred_ids",
    "reopen_count",
    "warned_on",
    "version",
)


@dataclass(frozen=True)
class Taken:
    """A step as it is carried out: by whom (None for reporter and system), on what grounds."""

    tip: Tip
    step: Step
    grounds: Grounds
    promises: Promises
    now: datetime
    user_id: int | None = None


def apply_step(taken: Taken) -> None:
    """Change the tip in memory and its promises in the database; the caller stores COLUMNS."""
    tip, step = taken.tip, taken.step
    today = today_in_thailand(taken.now)
    tip.state, tip.state_since = step.target, today
    if taken.user_id is not None:
        looked(tip, taken.promises)
    tip.closed_on = today if step.target in TERMINAL else None
    _EFFECTS.get(step.event, _nothing)(taken)
    tip.urgency = urgency_of(tip)
    taken.promises.settle()
    tip.version += 1


def looked(tip: Tip, promises: Promises) -> None:
    """A person has looked at the tip for the first time."""
    tip.first_action_on = tip.first_action_on or promises.today
    promises.end(p.FIRST_LOOK, kept=True)


def _nothing(taken: Taken) -> None:
    """Steps that change nothing but the state."""


def _asked(taken: Taken) -> None:
    taken.promises.pause(p.DECISION)
    taken.promises.make(p.WAIT)


def _answered(taken: Taken) -> None:
    taken.promises.end(p.WAIT)
    taken.promises.resume(p.DECISION)


def _decided(taken: Taken) -> None:
    taken.promises.end(p.DECISION, kept=True)


def _merged(taken: Taken) -> None:
    _decided(taken)
    taken.promises.end_all()
    reference = taken.grounds.target_reference
    taken.tip.merged_into = Tip.objects.only("pk", "reference").get(reference=reference)


def _forwarded(taken: Taken) -> None:
    _decided(taken)
    taken.promises.make(p.AGENCY)
    taken.tip.reason_code = taken.grounds.reason_code
    agency_id = taken.grounds.agency_id
    assert taken.user_id is not None  # only officers forward
    Referral.objects.create(
        tip=taken.tip,
        destination=taken.grounds.destination,
        agency_id=agency_id,
        reason_code=taken.grounds.reason_code,
        # A body that works in this system reads it here; any other waits for its bundle.
        state=Referral.State.SENT if agency_id else Referral.State.READY,
        state_since=taken.tip.state_since,
        due_on=taken.promises.due_on(p.AGENCY),
        by_id=taken.user_id,
        at=taken.now,
    )


def _rejected(taken: Taken) -> None:
    _decided(taken)
    taken.promises.end_all()
    taken.promises.make(p.OBJECT_REJECTED)
    taken.tip.reason_code = taken.grounds.reason_code
    taken.tip.outcome_text = taken.grounds.text


def _closed(taken: Taken) -> None:
    taken.promises.end(p.INTERIM, p.AGENCY, kept=True)
    taken.promises.end_all()
    taken.promises.make(p.OBJECT_CLOSED)
    taken.tip.outcome = taken.grounds.outcome or "ANSWERED"
    taken.tip.outcome_text = taken.grounds.text


def _answered_by_agency(taken: Taken) -> None:
    _closed(taken)
    state = Referral.State
    waiting = taken.tip.referrals.filter(state__in=(state.SENT, state.ACCEPTED))
    waiting.update(state=state.DONE, answer=taken.grounds.text, state_since=taken.tip.state_since)


def _linked(taken: Taken) -> None:
    taken.tip.pin_code = taken.grounds.pin_code


def _taken_up_again(taken: Taken) -> None:
    """Open again: the decision is promised anew, and the former result holds no longer."""
    tip = taken.tip
    taken.promises.end_all()
    taken.promises.make(p.DECISION, p.INTERIM)
    tip.reason_code = tip.outcome = tip.outcome_text = ""
    tip.merged_into = tip.warned_on = None
    tip.reopen_count += 1


def _reopened(taken: Taken) -> None:
    """After a rejection: when the reporter has objected, somebody else decides than before."""
    tip = taken.tip
    if taken.user_id is None:
        tip.barred_ids = sorted({*tip.barred_ids, *deciders_of(tip)})
        if tip.assigned_to_id in tip.barred_ids:
            tip.assigned_to = None
    _taken_up_again(taken)


def deciders_of(tip: Tip) -> list[int]:
    """Who proposed and confirmed the last rejection of the tip."""
    last = tip.events.filter(target=State.NOT_ACCEPTED).exclude(source="").last()
    if last is None:
        return []
    return sorted({one for one in (last.by_id, *last.confirmed_by) if one is not None})


def _came_back(taken: Taken) -> None:
    taken.promises.end(p.AGENCY)
    taken.promises.make(p.DECISION)
    waiting = taken.tip.referrals.exclude(state=Referral.State.DONE)
    waiting.update(state=Referral.State.FAILED, state_since=taken.tip.state_since)


Effect = Callable[[Taken], None]
_EFFECTS: dict[str, Effect] = {
    "tip.asked": _asked,
    "tip.answered": _answered,
    "tip.merged": _merged,
    "tip.accepted": _decided,
    "tip.forwarded": _forwarded,
    "tip.forwarded_after_check": _forwarded,
    "tip.routed_as_service": _forwarded,
    "tip.not_accepted": _rejected,
    "tip.not_substantiated": _rejected,
    "tip.linked": _linked,
    "tip.linked_at_once": _linked,
    "tip.answered_by_agency": _answered_by_agency,
    "tip.closed": _closed,
    "tip.reopened": _reopened,
    "tip.reopened_on_new_facts": _taken_up_again,
    "tip.objected": _taken_up_again,
    "tip.unmerged": _taken_up_again,
    "tip.forwarding_failed": _came_back,
}
