"""What directors approved for the public to read of closed pins: before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tmac.core.thai import (
    BANGKOK,
    fiscal_quarter,
    fiscal_year_be,
    fiscal_year_bounds,
    today_in_thailand,
)
from tmac.riskmap.models import Publication
from tmac.riskmap.states import Prevention

_CLOSED_WELL = (Prevention.RESOLVED, Prevention.STOPPED)


@dataclass(frozen=True)
class Story:
    """One closed pin as the public reads it: the province is the finest place told."""

    province_code: str
    category_code: str
    is_stopped: bool
    fiscal_year_be: int
    quarter: int
    before_th: str
    after_th: str
    before_en: str
    after_en: str


def published(
    fiscal_year: int | None = None, province_code: str = "", limit: int = 6
) -> list[Story]:
    """The newest approved stories; withdrawn ones and those of reopened pins are not told."""
    rows = Publication.objects.filter(
        withdrawn_at=None, pin__prevention_state__in=_CLOSED_WELL, pin__closed_at__isnull=False
    )
    if province_code:
        rows = rows.filter(pin__province_code=province_code)
    if fiscal_year:
        first, last = fiscal_year_bounds(fiscal_year)
        rows = rows.filter(
            pin__closed_at__gte=datetime.combine(first, time.min, BANGKOK),
            pin__closed_at__lt=datetime.combine(last + timedelta(days=1), time.min, BANGKOK),
        )
    newest = rows.select_related("pin").order_by("-pin__closed_at", "-pin_id")
    return [_story(row, row.pin.closed_at) for row in newest[:limit] if row.pin.closed_at]


def _story(row: Publication, closed_at: datetime) -> Story:
    pin = row.pin
    day = today_in_thailand(closed_at)
    return Story(
        province_code=pin.province_code,
        category_code=pin.category_top,
        is_stopped=pin.prevention_state == Prevention.STOPPED,
        fiscal_year_be=fiscal_year_be(day),
        quarter=fiscal_quarter(day),
        before_th=row.before_text,
        after_th=row.after_text,
        before_en=row.before_text_en,
        after_en=row.after_text_en,
    )
