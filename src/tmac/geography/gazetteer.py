"""Every area of Thailand by its DOPA code, in memory: names and postcodes from `geothai`.

Areas change only when that package is updated or a boundary pack is imported, so they are read
once a process and cost no query. A row count, for orientation: 77 provinces, 928 districts,
7,436 subdistricts, made in about 0.1 s.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

import geothai
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from geothai.abolished import abolished_areas

from tmac.core.thai import sort_key
from tmac.geography import points, versions

COUNTRY = "00"
BANGKOK = "10"


class Level(StrEnum):
    COUNTRY = "COUNTRY"
    PROVINCE = "PROVINCE"
    DISTRICT = "DISTRICT"
    SUBDISTRICT = "SUBDISTRICT"

    @property
    def label(self) -> str:
        """The word for the level, in the language of the present request."""
        return str(_LABELS[self])


_LABELS = {
    Level.COUNTRY: _("country"),
    Level.PROVINCE: _("province"),
    Level.DISTRICT: _("district"),
    Level.SUBDISTRICT: _("subdistrict"),
}
LEVEL_OF_LENGTH = {2: Level.PROVINCE, 4: Level.DISTRICT, 6: Level.SUBDISTRICT}
CODE_LENGTH = {level: length for length, level in LEVEL_OF_LENGTH.items()}
CHILD_LEVEL = {
    Level.COUNTRY: Level.PROVINCE,
    Level.PROVINCE: Level.DISTRICT,
    Level.DISTRICT: Level.SUBDISTRICT,
}


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """One area. `lon`, `lat` (WGS84 degrees): where its label stands, roughly without a pack."""

    code: str
    level: Level
    parent: str
    name_th: str
    name_en: str
    sort_key: str = field(repr=False)
    lon: float
    lat: float
    area_km2: float | None = None
    postcodes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name in the language of the present request."""
        return self.name_th if is_thai() else self.name_en


def is_thai(language: str | None = None) -> bool:
    return (language or get_language() or "th").startswith("th")


def level_of(code: str) -> Level | None:
    """The level that a code's form says; None when it has no such form."""
    if code == COUNTRY:
        return Level.COUNTRY
    return LEVEL_OF_LENGTH.get(len(code)) if code.isascii() and code.isdigit() else None


def parent_of(code: str) -> str:
    """The code of the area above: '7401' -> '74', '74' -> '00', '00' -> ''."""
    if code == COUNTRY:
        return ""
    return code[:-2] or COUNTRY


@dataclass(frozen=True)
class Gazetteer:
    """All areas by code, and the codes directly below each, in the Thai order of names."""

    areas: dict[str, AreaInfo]
    below: dict[str, tuple[str, ...]]

    def at(self, level: Level, within: str = "") -> Iterator[AreaInfo]:
        """The areas of a level inside `within` (any higher code), ordered by Thai name.

        Subdistricts of a province come district by district.
        """
        top = self.areas.get(within or COUNTRY)
        if top is None:
            return
        if top.level == level:
            yield top
            return
        for code in self.below.get(top.code, ()):
            yield from self.at(level, code)


def gazetteer() -> Gazetteer:
    """The areas with the label points of the current boundary version."""
    return _built(versions.current())


@lru_cache(maxsize=1)
def _built(version: str) -> Gazetteer:
    places = points.load(version)
    areas = {area.code: area for area in _areas(places)}
    below: dict[str, list[AreaInfo]] = {}
    for area in areas.values():
        below.setdefault(area.parent, []).append(area)
    ordered = {
        code: tuple(a.code for a in sorted(inside, key=lambda a: a.sort_key))
        for code, inside in below.items()
    }
    return Gazetteer(areas, ordered)


def _areas(places: points.Places) -> Iterator[AreaInfo]:
    yield _area(COUNTRY, "ประเทศไทย", "Thailand", places)
    for province in geothai.provinces():
        yield _area(province.code, province.name_th, province.name_en, places)
        for district in geothai.districts(province.code):
            name_th = district.name_th.removeprefix("เขต") if _is_khet(district.code) else ""
            yield _area(district.code, name_th or district.name_th, district.name_en, places)
            for sub in geothai.subdistricts(district.code):
                yield _area(sub.code, sub.name_th, sub.name_en, places, tuple(sub.postal_codes))


def _is_khet(code: str) -> bool:
    return code.startswith(BANGKOK)


def _area(
    code: str, name_th: str, name_en: str, places: points.Places, postcodes: tuple[str, ...] = ()
) -> AreaInfo:
    level = level_of(code)
    if level is None:
        raise ValueError(f"{code} is not the code of an area")
    place = places.of(code)
    key = sort_key(name_th)
    return AreaInfo(
        code, level, parent_of(code), name_th, name_en, key, *place.point, place.area_km2, postcodes
    )


@dataclass(frozen=True, slots=True)
class AbolishedArea:
    """A code that DOPA took out of use on a day, with the codes that hold its ground today."""

    code: str
    name_th: str
    abolished_on: date
    successors: tuple[str, ...]
    basis: str  # "notice": a government notice says so; "name": the same name stands nearby


@cache
def abolished() -> dict[str, AbolishedArea]:
    """Every abolished code, its successors followed until they are in force."""
    given = {area.code: area for area in abolished_areas()}

    def in_force(code: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
        old = given.get(code)
        if old is None or code in seen:
            return (code,)
        found = [now for next_ in old.successors for now in in_force(next_, (*seen, code))]
        return tuple(dict.fromkeys(found))

    return {
        code: AbolishedArea(
            code,
            area.name_th,
            date.fromisoformat(area.abolished_on),
            in_force(code),
            area.successors_basis or "",
        )
        for code, area in given.items()
    }
