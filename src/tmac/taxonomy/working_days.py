"""Working-day arithmetic: weekends, the holidays of package `holidays`, and days added by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

Extra = Mapping[date, bool]  # day -> True: a holiday that was added, False: one taken back


@cache
def _public_holidays(year: int) -> dict[date, str]:
    """Public and government holidays of Thailand in a CE year, with their Thai names."""
    found = holidays.country_holidays(
        "TH", years=year, categories=("public", "government"), language="th"
    )
    return dict(found.items())


def holidays_of(year: int) -> dict[date, str]:
    """Day -> Thai name, as the package knows them; days added by hand are not here."""
    return dict(_public_holidays(year))


def is_working_day(day: date, extra: Extra) -> bool:
    """Monday to Friday and no holiday; what was entered by hand wins over everything."""
    if day in extra:
        return not extra[day]
    return day.weekday() < 5 and day not in _public_holidays(day.year)


def add_days(start: date, days: int) -> date:
    return start + timedelta(days=days)


def add_working_days(start: date, days: int, extra: Extra) -> date:
    """The `days`-th working day after `start`; `start` itself when `days` is 0."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day, extra):
            days -= 1
    return day
