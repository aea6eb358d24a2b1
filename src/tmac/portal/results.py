"""The results page: what was fixed or stopped in a fiscal year, by quarter and by area."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from tmac.core.thai import arabic_digits, fiscal_year_be
from tmac.geography import queries as geography
from tmac.portal.figures import Figure, done_figures
from tmac.riskmap.public_tables import Success, success
from tmac.riskmap.stories import Story, published
from tmac.taxonomy import queries as taxonomy
from tmac.ui.formats import baht_text, fiscal_text, is_thai, number_text, quarter_text
from tmac.ui.tables import Column, Table, cells

_QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Choice:
    """What the visitor asked for: a fiscal year or all (0), a province or the country ("")."""

    fiscal_year_be: int = 0
    province_code: str = ""


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    percent: float
    tone: str = "good"


@dataclass(frozen=True)
class ToldStory:
    """One story in the language of the page."""

    title: str
    place: str
    quarter: str
    before: str
    after: str


@dataclass(frozen=True)
class Results:
    """Everything the page shows; `has_any` is False when nothing may be shown."""

    figures: list[Figure]
    times: list[Bar]
    times_title: str
    times_note: str
    table: Table
    areas_title: str

    @property
    def has_any(self) -> bool:
        return bool(self.figures)


def years(today: date) -> list[int]:
    """The fiscal years to offer, newest first: those with results, and the present one."""
    found = {row.fiscal_year_be for row in success(today)} | {fiscal_year_be(today)}
    return sorted(found - {0}, reverse=True)


def chosen(asked_year: str, asked_province: str, today: date) -> Choice:
    """A choice that can be shown; strange values fall back on all years and the whole country."""
    province = asked_province if asked_province in geography.province_codes() else ""
    known = {str(year): year for year in years(today)}
    return Choice(known.get(arabic_digits(asked_year), 0), province)


def results(choice: Choice, today: date) -> Results:
    """The done pins of one year or all, in the country or in one province."""
    year = choice.fiscal_year_be
    found = success(today, year or None, choice.province_code)
    bars, note = _quarters(found, year) if year else _years(found)
    return Results(
        figures=done_figures(_count(found), _baht(found), today) if found else [],
        times=bars,
        times_title=_("By quarter") if year else _("By fiscal year"),
        times_note=note,
        table=_table(found, choice),
        areas_title=_("By district") if choice.province_code else _("By province"),
    )


def _count(rows: list[Success]) -> int:
    return sum(row.count for row in rows)


def _baht(rows: list[Success]) -> int | None:
    known = [row.baht_protected for row in rows if row.baht_protected is not None]
    return sum(known) if known else None


def _quarters(found: list[Success], year: int) -> tuple[list[Bar], str]:
    sums = {q: _count([row for row in found if row.quarter == q]) for q in _QUARTERS}
    told = [(quarter_text(q, year), count) for q, count in sums.items()]
    note = _("A quarter with too few pins to be shown by itself is counted in the last row.")
    return _with_rest(told, _("Quarter not told apart"), _count(found), note)


def _years(found: list[Success]) -> tuple[list[Bar], str]:
    years = sorted({row.fiscal_year_be for row in found} - {0})
    sums = {y: _count([row for row in found if row.fiscal_year_be == y]) for y in years}
    told = [(fiscal_text(year), count) for year, count in sums.items()]
    note = _("A year with too few pins to be shown by itself is counted in the last row.")
    return _with_rest(told, _("Year not told apart"), _count(found), note)


def _with_rest(
    told: list[tuple[str, int]], name: str, total: int, note: str
) -> tuple[list[Bar], str]:
    """Bars that add up to the total: what has no time of its own is a last row, paler."""
    rest = total - sum(count for _label, count in told)
    if not rest:
        return _bars(told), ""
    *bars, last = _bars([*told, (name, rest)])
    return [*bars, replace(last, tone="rest")], note


def _bars(sums: list[tuple[str, int]]) -> list[Bar]:
    """Bars from zero, the longest as long as the space allows."""
    most = max((count for _label, count in sums), default=0) or 1
    return [Bar(label, number_text(count), count * 100 / most) for label, count in sums]


def _table(found: list[Success], choice: Choice) -> Table:
    columns = (
        Column(_("Area")),
        Column(_("Fixed or stopped"), is_number=True),
        Column(_("of these surely stopped"), is_number=True),
        Column(_("Baht protected"), is_number=True),
    )
    rows = [cells(columns, [name, *_values(part)]) for name, part in _by_area(found, choice)]
    return Table(
        caption=_("What was fixed or stopped, by area"),
        columns=columns,
        rows=tuple(rows),
        totals=cells(columns, [_("Total"), *_values(found)]),
        is_compact=True,
        summary=_("A dash means none, or too few to show apart from the sum beside it."),
    )


def _values(part: list[Success]) -> list[str]:
    stopped = sum(row.stopped for row in part)
    amount = _baht(part)
    return [
        number_text(_count(part)),
        number_text(stopped) if stopped else "–",
        str(baht_text(amount)) if amount is not None else "–",
    ]


def _by_area(found: list[Success], choice: Choice) -> list[tuple[str, list[Success]]]:
    """Areas in the Thai order of names; what has no finer place stands in a last row of its own."""
    parts: dict[str, list[Success]] = defaultdict(list)
    for row in found:
        parts[row.area].append(row)
    level = geography.Level.DISTRICT if choice.province_code else geography.Level.PROVINCE
    named = [
        (area.name, parts.pop(area.code))
        for area in geography.areas(level, choice.province_code)
        if area.code in parts
    ]
    rest = [row for rows in parts.values() for row in rows]
    return [*named, (_("Area not shown (too few)"), rest)] if rest else named


def stories(choice: Choice) -> list[ToldStory]:
    """What directors approved to be read, in the language of the page."""
    return [_told(s) for s in published(choice.fiscal_year_be or None, choice.province_code)]


def _told(story: Story) -> ToldStory:
    thai = is_thai()
    kind = taxonomy.category(story.category_code)
    return ToldStory(
        title=kind.name if kind else "",
        place=geography.full_name(story.province_code),
        quarter=quarter_text(story.quarter, story.fiscal_year_be),
        before=story.before_th if thai or not story.before_en else story.before_en,
        after=story.after_th if thai or not story.after_en else story.after_en,
    )
