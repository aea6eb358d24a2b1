"""Where demonstration pins stand: near towns, more where more people live."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tmac.core.errors import Invalid
from tmac.geography import locating
from tmac.geography import queries as geography

RICH = {"74": 190, "45": 190}  # the two training provinces, pins in all
_ROUGH_PEOPLE = {"10": 5.5, "20": 1.6, "30": 2.6, "40": 1.8, "50": 1.8, "90": 1.4, "34": 1.9}
_SPREAD_KM = 1.6


@dataclass(frozen=True)
class Spot:
    """A point (degrees, WGS84) in a subdistrict, or only the subdistrict when none was found."""

    lon: float | None
    lat: float | None
    accuracy_m: int | None
    subdistrict_code: str


def shares(pin_count: int) -> dict[str, int]:
    """How many pins each province gets: the training provinces first, the rest by rough size."""
    codes = sorted(geography.province_codes())
    known = geography.populations("PROVINCE")
    others = [code for code in codes if code not in RICH]
    weights = {c: _weight(c, known[c].value if c in known else None) for c in others}
    left = pin_count - sum(RICH.values())
    total = sum(weights.values())
    plan = {code: max(8, round(left * weights[code] / total)) for code in others}
    return plan | RICH


def _weight(code: str, people: int | None) -> float:
    return math.sqrt(people / 1e6 if people else _ROUGH_PEOPLE.get(code, 0.8))


def spots(province: str, random: Random, count: int) -> list[Spot]:
    """`count` points in the province; busier subdistricts come up more often."""
    areas = geography.areas("SUBDISTRICT", province)
    first = [area for area in areas if area.code.endswith("01")] or areas
    busy: Sequence[geography.AreaInfo] = [*areas, *first * max(1, len(areas) // len(first) // 2)]
    return [_near(random.choice(busy), random) for _number in range(count)]


def _near(area: geography.AreaInfo, random: Random) -> Spot:
    """A point near the middle of the subdistrict: inside it, as far as the boundaries tell."""
    for _try in range(4):
        lon, lat = _jittered(area.lon, area.lat, random)
        try:
            found = locating.locate(lon, lat)
        except Invalid:
            continue
        inside = found.subdistrict_code == area.code
        if inside or (found.is_approximate and found.province_code == area.code[:2]):
            return Spot(round(lon, 5), round(lat, 5), random.choice((20, 50, 100, 300)), area.code)
    return Spot(None, None, None, area.code)


def _jittered(lon: float, lat: float, random: Random) -> tuple[float, float]:
    north = random.gauss(0, _SPREAD_KM) / 110.6
    east = random.gauss(0, _SPREAD_KM) / (111.3 * math.cos(math.radians(lat)))
    return lon + east, lat + north
