"""What every service of the risk map stands on: locked rows, numbers, versions, the last lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.audit import services as audit
from tmac.audit.chain import Detail
from tmac.core import jobs
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.riskmap.changes import visible_changes
from tmac.riskmap.models import Counter, Pin, Revision
from tmac.riskmap.sight import Sight
from tmac.riskmap.urgency import urgency_of

CHANGED = "pin:changed"
ORDERED = "pin:ordered"  # its value is the day, counted from year 1
REORDER = "tmac.riskmap.services.ordering.reorder"


def next_number(name: str, count: int = 1) -> int:
    """The first of `count` fresh numbers; the counter stays locked until the commit.

    So numbers are given in the order of commits, and a reader of increments misses none.
    """
    row = Counter.objects.filter(name=name)
    if not row.update(value=F("value") + count):
        Counter.objects.get_or_create(name=name)  # whoever comes second waits for the first
        row.update(value=F("value") + count)
    return row.get().value - count + 1


def order_new_day(by: Principal, now: datetime) -> None:
    """The first change of a Thai day has the stored order put right in the background."""
    day = today_in_thailand(now).toordinal()
    row = Counter.objects.filter(name=ORDERED)
    if row.filter(value__gte=day).exists():
        return
    Counter.objects.get_or_create(name=ORDERED)
    if row.filter(value__lt=day).update(value=day):
        jobs.enqueue(REORDER, now=now, created_by_id=by.user_id)


def hold_numbers() -> None:
    """Wait for whoever takes numbers now, and let nobody take any before the commit.

    What was committed meanwhile is seen afterwards: a source document that another just used.
    """
    next_number(CHANGED, 0)


def locked_pin(by: Principal, pin_id: int) -> Pin:
    """The pin, locked until the commit; NotFound when there is none or `by` may not know of it."""
    found = Pin.objects.select_related("club", "agency").select_for_update(of=("self",))
    pin = found.filter(pk=pin_id).first()
    if pin is None or not Sight(by).sees(pin):
        raise NotFound(_("This pin does not exist, or it is not within your reach."))
    return pin


def check_fresh(by: Principal, pin: Pin, version: int) -> None:
    """Refuse what was decided on an older state, naming what has changed since.

    Changes that `by` may not see, such as those of the other lane, do not stand in the way.
    """
    if version == pin.version:
        return
    changes = visible_changes(by, pin, version)
    if changes or version > pin.version:
        message = _("Somebody changed this pin while you had it open. Look at it and try again.")
        raise Conflict(message, changes)


def save_change(
    by: Principal,
    pin: Pin,
    changes: Mapping[str, tuple[Any, Any]],
    now: datetime,
    also: Iterable[str] = (),
) -> None:
    """Store changed fields with a new version; `changes` is field -> (before, after).

    `also` names columns that are stored without being told as changes.
    """
    order_new_day(by, now)
    pin.version += 1
    touch(pin, {*changes, *also, "version"} - {"tags"}, now)
    Revision.objects.create(
        pin=pin,
        version=pin.version,
        changes={name: [plain(old), plain(new)] for name, (old, new) in changes.items()},
        by_id=by.user_id,
        on_behalf=by.acting_for,
        at=now,
    )


def touch(pin: Pin, fields: set[str], now: datetime) -> None:
    """Store fields without a new version (what hangs on the pin changed, not what it says)."""
    pin.urgency = urgency_of(pin, today_in_thailand(now))
    pin.changed_seq = next_number(CHANGED)
    pin.save(update_fields=sorted(fields | {"urgency", "changed_seq"}))


def plain(value: Any) -> str:
    """A value as it is kept in a revision: codes and ISO dates, "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def record(by: Principal, action: str, pin: Pin, now: datetime, **details: Detail) -> None:
    """The audit line of an act on a pin; the last statement of its transaction."""
    audit.record(
        actor_id=by.user_id,
        actor=by.name,
        acting_for=by.acting_for,
        action=action,
        subject="pin",
        subject_id=str(pin.pk),
        province_code=pin.province_code,
        details={"code": pin.code, **details},
        now=now,
    )


def refuse_faults(faults: list[Fault]) -> None:
    """Raise Invalid with every fault, when there is one."""
    if faults:
        raise Invalid(faults)
