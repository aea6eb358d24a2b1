"""What other packages may ask about public bodies."""

from __future__ import annotations

import difflib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language

from tmac.agencies import names
from tmac.agencies.models import LOCAL_GOVERNMENT, Agency, AgencyType, Responsibility
from tmac.geography import queries as geography

__all__ = [
    "LOCAL_GOVERNMENT",
    "AgencyDetails",
    "AgencyFilter",
    "AgencyInfo",
    "AgencyType",
    "Near",
    "agencies",
    "agency",
    "answering_for",
    "by_code",
    "by_ids",
    "count_by_area",
    "details",
    "info",
    "named_like",
    "nearest",
    "responsibilities",
    "search",
]

EARTH_RADIUS_KM = 6371.0088
_KM_A_DEGREE = 111.195
_WIDTHS_KM = (10.0, 30.0, 100.0, 300.0, 2000.0)
_LENGTHS = {"PROVINCE": 2, "DISTRICT": 4, "SUBDISTRICT": 6}


@dataclass(frozen=True, slots=True)
class AgencyInfo:
    """One body as other packages see it. A national body has no province."""

    id: int
    code: str
    kind: str
    name_th: str
    name_en: str
    province_code: str
    district_code: str
    subdistrict_code: str
    lon: float | None
    lat: float | None
    is_active: bool

    @property
    def name(self) -> str:
        is_english = (get_language() or "th").startswith("en")
        return self.name_en if is_english and self.name_en else self.name_th

    @property
    def area_code(self) -> str:
        """The narrowest area that holds its office; empty for a national body."""
        return self.subdistrict_code or self.district_code or self.province_code

    @property
    def place(self) -> str:
        """Where its office is, written out; empty for a national body."""
        return geography.full_name(self.area_code) if self.area_code else ""

    @property
    def kind_label(self) -> str:
        return str(AgencyType(self.kind).label)


_FIELDS = tuple(AgencyInfo.__slots__)


def info(row: Agency) -> AgencyInfo:
    return AgencyInfo(*(getattr(row, name) for name in _FIELDS))


def agency(agency_id: int | None) -> AgencyInfo | None:
    """A body by its id, retired ones included."""
    row = Agency.objects.filter(pk=agency_id).first() if agency_id else None
    return info(row) if row else None


@dataclass(frozen=True, slots=True)
class AgencyDetails:
    """A body with the rest of its record, for its own page."""

    agency: AgencyInfo
    parent: AgencyInfo | None
    successor: AgencyInfo | None
    retired_on: date | None
    website: str
    source: str
    areas: list[tuple[str, bool]]


def details(agency_id: int) -> AgencyDetails | None:
    row = Agency.objects.select_related("parent", "successor").filter(pk=agency_id).first()
    if row is None:
        return None
    return AgencyDetails(
        info(row),
        info(row.parent) if row.parent else None,
        info(row.successor) if row.successor else None,
        row.retired_on,
        row.website,
        row.source,
        responsibilities(agency_id),
    )


def by_code(code: str) -> AgencyInfo | None:
    row = Agency.objects.filter(code=code).first()
    return info(row) if row else None


def by_ids(ids: Iterable[int]) -> dict[int, AgencyInfo]:
    return {row.pk: info(row) for row in Agency.objects.filter(pk__in=set(ids))}


@dataclass(frozen=True)
class AgencyFilter:
    """What a list of bodies is narrowed to; an empty field narrows nothing."""

    text: str = ""
    kind: str = ""
    province_code: str = ""
    district_code: str = ""
    with_retired: bool = False


def agencies(wanted: AgencyFilter | None = None) -> QuerySet[Agency]:
    """The bodies that match, those whose own name begins with the text first."""
    wanted = wanted or AgencyFilter()
    rows = Agency.objects.all() if wanted.with_retired else Agency.objects.filter(is_active=True)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.province_code:
        rows = rows.filter(province_code=wanted.province_code)
    if wanted.district_code:
        rows = rows.filter(district_code=wanted.district_code)
    return _matching(rows, wanted.text)


