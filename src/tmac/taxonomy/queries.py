"""What other packages may ask about categories, reasons, channels, tags and deadlines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from tmac.core.errors import NotFound
from tmac.taxonomy import working_days
from tmac.taxonomy.models import (
    Category,
    Channel,
    Clock,
    ClockKind,
    ClockUnit,
    ContextTag,
    ExtraHoliday,
    ReasonCode,
)


def _by_language(thai: str, english: str) -> str:
    return thai if (get_language() or "th").startswith("th") or not english else english


@dataclass(frozen=True)
class Named:
    """Anything with a code and a name in both languages."""

    code: str
    name_th: str
    name_en: str

    @property
    def name(self) -> str:
        return _by_language(self.name_th, self.name_en)


@dataclass(frozen=True)
class CategoryInfo(Named):
    """A category; `question` is what a person can answer with yes. Level 1 holds its children."""

    level: int
    parent: str
    question_th: str
    question_en: str
    province_code: str
    is_active: bool
    children: tuple[CategoryInfo, ...] = ()

    @property
    def question(self) -> str:
        return _by_language(self.question_th, self.question_en)


@dataclass(frozen=True)
class ReasonInfo(Named):
    kind: str


@dataclass(frozen=True)
class ChannelInfo(Named):
    identity_level: str


@dataclass(frozen=True)
class ClockInfo:
    code: str
    days: int
    unit: str
    kind: str
    note: str

    @property
    def is_legal(self) -> bool:
        return self.kind == ClockKind.LEGAL

    @property
    def counts_working_days(self) -> bool:
        return self.unit == ClockUnit.WORKING


def _category_info(row: Category) -> CategoryInfo:
    return CategoryInfo(
        code=row.code,
        name_th=row.name_th,
        name_en=row.name_en,
        level=row.level,
        parent=row.parent_id or "",
        question_th=row.question_th,
        question_en=row.question_en,
        province_code=row.province_code,
        is_active=row.is_active,
    )


def categories(province_code: str = "", *, with_retired: bool = False) -> list[CategoryInfo]:
    """Level 1 in the order in which to ask, each with its children: the national ones and those
    of the province. Retired ones only on demand. Costs one query."""
    rows = Category.objects.filter(Q(province_code="") | Q(province_code=province_code))
    if not with_retired:
        rows = rows.filter(is_active=True)
    found = [_category_info(row) for row in rows]
    below: dict[str, list[CategoryInfo]] = {}
    for info in found:
        below.setdefault(info.parent, []).append(info)
    return [replace(top, children=tuple(below.get(top.code, ()))) for top in below.get("", [])]


def category(code: str) -> CategoryInfo | None:
    """One category, retired or not."""
    row = Category.objects.filter(pk=code).first()
    return _category_info(row) if row else None


def level_one(code: str) -> str:
    """The level-1 code of a category code, from the code alone.

    'PRC-74-01' and 'PRC-01' -> 'PRC'; the exits 'X-SVC' and 'X-OUT' are level 1 themselves.
    """
    return code if code.startswith("X-") else code.split("-")[0]


def tags() -> list[Named]:
    return [Named(t.code, t.name_th, t.name_en) for t in ContextTag.objects.all()]


def channels() -> list[ChannelInfo]:
    rows = Channel.objects.all()
    return [ChannelInfo(c.code, c.name_th, c.name_en, c.identity_level) for c in rows]


def reasons(kind: str) -> list[ReasonInfo]:
    """The reasons to choose from: not_accept, transfer_nacc, return, route_out."""
    rows = ReasonCode.objects.filter(kind=kind)
    return [ReasonInfo(r.code, r.name_th, r.name_en, r.kind) for r in rows]


def _clock_info(row: Clock) -> ClockInfo:
    return ClockInfo(row.code, row.days, row.unit, row.kind, row.note)


def clocks() -> list[ClockInfo]:
    return [_clock_info(row) for row in Clock.objects.all()]


def clock(code: str) -> ClockInfo:
    """The clock of a code; NotFound when there is none."""
    row = Clock.objects.filter(pk=code).first()
    if row is None:
        raise NotFound(f"clock {code}")
    return _clock_info(row)


@dataclass(frozen=True)
class Deadlines:
    """Clocks and holidays read once, for computing many due dates."""

    clocks: dict[str, ClockInfo]
    extra: working_days.Extra

    def due(self, code: str, start: date) -> date:
        """The last day of a promise made on `start`; the day itself is not counted."""
        found = self.clocks.get(code)
        if found is None:
            raise NotFound(f"clock {code}")
        if found.counts_working_days:
            return working_days.add_working_days(start, found.days, self.extra)
        return working_days.add_days(start, found.days)


def deadlines() -> Deadlines:
    """Clocks and holidays as they are now: two queries for any number of due dates."""
    return Deadlines({info.code: info for info in clocks()}, extra_holidays())


def due(code: str, start: date) -> date:
    """The day by which a promise made on `start` must be kept, in calendar or working days."""
    return deadlines().due(code, start)


def extra_holidays() -> working_days.Extra:
    """Day -> whether it is a holiday, for the days that the cabinet added or took back."""
    return dict(ExtraHoliday.objects.values_list("day", "is_holiday"))


@dataclass(frozen=True)
class HolidayEntry:
    """A day that an officer entered: a holiday that was added, or one taken back."""

    id: int
    day: date
    name: str
    is_holiday: bool


def holiday_entries(year: int) -> list[HolidayEntry]:
    """The days entered by hand for a CE year."""
    rows = ExtraHoliday.objects.filter(day__year=year).order_by("day")
    return [HolidayEntry(row.pk, row.day, row.name, row.is_holiday) for row in rows]


def holidays_of(year: int) -> dict[date, str]:
    """Day -> Thai name of the calendar's public and government holidays of a CE year."""
    return working_days.holidays_of(year)
