"""The filter of the list, the map and the export: one description, in the address of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from tmac.accounts.principals import Principal
from tmac.core.text import one_line
from tmac.core.thai import BANGKOK, arabic_digits, fiscal_year_bounds, today_in_thailand
from tmac.geography import queries as geography
from tmac.riskmap.models import Pin
from tmac.riskmap.scoring import LEVELS
from tmac.riskmap.sight import AGENCY, NOTHING, Sight
from tmac.riskmap.states import CLOSED, Prevention, Suppression
from tmac.taxonomy import queries as taxonomy

SORTS: dict[str, tuple[Any, ...]] = {
    "urgency": ("-urgency", "-id"),
    "newest": ("-id",),
    "due": (F("due_on").asc(nulls_last=True), "-urgency", "-id"),
    "followed": ("last_followed_at", "-id"),
    "score": (F("score").desc(nulls_last=True), "-id"),
    "code": ("code",),
}
_YEARS = range(2400, 2700)  # further away no date can be computed
_QUARTER_MONTHS = {1: 10, 2: 1, 3: 4, 4: 7}


@dataclass(frozen=True)
class PinFilter:
    """Which pins, in which order, which page. An empty field narrows nothing.

    Without a lane state, archived pins are left out. `quarter` is of the day when a pin was made.
    """

    fy: int | None = None
    q: int | None = None
    category: str = ""
    level: tuple[str, ...] = ()
    lane: tuple[str, ...] = ()
    suppression: bool = False
    agency_kind: str = ""
    stoppable: bool = False
    province: str = ""
    district: str = ""
    subdistrict: str = ""
    region: str = ""  # scheme:code, such as NACC:7
    text: str = ""
    owner: str = ""  # a user's id, or "me"
    overdue: bool = False
    sort: str = "urgency"
    page: int = 1
    size: int | None = None

    @classmethod
    def from_params(cls, params: QueryDict) -> PinFilter:
        """From the address; what cannot be read is left out rather than refused."""
        return cls(
            fy=_one_of(_number(params.get("fy")), _YEARS),
            q=_one_of(_number(params.get("q")), (1, 2, 3, 4)),
            category=_code(params.get("category")),
            level=_several(params, "level", {str(level) for level in LEVELS}),
            lane=_several(params, "lane", {str(state) for state in Prevention}),
            suppression=params.get("suppression") == "yes",
            agency_kind=_code(params.get("agency_kind")),
            stoppable=params.get("stoppable") == "1",
            province=_area(params.get("province"), 2),
            district=_area(params.get("district"), 4),
            subdistrict=_area(params.get("subdistrict"), 6),
            region=_code(params.get("region")),
            text=one_line(params.get("text", ""))[:100],
            owner=_code(params.get("owner")),
            overdue=params.get("overdue") == "1",
            sort=_one_of(params.get("sort"), SORTS) or "urgency",
            page=_number(params.get("page")) or 1,
            size=_number(params.get("size")),
        )

    def as_params(self) -> QueryDict:
        """For an address; only what differs from an empty filter."""
        params = QueryDict(mutable=True)
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                continue
            params.setlist(field.name, _written(field.name, value))
        return params

    def as_query(self) -> str:
        """The query string, without a question mark."""
        return self.as_params().urlencode()

    def changed(self, **values: Any) -> PinFilter:
        """The same filter with some fields changed, on its first page."""
        return replace(self, **({"page": 1} | values))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered out by choice."""
        unordered = replace(self, sort="urgency", page=1, size=None)
        return unordered != PinFilter()

    def condition(self, by: Principal, today: date) -> Q:
        """The filter as the database is given it; it never reveals what `by` may not see."""
        sight = Sight(by)
        parts = (writer(self, sight, today) for writer in _WRITERS)
        joined = Q()
        for part in parts:
            joined &= part
        return joined

    def apply(
        self, pins: QuerySet[Pin], by: Principal | None = None, today: date | None = None
    ) -> QuerySet[Pin]:
        """The pins that remain, in the chosen order; without `by` nothing hidden is searched."""
        day = today or today_in_thailand(timezone.now())
        condition = self.condition(by or Principal(0, ""), day)
        return pins.filter(condition).order_by(*SORTS[self.sort])


