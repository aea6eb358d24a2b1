"""What the public reads of all reports together: no count under five (S1-18, S3-16, S3-17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from tmac.core.thai import today_in_thailand
from tmac.tips.models import Tip
from tmac.tips.states import OPEN, State

FEWEST = 5
DAYS = 365


@dataclass(frozen=True)
class PublicIndicators:
    """Indicators of the reports of the last 365 days. None: fewer than five, so not told."""

    received: int | None
    in_progress: int | None
    completed: int | None
    median_days_to_first_action: float | None
    share_answered: float | None  # 0 to 1: of the finished ones, those with a written result
    share_felt_safe: float | None  # 0 to 1: of those who said so in the mailbox
    basis: str
    as_of: date
    source: str


def public_indicators(now: datetime) -> PublicIndicators:
    """The indicators as of yesterday, so that nobody reads one report from a difference of days."""
    as_of = today_in_thailand(now) - timedelta(days=1)
    since = as_of - timedelta(days=DAYS - 1)
    tips = Tip.objects.filter(received_on__range=(since, as_of))
    counts = tips.aggregate(
        received=Count("pk"),
        in_progress=Count("pk", filter=Q(state__in=sorted(OPEN))),
        completed=Count("pk", filter=Q(state__in=_FINISHED)),
        told=Count("pk", filter=Q(state__in=_FINISHED) & ~Q(outcome_text="")),
        asked_safe=Count("pk", filter=~Q(felt_safe="")),
        safe=Count("pk", filter=Q(felt_safe="YES")),
    )
    acted = tips.filter(first_action_on__isnull=False)
    days = [
        (first - received).days
        for received, first in acted.values_list("received_on", "first_action_on")
        if first is not None
    ]
    return PublicIndicators(
        received=_told(counts["received"]),
        in_progress=_told(counts["in_progress"]),
        completed=_told(counts["completed"]),
        median_days_to_first_action=_median(days),
        share_answered=_share(counts["told"], counts["completed"]),
        share_felt_safe=_share(counts["safe"], counts["asked_safe"]),
        basis=_("Reports received in the 365 days before that day, through every channel"),
        as_of=as_of,
        source=_("This system"),
    )


_FINISHED = (State.CLOSED, State.NOT_ACCEPTED)


def _told(count: int) -> int | None:
    return count if count >= FEWEST else None


def _median(days: Sequence[int]) -> float | None:
    """Calendar days from receipt to the first act of a person."""
    return float(median(days)) if len(days) >= FEWEST else None


def _share(part: int, whole: int) -> float | None:
    """A share whose parts on both sides are at least five, or all or nothing of at least five."""
    if whole < FEWEST or 0 < part < FEWEST or 0 < whole - part < FEWEST:
        return None
    return part / whole
