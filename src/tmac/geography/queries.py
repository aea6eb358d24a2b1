"""What other packages may ask about areas, regions and population."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max, Q, QuerySet

from tmac.geography.gazetteer import (
    BANGKOK,
    CHILD_LEVEL,
    COUNTRY,
    AreaInfo,
    Level,
    gazetteer,
    is_thai,
    level_of,
)
from tmac.geography.models import Population as PopulationRow
from tmac.geography.models import Region, RegionMembership, RegionScheme
from tmac.geography.naming import full_name, path, successor, successors
from tmac.geography.places import PlaceHit, search_places
from tmac.geography.points import drawn_as

__all__ = [
    "BANGKOK",
    "COUNTRY",
    "AreaInfo",
    "Level",
    "MembershipInfo",
    "PlaceHit",
    "Population",
    "RegionInfo",
    "SchemeInfo",
    "area",
    "areas",
    "child_level",
    "children",
    "drawn_as",
    "full_name",
    "level_of",
    "membership_history",
    "memberships_told",
    "path",
    "population",
    "populations",
    "province_codes",
    "rate_per",
    "region_of",
    "regions",
    "schemes",
    "search_places",
    "successor",
    "successors",
]


def area(code: str) -> AreaInfo | None:
    """The area of a code in force ('00' is the country), or None."""
    return gazetteer().areas.get(code)


def areas(level: Level | str, within: str = "") -> list[AreaInfo]:
    """The areas of a level, all or inside a higher code, in the Thai order of names."""
    return list(gazetteer().at(Level(level), within))


def province_codes() -> frozenset[str]:
    return frozenset(gazetteer().below[COUNTRY])


def children(code: str) -> list[AreaInfo]:
    """The areas one level below."""
    found = gazetteer()
    return [found.areas[below] for below in found.below.get(code, ())]


@dataclass(frozen=True)
class SchemeInfo:
    code: str
    name_th: str
    name_en: str

    @property
    def name(self) -> str:
        return self.name_th if is_thai() else self.name_en


@dataclass(frozen=True)
class RegionInfo:
    """A region on a day. `is_confirmed` says that every membership of it has a source."""

    scheme: str
    code: str
    name_th: str
    name_en: str
    province_codes: tuple[str, ...]
    is_confirmed: bool

    @property
    def name(self) -> str:
        return self.name_th if is_thai() else self.name_en


def schemes() -> list[SchemeInfo]:
    return [SchemeInfo(s.code, s.name_th, s.name_en) for s in RegionScheme.objects.all()]


def _in_force(on: date) -> Q:
    starts = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return starts & (Q(valid_until__isnull=True) | Q(valid_until__gte=on))


def memberships(scheme: str, on: date) -> QuerySet[RegionMembership]:
    """The memberships of a scheme in force on a day, with their regions."""
    found = RegionMembership.objects.filter(_in_force(on), region__scheme_id=scheme)
    return found.select_related("region")


@dataclass(frozen=True)
class MembershipInfo:
    """A province in a region between two days (None: open), with what says so."""

    province_code: str
    region_code: str
    region_th: str
    region_en: str
    valid_from: date | None
    valid_until: date | None
    evidence: str
    is_confirmed: bool

    @property
    def region(self) -> str:
        return self.region_th if is_thai() else self.region_en


def _membership_info(row: RegionMembership) -> MembershipInfo:
    return MembershipInfo(
        row.province_code,
        row.region.code,
        row.region.name_th,
        row.region.name_en,
        row.valid_from,
        row.valid_until,
        row.evidence,
        row.is_confirmed,
    )


def memberships_told(scheme: str, on: date) -> list[MembershipInfo]:
    """Every membership of a scheme on a day, with its evidence."""
    return [_membership_info(row) for row in memberships(scheme, on)]


def membership_history(province_code: str, scheme: str) -> list[MembershipInfo]:
    """The regions of a province in a scheme, the newest first."""
    rows = RegionMembership.objects.filter(province_code=province_code, region__scheme_id=scheme)
    ordered = rows.select_related("region").order_by(F("valid_from").desc(nulls_last=True))
    return [_membership_info(row) for row in ordered]


def regions(scheme: str, on: date) -> list[RegionInfo]:
    """The regions of a scheme (NACC, PACC, CODI) with the provinces that belong on a day."""
    held: dict[int, list[RegionMembership]] = {}
    for membership in memberships(scheme, on):
        held.setdefault(membership.region_id, []).append(membership)
    return [
        _region_info(region, held.get(region.pk, []))
        for region in Region.objects.filter(scheme_id=scheme)
    ]


def _region_info(region: Region, held: Iterable[RegionMembership]) -> RegionInfo:
    held = list(held)
    return RegionInfo(
        region.scheme_id,
        region.code,
        region.name_th,
        region.name_en,
        tuple(sorted(m.province_code for m in held)),
        bool(held) and all(m.is_confirmed for m in held),
    )


def region_of(province_code: str, scheme: str, on: date) -> RegionInfo | None:
    """The region that holds a province on a day, with all its provinces."""
    for region in regions(scheme, on):
        if province_code in region.province_codes:
            return region
    return None


@dataclass(frozen=True)
class Population:
    """Residents of an area: never shown without its year and source."""

    value: int
    year_be: int
    source: str


def population(code: str, year_be: int | None = None) -> Population | None:
    """The residents of an area in a year (พ.ศ.), the newest known when none is given."""
    rows = PopulationRow.objects.filter(area_code=code)
    if year_be is not None:
        rows = rows.filter(year_be=year_be)
    row = rows.order_by("-year_be").first()
    return Population(row.value, row.year_be, row.source) if row else None


def populations(
    level: Level | str, year_be: int | None = None, within: str = ""
) -> dict[str, Population]:
    """Code -> residents for a level, all of one year: the one asked for or the newest it has."""
    rows = PopulationRow.objects.filter(level=Level(level))
    if within and within != COUNTRY:
        rows = rows.filter(area_code__startswith=within)
    year = year_be or rows.aggregate(newest=Max("year_be"))["newest"]
    figures = rows.filter(year_be=year).values_list("area_code", "value", "year_be", "source")
    return {code: Population(value, of_year, source) for code, value, of_year, source in figures}


def rate_per(count: float, figure: Population | None, per: int = 100_000) -> float | None:
    """`count` per so many residents; None where the population is unknown or zero."""
    return count * per / figure.value if figure and figure.value else None


def child_level(level: Level | str) -> Level | None:
    """The level below, None below the subdistrict."""
    return CHILD_LEVEL.get(Level(level))