def _matching(rows: QuerySet[Agency], text: str) -> QuerySet[Agency]:
    words = names.search_words(text)
    if not words:
        return rows.order_by("sort_key", "pk")
    for word in words:
        rows = rows.filter(search_key__contains=word)
    begins = Case(
        When(search_key__startswith=max(words, key=len), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.order_by(begins, "sort_key", "pk")


def search(text: str, province_code: str = "", limit: int = 20) -> list[AgencyInfo]:
    """Active bodies by name, short form (อบต., ทต.) or place.

    Those of the province come first, then national bodies; others only when there are none. A
    word for a type that finds nothing is left out, since many an อบต. has become a ทต.
    """
    for words in dict.fromkeys((text, names.without_type(text))):
        found = _found(words, province_code, limit)
        if found:
            return found
    return []


def _found(text: str, province_code: str, limit: int) -> list[AgencyInfo]:
    rows = agencies(AgencyFilter(text=text))
    if province_code:
        near = rows.filter(Q(province_code=province_code) | Q(province_code=""))
        found = [info(row) for row in near[:limit]]
        if found:
            return sorted(found, key=lambda body: body.province_code != province_code)
    return [info(row) for row in rows[:limit]]


def named_like(name: str, province_code: str = "", limit: int = 3) -> list[AgencyInfo]:
    """Bodies whose name is nearest to a name that was not found, best first (for suggestions)."""
    wanted = "".join(names.search_words(names.stem(name)))
    rows = agencies(AgencyFilter(province_code=province_code))
    by_stem: dict[str, list[int]] = defaultdict(list)
    for pk, key in rows.values_list("pk", "search_key"):
        by_stem[key.split(" ", 1)[0]].append(pk)
    close = difflib.get_close_matches(wanted, by_stem, n=limit, cutoff=0.6)
    found = by_ids([pk for key in close for pk in by_stem[key]])
    ordered = [found[pk] for key in close for pk in by_stem[key]]
    kind = names.kind_of_name(name)
    return sorted(ordered, key=lambda body: body.kind != kind if kind else False)[:limit]


@dataclass(frozen=True, slots=True)
class Near:
    """A body with its distance from the point asked about."""

    agency: AgencyInfo
    distance_km: float


def nearest(lon: float, lat: float, limit: int = 8) -> list[Near]:
    """The active bodies whose office lies nearest to a point. Bodies without a known office are
    not here: `answering_for` gives those responsible for the ground itself."""
    found: list[Near] = []
    for width_km in _WIDTHS_KM:
        found = _within(lon, lat, width_km)[:limit]
        if len(found) == limit and found[-1].distance_km <= width_km:
            break
    return found


def _within(lon: float, lat: float, width_km: float) -> list[Near]:
    high = width_km / _KM_A_DEGREE
    wide = high / max(math.cos(math.radians(lat)), 0.1)
    rows = Agency.objects.filter(
        is_active=True, lat__range=(lat - high, lat + high), lon__range=(lon - wide, lon + wide)
    )
    near = [Near(info(row), distance_km(lon, lat, row.lon or 0.0, row.lat or 0.0)) for row in rows]
    return sorted(near, key=lambda body: (body.distance_km, body.agency.id))


def distance_km(lon_1: float, lat_1: float, lon_2: float, lat_2: float) -> float:
    """Great-circle distance (haversine, mean Earth radius) in kilometres."""
    x_1, y_1, x_2, y_2 = (math.radians(degrees) for degrees in (lon_1, lat_1, lon_2, lat_2))
    half = math.sin((y_2 - y_1) / 2) ** 2
    half += math.cos(y_1) * math.cos(y_2) * math.sin((x_2 - x_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def answering_for(area_code: str) -> list[AgencyInfo]:
    """The active bodies responsible for an area: its own first, then its district's, its
    province's."""
    codes = [area_code[:length] for length in (6, 4, 2) if length <= len(area_code)]
    rows = Agency.objects.filter(is_active=True, responsibilities__area_code__in=codes)
    held = [(len(code), pk) for pk, code in rows.values_list("pk", "responsibilities__area_code")]
    ordered = dict.fromkeys(pk for _length, pk in sorted(held, key=lambda pair: -pair[0]))
    bodies = by_ids(ordered)
    return [bodies[pk] for pk in ordered]


def responsibilities(agency_id: int) -> list[tuple[str, bool]]:
    """(area code, whole?) of a body, in the order of codes."""
    rows = Responsibility.objects.filter(agency_id=agency_id).order_by("area_code")
    return list(rows.values_list("area_code", "is_whole"))


def count_by_area(level: str) -> dict[str, int]:
    """Active bodies per area of a level ("00" for the country), for rates per 100 agencies.

    A body counts once in every area where it answers for some ground, else where its office is.
    National bodies count for the country only.
    """
    if level == "COUNTRY":
        return {"00": Agency.objects.filter(is_active=True).count()}
    length = _LENGTHS[level]
    bodies: dict[str, set[int]] = defaultdict(set)
    for pk, code in _grounds():
        if len(code) >= length:
            bodies[code[:length]].add(pk)
    return {code: len(held) for code, held in bodies.items()}


def _grounds() -> Iterator[tuple[int, str]]:
    active = Agency.objects.filter(is_active=True)
    held = Responsibility.objects.filter(agency__is_active=True)
    answered = set()
    for pk, code in held.values_list("agency_id", "area_code"):
        answered.add(pk)
        yield pk, code
    offices = active.values_list("pk", "subdistrict_code", "district_code", "province_code")
    for pk, subdistrict, district, province in offices:
        if pk not in answered and province:
            yield pk, subdistrict or district or province
