"""How long things are kept: warnings before, then destruction by deleting the wraps of the keys.

A tip's facts and its state stay. What was sealed can then be read by nobody, in this database and
in every copy of it that lacks the wraps.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import NotFound, Refused
from tmac.core.thai import today_in_thailand
from tmac.evidence import sealed as store
from tmac.tips import policies
from tmac.tips.facts import ContentDestroyed, RetentionNear
from tmac.tips.models import IdentityBlob, IdentityRequest, RetentionRule, Sealed, Tip, WatchNote
from tmac.tips.retention import CONTENT, IDENTITY, WATCH_NOTE, ended_by, rules
from tmac.tips.services.ground import SYSTEM, add_event, record, record_day, save_tip
from tmac.tips.sight import Sight
from tmac.tips.states import REFERENCE
from tmac.vault import receipts

BY_REQUEST = "BY_REQUEST"  # the rule named when a reporter's request to erase was granted


@dataclass(frozen=True)
class RetentionRun:
    """What one run has done: tips warned of, tips of which something was destroyed, notes."""

    warned: int
    destroyed: int
    notes: int


@dataclass(frozen=True)
class Due:
    """One rule that applies to one tip, and the day on which it is carried out."""

    tip: Tip
    rule: RetentionRule
    on: date


@transaction.atomic
def load_reference() -> None:
    """Bring reference/retention.csv into the database. Days that were set by hand are kept."""
    with (REFERENCE / "retention.csv").open(encoding="utf-8", newline="") as lines:
        for position, row in enumerate(csv.DictReader(lines)):
            names = {"name_th": row["th"], "name_en": row["en"], "position": position}
            days = {"days": int(row["days"]), "warn_days": int(row["warn_days"])}
            where = {"data_class": row["data_class"], "state": row["state"]}
            RetentionRule.objects.update_or_create(
                code=row["code"],
                defaults={**names, **where},
                create_defaults={**names, **where, **days},
            )


def due_for_warning(now: datetime) -> Iterator[Due]:
    """Tips of which something is destroyed within the days of warning, and nobody was told yet."""
    today = today_in_thailand(now)
    for rule in rules(CONTENT, IDENTITY):
        near = ended_by(rule, today + timedelta(days=rule.warn_days))
        for tip in Tip.objects.filter(near, warned_on__isnull=True, is_held=False):
            yield Due(tip, rule, (tip.closed_on or today) + timedelta(days=rule.days))


def run_retention(*, now: datetime) -> RetentionRun:
    """Warn and destroy by the table; a legal hold stops it. Running it twice changes nothing."""
    warned = _warn(now)
    destroyed = 0
    today = today_in_thailand(now)
    for rule in rules(IDENTITY, CONTENT):
        told_by = today - timedelta(days=rule.warn_days)
        over = Tip.objects.filter(ended_by(rule, today), is_held=False, warned_on__lte=told_by)
        for tip_id in over.values_list("pk", flat=True):
            destroyed += _destroy_by_rule(tip_id, rule, now)
    return RetentionRun(warned, destroyed, _forget_notes(today))


def _warn(now: datetime) -> int:
    told: set[UUID] = set()
    for due in list(due_for_warning(now)):
        if due.tip.pk in told:
            continue
        with transaction.atomic():
            tip = Tip.objects.select_for_update().get(pk=due.tip.pk)
            tip.warned_on = today_in_thailand(now)
            save_tip(tip, ["warned_on"])
            add_event(tip, "retention_near", now, None, text=due.rule.code)
            facts.publish(RetentionNear(tip.pk, due.rule.code))
            record_day(SYSTEM, "tip.retention_near", tip, now, rule=due.rule.code)
        told.add(due.tip.pk)
    return len(told)


def _destroy_by_rule(tip_id: UUID, rule: RetentionRule, now: datetime) -> int:
    """Asked again under the lock: somebody may have set a hold, or reopened the tip."""
    with transaction.atomic():
        tip = Tip.objects.select_for_update().get(pk=tip_id)
        applies = Tip.objects.filter(ended_by(rule, today_in_thailand(now)), pk=tip_id).exists()
        if tip.is_held or not applies:
            return 0
        destroy(tip, rule.data_class, rule.code, now)
        record_day(SYSTEM, "tip.destroyed", tip, now, rule=rule.code, what=rule.data_class)
    return 1


def destroy(tip: Tip, data_class: str, rule: str, now: datetime) -> None:
    """Delete the wraps and what they opened; with the content, the identity goes as well."""
    today = today_in_thailand(now)
    if tip.identity_destroyed_on is None:
        _destroy_identity(tip, now)
        tip.identity_destroyed_on = today
        tip.warned_on = None  # the content has a warning of its own
    if data_class == CONTENT:
        _destroy_content(tip, now)
        tip.content_destroyed_on = today
        asked = tip.subject_requests.filter(outcome="", request="ERASE")
        asked.update(outcome="GRANTED", answered_at=now)
    save_tip(tip, ["identity_destroyed_on", "content_destroyed_on", "warned_on"])
    what = "content_destroyed" if data_class == CONTENT else "identity_destroyed"
    add_event(tip, what, now, None, is_public=True, reason_code=rule)
    facts.publish(ContentDestroyed(tip.pk, rule))


def _destroy_identity(tip: Tip, now: datetime) -> None:
    tip.shares.all().delete()
    IdentityBlob.objects.filter(tip=tip).delete()
    state = IdentityRequest.State
    waiting = tip.identity_requests.filter(state__in=(state.PENDING, state.APPROVED, state.OPENED))
    waiting.update(state=state.EXPIRED, closed_at=now)
    for request in tip.identity_requests.all():
        request.decisions.update(box=b"")


def _destroy_content(tip: Tip, now: datetime) -> None:
    """The mailbox still opens and says so: the look-up stays, with nothing behind it."""
    tip.wraps.all().delete()
    tip.epochs.all().delete()
    tip.messages.update(box=b"")
    tip.files.all().delete()
    sealed = Sealed.objects.get(tip=tip)
    position, sealed.receipt_position = sealed.receipt_position, None
    sealed.content = b""
    sealed.save(update_fields=["content", "receipt_position"])
    if position is not None:
        receipts.forget_parts(position)
    store.erase(case=tip.pk, now=now)


def shred(
    *, now: datetime, tip_id: UUID, rule: str = BY_REQUEST, by: Principal | None = None
) -> None:
    """Destroy everything that was sealed in a tip at once: a granted request, or a court's order.

    `by` needs the say of the unit's director; a legal hold stops it. Again changes nothing.
    """
    with transaction.atomic():
        tip = Tip.objects.select_for_update().filter(pk=tip_id).first()
        if tip is None:
            raise NotFound(policies.unseen().refusal or "")
        if by is not None:
            policies.may_shred(Sight(by), tip).or_refuse()
        if tip.is_held:
            raise Refused(_("A legal hold is in force: nothing of this tip is erased now."))
        if tip.content_destroyed_on is not None:
            return
        destroy(tip, CONTENT, rule, now)
        if by is None:
            record_day(SYSTEM, "tip.shredded", tip, now, rule=rule)
        else:
            record(by, "tip.shredded", tip, now, rule=rule)


def _forget_notes(today: date) -> int:
    """Watch notes whose time is over are blanked: where and when stays, the words go."""
    forgotten = 0
    for rule in rules(WATCH_NOTE):
        long_ago = today - timedelta(days=rule.days)
        over = WatchNote.objects.filter(state=rule.state, state_since__lte=long_ago)
        forgotten += over.exclude(title="").update(title="", text="")
    return forgotten
