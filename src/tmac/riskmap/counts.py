"""What areas show: open pins counted, weighted, divided and sorted into classes.

Open pins weigh 1, 2, 4, 8 by level, low to very high; a verified pin without a level weighs 1.
The weighted sum is given per 100 agencies or per 100,000 residents, the raw count beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from tmac.accounts.principals import Principal
from tmac.accounts.visibility import reach
from tmac.geography import queries as geography
from tmac.riskmap.breaks import class_of, natural_breaks
from tmac.riskmap.columns import Snapshot, snapshot
from tmac.riskmap.denominators import SMALLEST, UNIT, Denominators, Per, denominators
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.masks import Mask, mask
from tmac.riskmap.scoring import LEVELS
from tmac.riskmap.sight import COARSE, Sight
from tmac.riskmap.states import OPEN, Prevention

FEW = 5  # fewer open pins than this make a rate too uncertain to be read as one
WEIGHTS = np.array([1, *(level.weight for level in LEVELS)])  # of no level, then low to very high


class AreaState(StrEnum):
    """How an area is drawn."""

    OK = "ok"
    FEW = "few"  # fewer than 5 open pins, or too small a divisor: hatched
    NO_DATA = "no_data"  # there are open pins, but the divisor is not known: dotted
    NONE = "none"  # no open pins: white
    OUTSIDE = "outside"  # not within the officer's jurisdiction: left alone


@dataclass(frozen=True)
class AreaCount:
    """One area. `levels` counts its open pins from low to very high; `rate` is in the unit of the
    table; `shade` is the class 1 to 5, 0 when the area has none."""

    code: str
    name: str
    count: int
    weighted: int
    levels: tuple[int, int, int, int]
    denominator: int | None
    rate: float | None
    state: AreaState
    shade: int = 0


@dataclass(frozen=True)
class Totals:
    """Over the whole filter: open pins, their weight, and what was resolved or stopped."""

    count: int
    weighted: int
    levels: tuple[int, int, int, int]
    resolved: int


@dataclass(frozen=True)
class AreaTable:
    """The areas of one level in the Thai order of names, with what is needed to read them."""

    level: str
    areas: tuple[AreaCount, ...]
    breaks: tuple[float, ...]
    totals: Totals
    per: Per
    year_be: int | None
    source: str
    as_of: date


@dataclass(frozen=True)
class Area:
    """An area to count in: the codes of the ground it is made of."""

    code: str
    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Which areas: a level (REGION, PROVINCE, DISTRICT, SUBDISTRICT) inside a code; for regions
    their scheme."""

    level: str
    within: str = ""
    scheme: str = ""
    provinces: tuple[str, ...] | None = None  # only these, when a region was opened

    @property
    def unit(self) -> str:
        return "PROVINCE" if self.level == "REGION" else self.level

    def areas(self, on: date) -> list[Area]:
        """The areas in the Thai order of names, regions in the order of their scheme."""
        if self.level == "REGION":
            held = geography.regions(self.scheme, on)
            return [Area(region.code, region.name, region.province_codes) for region in held]
        found = geography.areas(self.level, self.within)
        if self.provinces is not None:
            found = [area for area in found if area.code in self.provinces]
        if self.level == "SUBDISTRICT":
            return _as_drawn(found)
        return [Area(area.code, area.name, (area.code,)) for area in found]


def _as_drawn(subdistricts: Iterable[geography.AreaInfo]) -> list[Area]:
    """One area for each shape: a pack may draw several subdistricts as one."""
    shapes: dict[str, list[geography.AreaInfo]] = {}
    for one in subdistricts:
        shapes.setdefault(geography.drawn_as(one.code), []).append(one)
    return [
        Area(code, ", ".join(one.name for one in held), tuple(one.code for one in held))
        for code, held in shapes.items()
    ]


def counts(
    by: Principal, wanted: PinFilter, ground: Ground, today: date, per: Per | None = None
) -> AreaTable:
    """The areas of `ground` for the pins that `by` may see and that meet `wanted`.

    A subdistrict in the filter narrows the totals, not the areas around it.
    """
    pins = snapshot()
    visible = mask(pins, Sight(by).visible())
    around = wanted.changed(subdistrict="")
    seen = visible & mask(pins, around.condition(by, today))
    shown = seen if around == wanted else visible & mask(pins, wanted.condition(by, today))
    per = per or default_per(ground)
    divisors = denominators(per, ground.unit)
    held = reach(by, COARSE)
    areas = [
        _counted(area, tally, divisors, all(held.covers(c[:2]) for c in area.parts))
        for area, tally in _tallies(pins, seen, ground, today)
    ]
    breaks = _breaks(areas)
    return AreaTable(
        level=ground.level,
        areas=tuple(_shaded(area, breaks) for area in areas),
        breaks=tuple(breaks),
        totals=totals(pins, shown),
        per=per,
        year_be=divisors.year_be,
        source=divisors.source,
        as_of=today,
    )


