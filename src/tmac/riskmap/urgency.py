"""The order of the list, as one number that an index can hold."""

from __future__ import annotations

from datetime import date

from tmac.riskmap.models import Pin
from tmac.riskmap.scoring import Level
from tmac.riskmap.states import CLOSED, Prevention

STOPPABLE, OVERDUE, PER_LEVEL = 2000, 1000, 100
CLOSED_URGENCY, ARCHIVED_URGENCY = 0, -1


def urgency_of(pin: Pin, today: date) -> int:
    """Still stoppable first, then overdue, then level, then score; 0 closed, -1 archived.

    It depends on the day, so `services.refresh_urgency` runs after the first change of each day.
    """
    if pin.prevention_state == Prevention.ARCHIVED:
        return ARCHIVED_URGENCY
    if pin.prevention_state in CLOSED:
        return CLOSED_URGENCY
    stoppable = pin.stoppable_until is not None and pin.stoppable_until >= today
    overdue = pin.due_on is not None and pin.due_on < today
    rank = Level(pin.final_level).rank if pin.final_level else 0
    return STOPPABLE * stoppable + OVERDUE * overdue + PER_LEVEL * rank + (pin.score or 0) + 1
