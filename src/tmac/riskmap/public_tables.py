"""The tables that the public sees: sums over the groups of the public cube, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tmac.geography import queries as geography
from tmac.riskmap.breaks import class_of, natural_breaks
from tmac.riskmap.counts import Area, AreaState, Ground
from tmac.riskmap.public import DONE_WORDS, OPEN_WORDS, Cell, Word, public_cube
from tmac.taxonomy import queries as taxonomy


@dataclass(frozen=True)
class PublicFilter:
    """What a visitor may choose; an empty field narrows nothing."""

    fiscal_year_be: int | None = None
    quarter: int | None = None
    category: str = ""
    word: str = ""  # a public word, "OPEN" or "DONE"
    within: str = ""

    def holds(self, cell: Cell) -> bool:
        """Whether a group is certainly inside the filter; what says too little is left out."""
        key = cell.key
        year = self.fiscal_year_be in (None, key.fiscal_year_be)
        quarter = self.quarter in (None, key.quarter)
        category = self.category in ("", key.category)
        inside = self.within in ("", geography.COUNTRY) or key.area.startswith(self.within)
        return year and quarter and category and inside and key.word in words_of(self.word)


def words_of(word: str) -> frozenset[Word]:
    """The words of the cube that a visitor's choice covers; open ones without a choice."""
    if word in ("", Word.OPEN):
        return OPEN_WORDS
    return DONE_WORDS if word == Word.DONE else frozenset({Word(word)})


@dataclass(frozen=True)
class PublicArea:
    """`count` is None where fewer than five pins, or none, can be shown."""

    code: str
    name: str
    count: int | None
    state: AreaState
    shade: int = 0


@dataclass(frozen=True)
class PublicTable:
    """`total` covers also what cannot be placed in one of the areas: `unplaced` of it."""

    areas: tuple[PublicArea, ...]
    breaks: tuple[float, ...]
    total: int
    unplaced: int
    as_of: date


def area_table(wanted: PublicFilter, ground: Ground, today: date) -> PublicTable:
    """The counts of the areas of `ground`."""
    cube = public_cube(today)
    cells = [cell for cell in cube.cells if wanted.holds(cell) and _inside(cell, ground)]
    areas = ground.areas(today)
    counts = {area.code: _sum(cells, area) for area in areas}
    total = sum(cell.count for cell in cells)
    breaks = natural_breaks([count for count in counts.values() if count])
    return PublicTable(
        tuple(_area(area, counts[area.code], breaks) for area in areas),
        tuple(breaks),
        total,
        total - sum(counts.values()),
        cube.as_of,
    )


def _inside(cell: Cell, ground: Ground) -> bool:
    """Whether a group is certainly in the provinces that the ground is narrowed to."""
    return ground.provinces is None or cell.key.area[:2] in ground.provinces


def _sum(cells: Iterable[Cell], area: Area) -> int:
    return sum(cell.count for cell in cells if cell.key.area.startswith(area.parts))


def _area(area: Area, count: int, breaks: list[float]) -> PublicArea:
    if count == 0:
        return PublicArea(area.code, area.name, None, AreaState.FEW)
    return PublicArea(area.code, area.name, count, AreaState.OK, class_of(count, breaks))


@dataclass(frozen=True)
class Success:
    """What was resolved or stopped in one area and quarter; quarter 0 is not told apart.

    `baht_protected` is None when too few pins say an amount, or one of them dominates.
    """

    area: str
    fiscal_year_be: int
    quarter: int
    count: int
    stopped: int
    baht_protected: int | None


def success(today: date, fiscal_year_be: int | None = None, within: str = "") -> list[Success]:
    """By area (a province, or the areas below `within`) and quarter, newest first.

    `stopped` counts those that say so; of the rest some were stopped too, when a group says only
    that its pins are done. Money is a sum of groups, each of at least five amounts.
    """
    cube = public_cube(today)
    length = {0: 2, 2: 4, 4: 6}.get(len(within), 6)
    groups: dict[tuple[int, int, str], list[Cell]] = {}
    for cell in cube.cells:
        key = cell.key
        if key.word not in DONE_WORDS or not key.area.startswith(within):
            continue
        if fiscal_year_be not in (None, key.fiscal_year_be):
            continue
        place = key.area[:length] if len(key.area) >= length else within
        groups.setdefault((key.fiscal_year_be, key.quarter, place), []).append(cell)
    rows = [_success(place, year, q, cells) for (year, q, place), cells in groups.items()]
    return sorted(rows, key=lambda row: (-row.fiscal_year_be, -row.quarter, row.area))


def _success(place: str, year: int, quarter: int, cells: list[Cell]) -> Success:
    amounts = [cell.baht_protected for cell in cells if cell.baht_protected is not None]
    return Success(
        place or geography.COUNTRY,
        year,
        quarter,
        sum(cell.count for cell in cells),
        sum(cell.count for cell in cells if cell.key.word == Word.STOPPED),
        sum(amounts) if amounts else None,
    )


@dataclass(frozen=True)
class Totals:
    """The country in numbers, for the landing page."""

    open: int
    done: int
    baht_protected: int | None
    provinces: int
    as_of: date


def totals(today: date) -> Totals:
    cube = public_cube(today)
    amounts = [cell.baht_protected for cell in cube.cells if cell.baht_protected is not None]
    places = {cell.key.area[:2] for cell in cube.cells} - {geography.COUNTRY}
    return Totals(
        _count(cube.cells, lambda cell: cell.key.word in OPEN_WORDS),
        _count(cube.cells, lambda cell: cell.key.word in DONE_WORDS),
        sum(amounts) if amounts else None,
        len(places),
        cube.as_of,
    )


def _count(cells: Iterable[Cell], fits: Callable[[Cell], bool]) -> int:
    return sum(cell.count for cell in cells if fits(cell))


def category_choices() -> list[tuple[str, str]]:
    """The level-1 categories that pins may have."""
    return [(c.code, c.name) for c in taxonomy.categories() if not c.code.startswith("X-")]