def default_per(ground: Ground) -> Per:
    """Agencies, except in subdistricts: one or two bodies serve each, so that residents are the
    better divisor there when they are known."""
    if ground.level != "SUBDISTRICT":
        return Per.AGENCIES
    return Per.RESIDENTS if denominators(Per.RESIDENTS, "SUBDISTRICT").values else Per.COUNT


def ranks(pins: Snapshot) -> NDArray[np.int64]:
    """0 for a pin without a level, 1 to 4 for low to very high."""
    known = {level.value: level.rank for level in LEVELS}
    table = np.array([*(known.get(text, 0) for text in pins.texts("final_level")), 0])
    found: NDArray[np.int64] = table[pins["final_level"]]
    return found


def is_open(pins: Snapshot) -> Mask:
    return mask(pins, Q(prevention_state__in=OPEN))


def totals(pins: Snapshot, seen: Mask) -> Totals:
    chosen = seen & is_open(pins)
    by_rank = np.bincount(ranks(pins)[chosen], minlength=5)
    done = seen & mask(pins, Q(prevention_state__in=(Prevention.RESOLVED, Prevention.STOPPED)))
    low, medium, high, very_high = (int(n) for n in by_rank[1:])
    return Totals(
        int(by_rank.sum()),
        int(by_rank @ WEIGHTS),
        (low, medium, high, very_high),
        int(done.sum()),
    )


_COLUMN = {
    "PROVINCE": "province_code",
    "DISTRICT": "district_code",
    "SUBDISTRICT": "subdistrict_code",
}


def _tallies(
    pins: Snapshot, seen: Mask, ground: Ground, today: date
) -> list[tuple[Area, NDArray[np.int64]]]:
    """Each area with its open pins by rank, 0 to 4."""
    name = _COLUMN[ground.unit]
    chosen = seen & is_open(pins) & (pins[name] >= 0)
    texts = pins.texts(name)
    cells = pins[name][chosen].astype(np.int64) * 5 + ranks(pins)[chosen]
    table = np.bincount(cells, minlength=len(texts) * 5).reshape(-1, 5)
    by_code = dict(zip(texts, table, strict=True))
    nothing = np.zeros(5, np.int64)
    return [
        (area, sum((by_code.get(code, nothing) for code in area.parts), nothing))
        for area in ground.areas(today)
    ]


def _counted(
    area: Area,
    tally: NDArray[np.int64],
    divisors: Denominators,
    is_in_reach: bool,
) -> AreaCount:
    count, weighted = int(tally.sum()), int(tally @ WEIGHTS)
    divisor = divisors.of_region(area.parts)
    rate = _rate(weighted, divisor, divisors.per)
    state = _state(count, divisor, divisors.per) if is_in_reach or count else AreaState.OUTSIDE
    low, medium, high, very_high = (int(n) for n in tally[1:])
    levels = (low, medium, high, very_high)
    return AreaCount(area.code, area.name, count, weighted, levels, divisor, rate, state)


def _rate(weighted: int, divisor: int | None, per: Per) -> float | None:
    if per == Per.COUNT:
        return float(weighted)
    return weighted * UNIT[per] / divisor if divisor else None


def _state(count: int, divisor: int | None, per: Per) -> AreaState:
    if count == 0:
        return AreaState.NONE
    if per == Per.COUNT:
        return AreaState.OK
    if not divisor:
        return AreaState.NO_DATA
    few = count < FEW or divisor < SMALLEST[per]
    return AreaState.FEW if few else AreaState.OK


def _breaks(areas: list[AreaCount]) -> list[float]:
    """From the areas with enough data; from all when fewer than five have enough."""
    sound = [area.rate for area in areas if area.state == AreaState.OK and area.rate is not None]
    if len(sound) < FEW:
        sound = [a.rate for a in areas if a.rate and a.state in (AreaState.OK, AreaState.FEW)]
    return natural_breaks(sound)


def _shaded(area: AreaCount, breaks: list[float]) -> AreaCount:
    if area.rate is None or area.state not in (AreaState.OK, AreaState.FEW):
        return area
    return replace(area, shade=class_of(area.rate, breaks))
