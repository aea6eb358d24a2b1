"""Periodic duties: what is due is done at least once, one duty at a time, by whoever comes first.

A duty is a function that takes `now`, is idempotent and opens its own transactions. The database
remembers for which hour or day it was done, so it does not matter how many timers run, or whether
one was killed in the middle: its lease runs out and the next timer does the duty again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from tmac.core.models import DutyRun

LEASE = timedelta(minutes=15)  # longer than any duty takes
AGAIN = timedelta(minutes=5)  # after one that failed
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    """`task` is the dotted path of the function; `hour` the Thai hour of a daily duty.

    Without an hour it is done every hour. A duty missed while the machine was off is done once
    when it is on again.
    """

    name: str
    task: str
    hour: int | None = None

    def due_since(self, now: datetime) -> datetime:
        """When the hour or day began for which it is to be done by now."""
        began = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
        if self.hour is None:
            return began
        at = began.replace(hour=self.hour)
        return at if at <= began else at - timedelta(days=1)

    @property
    def lateness(self) -> timedelta:
        """How long after its time it may be done before somebody should look."""
        return timedelta(hours=3) if self.hour is None else timedelta(hours=26)


@dataclass(frozen=True)
class Done:
    """What became of one duty; `fault` is the name of the error when it failed."""

    name: str
    fault: str = ""


_duties: dict[str, Duty] = {}


def register(duties: Iterable[Duty]) -> None:
    """Called by config.wiring; asking twice changes nothing."""
    _duties.update({duty.name: duty for duty in duties})


def duties() -> list[Duty]:
    return list(_duties.values())


def run_due(now: Callable[[], datetime] = timezone.now) -> list[Done]:
    """Do what is due and not being done by another timer, one after the other.

    The time is asked anew before each duty, because the one before it may have taken long.
    """
    done = []
    for duty in duties():
        moment = now()
        if _take(duty, moment):
            done.append(_run(duty, moment))
    return done


def _take(duty: Duty, now: datetime) -> bool:
    """Lease the duty when it is due: one statement of the database decides between timers."""
    row = DutyRun.objects.filter(pk=duty.name).first()
    if row is None:
        DutyRun.objects.get_or_create(name=duty.name)
    due = Q(done_for__isnull=True) | Q(done_for__lt=duty.due_since(now))
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    if row is not None and not _is_due(row, duty, now):
        return False  # without a write: there is nothing to do most of the time
    rows = DutyRun.objects.filter(due & free, pk=duty.name)
    return bool(rows.update(taken_until=now + LEASE))


def _is_due(row: DutyRun, duty: Duty, now: datetime) -> bool:
    return row.done_for is None or row.done_for < duty.due_since(now)


def _run(duty: Duty, now: datetime) -> Done:
    try:
        import_string(duty.task)(now=now)
    except Exception as fault:  # the other duties are done all the same
        _log.exception("The duty %r failed; it is tried again in five minutes.", duty.name)
        name = type(fault).__name__
        DutyRun.objects.filter(pk=duty.name).update(taken_until=now + AGAIN, fault=name)
        return Done(duty.name, name)
    DutyRun.objects.filter(pk=duty.name).update(
        done_for=duty.due_since(now), taken_until=None, done_at=now, fault=""
    )
    return Done(duty.name)


def late(now: datetime) -> list[Done]:
    """Duties that failed, or that no timer has done for too long."""
    rows = {row.name: row for row in DutyRun.objects.all()}
    found = []
    for duty in duties():
        row = rows.get(duty.name)
        if row is None or row.done_at is None or row.done_at < now - duty.lateness:
            found.append(Done(duty.name, row.fault if row and row.fault else "NOT_DONE"))
    return found
