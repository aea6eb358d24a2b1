"""What a count is divided by: agencies or residents of an area, with year and source."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.agencies import queries as agencies
from tmac.geography import queries as geography

_KEPT_S = 300.0  # agencies and population change a few times a year


class Per(StrEnum):
    """What the shading of areas is a rate of."""

    AGENCIES = "agencies"  # per 100 public bodies
    RESIDENTS = "residents"  # per 100,000 residents
    COUNT = "count"  # the weighted count itself


UNIT = {Per.AGENCIES: 100, Per.RESIDENTS: 100_000}
# Below these an area's rate says more about the divisor than about the area.
SMALLEST = {Per.AGENCIES: 3, Per.RESIDENTS: 1_000}


@dataclass(frozen=True)
class Denominators:
    """Area code -> divisor; an area that is not here has no data."""

    per: Per
    values: dict[str, int]
    year_be: int | None = None
    source: str = ""

    def of_region(self, province_codes: tuple[str, ...]) -> int | None:
        """The sum over the provinces of a region; None when one of them is not known."""
        found = [self.values.get(code) for code in province_codes]
        known = [value for value in found if value]
        return sum(known) if known and len(known) == len(found) else None


_kept: dict[tuple[str, Per, str, str], tuple[float, Denominators]] = {}


def denominators(per: Per, level: str) -> Denominators:
    """The divisors of a level (PROVINCE, DISTRICT, SUBDISTRICT); at most two queries, kept for
    five minutes outside transactions."""
    key = (str(connection.settings_dict["NAME"]), per, level, get_language() or "")
    at, known = _kept.get(key, (0.0, None))
    if known is not None and time.monotonic() - at < _KEPT_S and not connection.in_atomic_block:
        return known
    fresh = _READERS[per](level)
    if not connection.in_atomic_block and fresh.values:
        _kept[key] = (time.monotonic(), fresh)
    return fresh


def _agencies(level: str) -> Denominators:
    return Denominators(Per.AGENCIES, agencies.count_by_area(level), source=_("Agency registry"))


def _residents(level: str) -> Denominators:
    figures = geography.populations(level)
    some = next(iter(figures.values()), None)
    return Denominators(
        Per.RESIDENTS,
        {code: figure.value for code, figure in figures.items()},
        some.year_be if some else None,
        some.source if some else "",
    )


def _none(level: str) -> Denominators:
    return Denominators(Per.COUNT, {})


_READERS: dict[Per, Callable[[str], Denominators]] = {
    Per.AGENCIES: _agencies,
    Per.RESIDENTS: _residents,
    Per.COUNT: _none,
}
