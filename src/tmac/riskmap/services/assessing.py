"""Filling a score sheet, and following a pin: owner, club, dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core import facts
from tmac.core.errors import Fault
from tmac.core.text import cleaned
from tmac.core.thai import today_in_thailand
from tmac.network import queries as network
from tmac.riskmap import policies, scoring
from tmac.riskmap.checking import MAX_BAHT
from tmac.riskmap.conditions import MIN_TEXT
from tmac.riskmap.drafts import FollowUp, ScoreSheet
from tmac.riskmap.facts import PinChanged, PinScored
from tmac.riskmap.models import Pin, Scoring
from tmac.riskmap.services.ground import (
    check_fresh,
    locked_pin,
    record,
    refuse_faults,
    save_change,
)

_CARERS = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR)


def score_pin(*, by: Principal, now: datetime, pin_id: int, version: int, sheet: ScoreSheet) -> Pin:
    """Store a filled score sheet, each contribution, the computed level and the final one.

    The final level may lie one step from the computed one, with a written reason.
    """
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        check_fresh(by, pin, version)
        policies.may_score(by, pin).or_refuse()
        refuse_faults(_money_faults(sheet))
        found = scoring.assess(
            sheet.ticks, sheet.money_baht, sheet.reach, sheet.irreversible, sheet.evidence
        )
        final = sheet.final_level or found.level
        reason = cleaned(sheet.level_reason)
        refuse_faults(_level_faults(found.level, final, reason))
        said = columns_of_sheet(sheet, found, final, reason if final != found.level else "")
        changes = _apply(pin, said)
        pin.contributions = [part.as_record() for part in found.contributions]
        pin.scored_at = pin.last_followed_at = now
        _keep(by, pin, found, now)
        save_change(by, pin, changes, now, also=_SILENT)
        facts.publish(PinScored(pin.pk, pin.province_code, pin.computed_level, pin.final_level))
        record(
            by,
            "pin.scored",
            pin,
            now,
            score=pin.score,
            computed=pin.computed_level,
            final=pin.final_level,
            version=pin.version,
        )
    return pin


_SILENT = ("contributions", "scored_at", "last_followed_at")  # stored, not told as changes


def _money_faults(sheet: ScoreSheet) -> list[Fault]:
    if 0 <= sheet.money_baht <= MAX_BAHT:
        return []
    return [Fault("money_baht", _("The amount is zero or more, in whole baht."))]


def _level_faults(computed: str, final: str, reason: str) -> list[Fault]:
    if final == computed:
        return []
    if final not in scoring.LEVELS:
        return [Fault("final_level", _("Choose a level from the list."))]
    if not scoring.one_step_apart(computed, final):
        return [Fault("final_level", _("You may move the computed level by one step only."))]
    if len(reason) < MIN_TEXT:
        message = _("Write why you move the level, in at least 10 characters.")
        return [Fault("level_reason", message)]
    return []


def columns_of_sheet(
    sheet: ScoreSheet, found: scoring.Assessment, final: str, reason: str
) -> dict[str, Any]:
    ticks = {name: getattr(sheet.ticks, name) for name in scoring.TICK_NAMES}
    return ticks | {
        "evidence_grade": str(scoring.Grade(sheet.evidence)),
        "amount_baht": sheet.money_baht,
        "reach": str(scoring.Reach(sheet.reach)),
        "irreversibility": str(scoring.Irreversible(sheet.irreversible)),
        "likelihood": found.likelihood,
        "impact": found.impact,
        "score": found.score,
        "computed_level": str(found.level),
        "final_level": str(scoring.Level(final)),
        "level_reason": reason,
    }


def _apply(pin: Pin, said: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    changes = {}
    for name, value in said.items():
        before = getattr(pin, name)
        if before != value:
            setattr(pin, name, value)
            changes[name] = (before, value)
    return changes


def _keep(by: Principal, pin: Pin, found: scoring.Assessment, now: datetime) -> None:
    Scoring.objects.create(
        pin=pin,
        contributions=pin.contributions,
        evidence_grade=pin.evidence_grade,
        likelihood=found.likelihood,
        impact=found.impact,
        score=found.score,
        computed_level=pin.computed_level,
        final_level=pin.final_level,
        level_reason=pin.level_reason,
        by_id=by.user_id,
        on_behalf=by.acting_for,
        at=now,
    )


def follow_pin(*, by: Principal, now: datetime, pin_id: int, version: int, follow: FollowUp) -> Pin:
    """Set who looks after a pin, the partner club, and the days that matter."""
    with transaction.atomic():
        pin = locked_pin(by, pin_id)
        check_fresh(by, pin, version)
        policies.may_follow(by, pin).or_refuse()
        refuse_faults(_follow_faults(pin, follow, now))
        said = {
            "owner_id": follow.owner_id,
            "club_id": follow.club_id,
            "due_on": follow.due_on,
            "stoppable_until": follow.stoppable_until,
        }
        changes = {k.removesuffix("_id"): v for k, v in _apply(pin, said).items()}
        if not changes:
            return pin
        save_change(by, pin, changes, now)
        facts.publish(PinChanged(pin.pk, pin.province_code, "follow_up"))
        record(by, "pin.followed", pin, now, fields=tuple(sorted(changes)), version=pin.version)
    return pin


def _follow_faults(pin: Pin, follow: FollowUp, now: datetime) -> list[Fault]:
    faults = []
    if follow.owner_id is not None and follow.owner_id != pin.owner_id:
        carers = accounts.officers_in(pin.province_code, now, _CARERS)
        if not carers.filter(pk=follow.owner_id).exists():
            message = _("Choose a prevention officer or the director of the province.")
            faults.append(Fault("owner_id", message))
    if follow.club_id is not None and follow.club_id != pin.club_id:
        club = network.club_of(pin.province_code)
        if club is None or club.id != follow.club_id:
            faults.append(Fault("club_id", _("Choose the STRONG club of the province.")))
    today = today_in_thailand(now)
    passed = _("This day has passed. Choose a day from today on.")
    for name in ("due_on", "stoppable_until"):
        day: date | None = getattr(follow, name)
        if day is not None and day != getattr(pin, name) and day < today:
            faults.append(Fault(name, passed))
    return faults
