"""What a reporter does is dated by day: the hour would narrow down who it was."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def midnight(day: date) -> datetime:
    """The moment that stands for a day."""
    return timezone.make_aware(datetime.combine(day, time()))