def _number(text: str | None) -> int | None:
    digits = arabic_digits(text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _code(text: str | None) -> str:
    return one_line(text or "")[:40]


def _area(text: str | None, length: int) -> str:
    digits = arabic_digits(text or "").strip()
    return digits if digits.isascii() and digits.isdigit() and len(digits) == length else ""


def _one_of(value: Any, allowed: Any) -> Any:
    return value if value in allowed else None


def _several(params: QueryDict, name: str, allowed: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in params.getlist(name) if value in allowed))


def _written(name: str, value: Any) -> list[str]:
    if isinstance(value, tuple):
        return list(value)
    if value is True:
        return ["yes" if name == "suppression" else "1"]
    return [str(value)]


def _when(wanted: PinFilter, sight: Sight, today: date) -> Q:
    if wanted.fy is None:
        return Q()
    condition = Q(fiscal_year_be=wanted.fy)
    if wanted.q is None:
        return condition
    opened, _closed = fiscal_year_bounds(wanted.fy)
    month = _QUARTER_MONTHS[wanted.q]
    year = opened.year if month == 10 else opened.year + 1
    ends = (year + 1, 1) if month == 10 else (year, month + 3)
    begin, end = date(year, month, 1), date(*ends, 1)
    return condition & Q(created_at__gte=_midnight(begin), created_at__lt=_midnight(end))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def _what(wanted: PinFilter, sight: Sight, today: date) -> Q:
    condition = Q()
    if wanted.category:
        is_top = taxonomy.level_one(wanted.category) == wanted.category
        condition &= Q(**{"category_top" if is_top else "category": wanted.category})
    if wanted.agency_kind:
        condition &= Q(agency_kind=wanted.agency_kind)
    if wanted.level:
        condition &= Q(final_level__in=wanted.level)
    return condition


def _state(wanted: PinFilter, sight: Sight, today: date) -> Q:
    condition = ~Q(prevention_state=Prevention.ARCHIVED)
    if wanted.lane:
        condition = Q(prevention_state__in=wanted.lane)
    if wanted.suppression:
        condition &= ~Q(suppression_state=Suppression.NONE) & sight.suppression_rows()
    if wanted.stoppable:
        condition &= Q(stoppable_until__gte=today) & ~Q(prevention_state__in=sorted(CLOSED))
    if wanted.overdue:
        condition &= Q(due_on__lt=today) & ~Q(prevention_state__in=sorted(CLOSED))
    return condition


def _where(wanted: PinFilter, sight: Sight, today: date) -> Q:
    condition = Q()
    if wanted.province:
        condition &= Q(province_code=wanted.province)
    if wanted.district:
        condition &= Q(district_code=wanted.district)
    if wanted.subdistrict:
        condition &= Q(subdistrict_code=wanted.subdistrict)
    if wanted.region:
        condition &= Q(province_code__in=_region_provinces(wanted.region, today))
    return condition


def _region_provinces(region: str, today: date) -> tuple[str, ...]:
    scheme, _colon, code = region.partition(":")
    found = (r for r in geography.regions(scheme, today) if r.code == code)
    return next((region.province_codes for region in found), ())


def _who(wanted: PinFilter, sight: Sight, today: date) -> Q:
    if not wanted.owner:
        return Q()
    owner = sight.by.user_id if wanted.owner == "me" else _number(wanted.owner)
    return NOTHING if owner is None else Q(owner_id=owner) & sight.working_rows()


def _words(wanted: PinFilter, sight: Sight, today: date) -> Q:
    """Every word in the code, or in what this officer may read: no search finds hidden words."""
    condition = Q()
    working, named = sight.working_rows(), sight.rows(AGENCY)
    for word in wanted.text.split():
        read = Q(title__icontains=word) | Q(what_may_happen__icontains=word)
        read |= Q(place_note__icontains=word) | Q(project_id__icontains=word)
        body = Q(agency__name_th__icontains=word) | Q(agency__name_en__icontains=word)
        condition &= Q(code__icontains=word) | (read & working) | (body & named)
    return condition


_WRITERS: tuple[Callable[[PinFilter, Sight, date], Q], ...] = (
    _where,
    _when,
    _what,
    _state,
    _who,
    _words,
)
