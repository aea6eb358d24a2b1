"""Keeping the stored order of the list true as days pass."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tmac.core.jobs import Progress
from tmac.core.thai import today_in_thailand
from tmac.riskmap.models import Pin
from tmac.riskmap.services.ground import CHANGED, next_number
from tmac.riskmap.urgency import CLOSED_URGENCY, OVERDUE, STOPPABLE, urgency_of


def reorder(progress: Progress) -> None:
    """The job behind `refresh_urgency`."""
    progress.result["changed"] = refresh_urgency(now=timezone.now())


def refresh_urgency(*, now: datetime, batch: int = 500) -> int:
    """Put right the stored order of open pins whose dates have passed; how many it changed.

    Runs after the first change of each day; running it twice changes nothing.
    """
    today = today_in_thailand(now)
    no_longer_stoppable = Q(stoppable_until__lt=today, urgency__gt=STOPPABLE)
    newly_overdue = Q(due_on__lt=today, urgency__gt=CLOSED_URGENCY) & (
        Q(urgency__lt=OVERDUE) | Q(urgency__range=(STOPPABLE, STOPPABLE + OVERDUE - 1))
    )
    changed = 0
    while True:
        with transaction.atomic():
            wrong = Pin.objects.select_for_update().filter(no_longer_stoppable | newly_overdue)
            pins = list(wrong.order_by("pk")[:batch])
            if not pins:
                return changed
            for seq, pin in enumerate(pins, start=next_number(CHANGED, len(pins))):
                pin.urgency, pin.changed_seq = urgency_of(pin, today), seq
            Pin.objects.bulk_update(pins, ["urgency", "changed_seq"])
            changed += len(pins)
