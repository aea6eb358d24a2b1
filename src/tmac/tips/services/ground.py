"""What every service of tips stands on: locked rows, versions, events, the last lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.audit.chain import Detail
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.thai import BANGKOK, today_in_thailand
from tmac.tips.models import Number, Tip, TipEvent
from tmac.tips.policies import unseen
from tmac.tips.sight import Sight
from tmac.vault.formats.code import lookup_hash

REPORTER, SYSTEM = "reporter", "system"


def locked_tip(sight: Sight, tip_id: UUID) -> Tip:
    """The tip, locked until the commit; NotFound when there is none or it is out of reach."""
    tip = Tip.objects.select_for_update().filter(pk=tip_id).first()
    if tip is None or not sight.sees(tip):
        raise NotFound(unseen().refusal or "")
    return tip


def locked_by_lookup(lookup: bytes) -> Tip:
    """The tip that a reporter's code opens, locked; an unknown code is told like a wrong one."""
    found = Tip.objects.select_for_update(of=("self",))
    tip = found.filter(sealed__lookup_hash=lookup_hash(lookup)).first()
    if tip is None:
        raise NotFound(no_such_code())
    return tip


def no_such_code() -> str:
    """One sentence for every code that opens nothing."""
    return _("No report has this code. Look at each group of digits again.")


def check_fresh(tip: Tip, version: int) -> None:
    """Refuse what was decided on an older state."""
    if version != tip.version:
        message = _("Somebody changed this tip while you had it open. Look at it and try again.")
        raise Conflict(message)


def next_number(name: str) -> int:
    """A fresh number of a counter, locked until the commit."""
    row = Number.objects.filter(name=name)
    if not row.update(value=F("value") + 1):
        Number.objects.get_or_create(name=name)
        row.update(value=F("value") + 1)
    return row.get().value


def add_event(tip: Tip, code: str, now: datetime, by: Principal | None, **parts: Any) -> TipEvent:
    """Append to the history. What a reporter or the system does has its day only."""
    return TipEvent.objects.create(
        tip=tip,
        code=code,
        on=today_in_thailand(now),
        at=now if by else None,
        by_id=by.user_id if by else None,
        on_behalf=by.acting_for if by else "",
        **parts,
    )


def act_of(tip: Tip, act_id: UUID, code: str) -> TipEvent | None:
    """The event that an act of this id has made; Conflict when the id belongs elsewhere."""
    event = TipEvent.objects.filter(act_id=act_id).first()
    if event is not None and (event.tip_id != tip.pk or event.code != code):
        raise Conflict(_("This was sent before as something else. Open the mailbox again."))
    return event


def save_tip(tip: Tip, fields: Iterable[str]) -> None:
    """Store these columns of a locked tip."""
    tip.save(update_fields=sorted(set(fields)))


def record(by: Principal, action: str, tip: Tip, now: datetime, **details: Detail) -> None:
    """The audit line of an officer's act on a tip; the last statement of its transaction."""
    audit.record(
        actor_id=by.user_id,
        actor=by.name,
        acting_for=by.acting_for,
        action=action,
        subject="tip",
        subject_id=str(tip.pk),
        province_code=tip.province_code,
        details={"reference": tip.reference, **details},
        now=now,
    )


def record_day(actor: str, action: str, tip: Tip, now: datetime, **details: Detail) -> None:
    """The audit line of a reporter or of a duty: dated by day, naming nobody."""
    audit.record(
        actor_id=None,
        actor=actor,
        action=action,
        subject="tip",
        subject_id=str(tip.pk),
        province_code=tip.province_code,
        details={"reference": tip.reference, **details},
        now=midnight(today_in_thailand(now)),
    )


def midnight(day: date) -> datetime:
    """The first moment of a Thai day: when something happened, as far as it is kept."""
    return datetime.combine(day, time(), BANGKOK)


def refuse_faults(faults: list[Fault]) -> None:
    """Raise Invalid with every fault, when there is one."""
    if faults:
        raise Invalid(faults)
