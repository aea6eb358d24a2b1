"""Loading the register that an office kept before TMAC: pins together with their recorded past.

Every past move must be a step of the life-cycle, in order of time, with two persons where the
life-cycle asks for two. Conditions such as attached files are not asked of the past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.core import facts
from tmac.core.errors import Fault, Invalid
from tmac.core.thai import today_in_thailand
from tmac.riskmap import policies, scoring
from tmac.riskmap.checking import Checked, Register, checked
from tmac.riskmap.drafts import ActionDraft, PinDraft, ScoreSheet
from tmac.riskmap.effects import apply_step
from tmac.riskmap.facts import PinDrafted
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import Step, step_between
from tmac.riskmap.models import Action, Assignment, Look, Move, Pin, Scoring, Source
from tmac.riskmap.services.assessing import columns_of_sheet
from tmac.riskmap.services.drafting import columns_of, new_source
from tmac.riskmap.services.ground import CHANGED, next_number
from tmac.riskmap.states import Lane, Prevention, Suppression
from tmac.riskmap.urgency import urgency_of

_BATCH = 500
_START = {Lane.PREVENTION: Prevention.DRAFT.value, Lane.SUPPRESSION: Suppression.NONE.value}


@dataclass(frozen=True)
class PastMove:
    """One step that was taken: where to, when, by whom, and who confirmed it if two were needed."""

    lane: Lane
    target: str
    at: datetime
    by_id: int
    grounds: Grounds = field(default_factory=Grounds)
    confirmed_by_id: int | None = None


@dataclass(frozen=True)
class PastAction:
    """One action that was taken."""

    draft: ActionDraft
    at: datetime
    by_id: int
    completed_at: datetime | None = None


@dataclass(frozen=True)
class PastPin:
    """A pin of the earlier register, with everything that was recorded of it."""

    draft: PinDraft
    created_at: datetime
    created_by_id: int
    sheet: ScoreSheet | None = None
    moves: tuple[PastMove, ...] = ()
    actions: tuple[PastAction, ...] = ()
    investigator_ids: tuple[int, ...] = ()  # assigned to the suppression lane


@dataclass
class _Past:
    """A pin being rebuilt, and the rows that hang on it."""

    pin: Pin
    one: Checked
    record: PastPin
    moves: list[Move] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)


def load_past(*, by: Principal, now: datetime, pins: Sequence[PastPin]) -> int:
    """Store pins with their past, all or none; the number stored.

    Raises Refused, or Invalid with every fault (`row` is the place in `pins`, from 1).
    """
    policies.may_load_past(by).or_refuse()
    with transaction.atomic():
        ready = _rebuilt(pins, now)
        _number(ready)
        Pin.objects.bulk_create((past.pin for past in ready), batch_size=_BATCH)
        _store_children(ready)
        for province, ids in _by_province(ready).items():
            facts.publish(PinDrafted(tuple(ids), province))
        audit.record_all(_acts(ready), actor_id=by.user_id or None, actor=by.name, now=now)
    return len(ready)


def _rebuilt(pins: Sequence[PastPin], now: datetime) -> list[_Past]:
    registers: dict[str, Register] = {}
    ready, faults = [], list[Fault]()
    seq = next_number(CHANGED, max(len(pins), 1))
    for row, record in enumerate(pins, start=1):
        province = record.draft.province_code
        if province not in registers:
            registers[province] = Register(province)
        try:
            ready.append(_rebuild(record, registers[province], seq + row - 1, now))
        except Invalid as invalid:
            faults += [Fault(f.field, f.message, row, f.offer) for f in invalid.faults]
    if faults:
        raise Invalid(faults)
    return ready


def _rebuild(record: PastPin, register: Register, changed_seq: int, now: datetime) -> _Past:
    one = checked(record.draft, register, today_in_thailand(record.created_at))
    pin = Pin(
        fiscal_year_be=one.fiscal_year_be,
        owner_id=record.draft.owner_id,
        created_by_id=record.created_by_id,
        created_at=record.created_at,
        club_id=record.draft.club_id,
        prevention_state=Prevention.DRAFT,
        prevention_since=record.created_at,
        last_followed_at=record.created_at,
        changed_seq=changed_seq,
        **columns_of(one),
    )
    past = _Past(pin, one, record)
    _score(pin, record)
    _replay(past, now)
    pin.urgency = urgency_of(pin, today_in_thailand(now))
    return past


def _score(pin: Pin, record: PastPin) -> None:
    sheet = record.sheet
    if sheet is None:
        return
    found = scoring.assess(
        sheet.ticks, sheet.money_baht, sheet.reach, sheet.irreversible, sheet.evidence
    )
    final = sheet.final_level or found.level
    for name, value in columns_of_sheet(sheet, found, final, sheet.level_reason).items():
        setattr(pin, name, value)
    pin.contributions = [part.as_record() for part in found.contributions]
    pin.scored_at = record.created_at


def _replay(past: _Past, now: datetime) -> None:
    pin, record = past.pin, past.record
    past.moves.append(
        Move(
            pin=pin,
            lane=Lane.PREVENTION,
            target=Prevention.DRAFT,
            by_id=record.created_by_id,
            at=record.created_at,
        )
    )
    latest = dict.fromkeys(Lane, record.created_at)
    for move in record.moves:
        step = _step(pin, record, move)
        if not latest[move.lane] <= move.at <= now:
            raise Invalid.of("at", _("A past move lies before the one before it, or ahead."))
        latest[move.lane] = move.at
        source = pin.state_in(move.lane)
        apply_step(pin, step, move.grounds, move.at)
        _keep(past, move, step, source)
    for action in record.actions:
        pin.last_followed_at = max(pin.last_followed_at, action.at)


def _step(pin: Pin, record: PastPin, move: PastMove) -> Step:
    at = pin.state_in(move.lane)
    step = step_between(move.lane, at, move.target)
    if step is None:
        message = _("The life-cycle has no step from %(source)s to %(target)s.")
        raise Invalid.of("moves", message % {"source": at, "target": move.target})
    if step.is_joint and move.confirmed_by_id in (None, move.by_id):
        raise Invalid.of("moves", _("This step needs two persons: name who confirmed it."))
    if step.event == "pin.verified" and move.by_id == record.created_by_id:
        raise Invalid.of("moves", _("You made this pin. Another person verifies it."))
    return step


def _keep(past: _Past, move: PastMove, step: Step, source: str) -> None:
    pin, grounds = past.pin, move.grounds
    past.moves.append(
        Move(
            pin=pin,
            lane=move.lane,
            source=source,
            target=step.target,
            reason_code=grounds.reason_code,
            text=grounds.text,
            grounds=grounds.as_record(),
            due_on=pin.due_on if move.lane == Lane.PREVENTION else pin.suppression_due_on,
            by_id=move.by_id,
            confirmed_by_id=move.confirmed_by_id,
            at=move.at,
        )
    )
    check = grounds.field_check
    if check is not None:
        past.looks.append(
            Look(
                pin=pin,
                kind=Look.Kind.FIELD_CHECK,
                done_on=check.done_on,
                done_by=check.done_by,
                organisation=check.organisation,
                organisation_agency_id=check.organisation_agency_id,
                finding=check.finding,
                recorded_by_id=move.by_id,
                recorded_at=move.at,
            )
        )


def _number(ready: Iterable[_Past]) -> None:
    groups: dict[tuple[int, str], list[Pin]] = defaultdict(list)
    for past in ready:
        groups[past.pin.fiscal_year_be, past.pin.province_code].append(past.pin)
    for (year, province), pins in sorted(groups.items()):
        first = next_number(f"pin:{year}:{province}", len(pins))
        pins.sort(key=lambda pin: pin.created_at)
        for number, pin in enumerate(pins, start=first):
            pin.code = f"{year}-{province}-{number:04d}"


def _store_children(ready: Sequence[_Past]) -> None:
    Move.objects.bulk_create((m for past in ready for m in past.moves), batch_size=_BATCH)
    Look.objects.bulk_create((look for past in ready for look in past.looks), batch_size=_BATCH)
    Scoring.objects.bulk_create(_scorings(ready), batch_size=_BATCH)
    Source.objects.bulk_create(_sources(ready), batch_size=_BATCH)
    Action.objects.bulk_create(_actions(ready), batch_size=_BATCH)
    assigned = [
        Assignment(
            pin=past.pin, user_id=user, assigned_by_id=user, assigned_at=past.record.created_at
        )
        for past in ready
        for user in past.record.investigator_ids
    ]
    Assignment.objects.bulk_create(assigned, batch_size=_BATCH)


def _scorings(ready: Iterable[_Past]) -> Iterator[Scoring]:
    for past in ready:
        pin = past.pin
        if pin.score is None or pin.scored_at is None:
            continue
        yield Scoring(
            pin=pin,
            contributions=pin.contributions,
            evidence_grade=pin.evidence_grade,
            likelihood=pin.likelihood or 0,
            impact=pin.impact or 0,
            score=pin.score,
            computed_level=pin.computed_level,
            final_level=pin.final_level,
            level_reason=pin.level_reason,
            by_id=past.record.created_by_id,
            at=pin.scored_at,
        )


def _sources(ready: Iterable[_Past]) -> Iterator[Source]:
    for past in ready:
        for draft in past.one.draft.sources:
            hand = Principal(past.record.created_by_id, "")
            yield new_source(hand, past.pin, draft, past.record.created_at)


def _actions(ready: Iterable[_Past]) -> Iterator[Action]:
    for past in ready:
        for action in past.record.actions:
            draft = action.draft
            yield Action(
                pin=past.pin,
                mechanism=draft.mechanism,
                what=draft.what,
                done_on=draft.done_on,
                people=draft.people,
                result=draft.result,
                reference_no=draft.reference_no,
                due_on=draft.due_on,
                done_at=action.completed_at,
                by_id=action.by_id,
                at=action.at,
            )


def _by_province(ready: Iterable[_Past]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for past in ready:
        groups[past.pin.province_code].append(past.pin.pk)
    return groups


def _acts(ready: Iterable[_Past]) -> list[audit.Act]:
    return [
        audit.Act(
            "pin.loaded",
            "pin",
            str(past.pin.pk),
            past.pin.province_code,
            {"code": past.pin.code, "state": past.pin.prevention_state},
        )
        for past in ready
    ]
