"""What the public may know: one fixed cube of counts, each of at least five pins.

The cube counts verified pins by time (fiscal year and quarter), area, level-1 category and public
word. Small counts are protected by *local recoding*: every pin stands in exactly one published
group, the finest of the steps below in which at least K pins agree. Pins that agree with too few
others say less about themselves until they do. Everything that is shown is a sum of such groups,
so no table can be subtracted from another to find a count under K: there is nothing finer than a
group behind any figure.

A group made of left-overs hides a small cell only while its members could lie in several places.
`_is_hidden` asks that each of them could still be anything from 1 to K-1 at least; a group that
does not grant it says less. What remains at the end is not shown, and tables print the gap.

Follows the idea of local recoding in statistical disclosure control (Hundepool et al. 2012,
"Statistical Disclosure Control", ch. 3.2.4 and 4.2); k as in Sweeney (2002).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Q
from numpy.typing import NDArray

from tmac.core.thai import fiscal_quarter, fiscal_year_be
from tmac.geography import queries as geography
from tmac.riskmap.columns import MISSING, Snapshot, snapshot
from tmac.riskmap.masks import mask
from tmac.riskmap.states import Prevention
from tmac.taxonomy import queries as taxonomy

K = 5
DOMINANT = 0.8  # one pin may make up at most this share of a sum in baht


class Word(StrEnum):
    """The public words of the prevention lane (pin_lanes.csv, public_word_th)."""

    WATCHING = "WATCHING"
    REMEDY = "REMEDY"
    FIX_REPORTED = "FIX_REPORTED"
    RESOLVED = "RESOLVED"
    STOPPED = "STOPPED"
    NOT_SUBSTANTIATED = "NOT_SUBSTANTIATED"
    # What a pin says when its own word would say too much.
    OPEN = "OPEN"
    DONE = "DONE"


_WIDER: dict[str, str] = {
    Word.WATCHING: Word.OPEN,
    Word.REMEDY: Word.OPEN,
    Word.FIX_REPORTED: Word.OPEN,
    Word.RESOLVED: Word.DONE,
    Word.STOPPED: Word.DONE,
}
OPEN_WORDS = frozenset({Word.WATCHING, Word.REMEDY, Word.FIX_REPORTED, Word.OPEN})
DONE_WORDS = frozenset({Word.RESOLVED, Word.STOPPED, Word.DONE})
_PUBLIC_STATES = [str(word) for word in Word if str(word) in {str(p) for p in Prevention}]


class Key(NamedTuple):
    """What is said of a pin; an empty or zero part says nothing.

    The time of an open pin is that of its making, of a closed one that of its closing.
    """

    fiscal_year_be: int = 0
    quarter: int = 0
    area: str = geography.COUNTRY
    category: str = ""
    word: str = ""


@dataclass(frozen=True)
class Cell:
    """One published group. `baht_protected` is None when it is not known or one pin dominates."""

    key: Key
    count: int
    baht_protected: int | None = None


class Fact(NamedTuple):
    """One pin before protection."""

    key: Key
    baht_protected: int = 0


@dataclass(frozen=True)
class _Step:
    """How much is said: the area's code cut to a length, and which parts beside it.

    `places` is in how many finer cells of one kind a left-over of this step may lie, at least.
    """

    length: int
    has_category: bool
    has_quarter: bool
    has_word: bool
    has_year: bool = True

    def coarse(self, key: Key) -> Key:
        return Key(
            key.fiscal_year_be if self.has_year else 0,
            key.quarter if self.has_quarter else 0,
            key.area[: self.length] or geography.COUNTRY,
            key.category if self.has_category else "",
            key.word if self.has_word else _WIDER.get(key.word, key.word),
        )

    def places(self, key: Key, sizes: Sizes) -> int:
        if not self.has_year:
            return sizes.years
        if self.length < _FINEST:
            return len(geography.children(key.area))
        if self.has_category:
            return 0  # nothing finer was left over
        if not self.has_word:
            return sum(wide == key.word for wide in _WIDER.values())
        return sizes.categories if self.has_quarter else _QUARTERS


@dataclass(frozen=True)
class Sizes:
    """How many level-1 categories there are, and how many fiscal years have pins."""

    categories: int
    years: int


_FINEST = 6  # the length of a subdistrict's code
_QUARTERS = 4
# (category, quarter, word) that are said, beside year and area.
_ALL, _WHEN, _WIDE_WHEN = (True, True, True), (False, True, True), (False, True, False)
_WHAT, _LEAST = (False, False, True), (False, False, False)
_NO_YEAR = {
    length: _Step(length, has_category=False, has_quarter=False, has_word=False, has_year=False)
    for length in (2, 0)
}
# The map asks first where open risks are: a pin rather keeps its province than its year.
_STEPS_OPEN = [
    *(_Step(length, *said) for length in (6, 4, 2) for said in (_ALL, _WHEN, _WHAT, _LEAST)),
    _NO_YEAR[2],
    *(_Step(0, *said) for said in (_ALL, _WHEN, _WHAT, _LEAST)),
    _NO_YEAR[0],
]
# The page of results asks by quarter: a closed pin rather keeps its quarter than its district.
_STEPS_DONE = [
    *(_Step(length, *said) for length in (6, 4) for said in (_ALL, _WHEN, _WIDE_WHEN)),
    *(_Step(2, *said) for said in (_ALL, _WHEN, _WIDE_WHEN, _WHAT, _LEAST)),
    _NO_YEAR[2],  # where it was put right matters more than in which year
    *(_Step(0, *said) for said in (_ALL, _WHEN, _WIDE_WHEN, _LEAST)),
    _NO_YEAR[0],
]


def cube(facts: Iterable[Fact], categories: int) -> list[Cell]:
    """The published groups, in the order of their keys. Deterministic.

    `categories` is the number of level-1 categories.
    """
    known = list(facts)
    sizes = Sizes(categories, len({fact.key.fiscal_year_be for fact in known}))
    done = [fact for fact in known if fact.key.word in DONE_WORDS]
    rest = [fact for fact in known if fact.key.word not in DONE_WORDS]
    cells = _published(done, _STEPS_DONE, sizes) + _published(rest, _STEPS_OPEN, sizes)
    return sorted(cells, key=lambda cell: cell.key)


def _published(facts: list[Fact], steps: list[_Step], sizes: Sizes) -> list[Cell]:
    """Groups of facts, each said as finely as K and the hiding of left-overs allow."""
    published: list[Cell] = []
    codes = _Codes(facts)
    left = np.arange(len(facts))
    for step in steps:
        _keys, first, group, counts = np.unique(
            codes.of(step)[left], return_index=True, return_inverse=True, return_counts=True
        )
        keys = {g: step.coarse(facts[left[first[g]]].key) for g in np.flatnonzero(counts >= K)}
        shown = np.zeros(len(counts), bool)
        for g, key in keys.items():
            shown[g] = _is_hidden(int(counts[g]), step.places(key, sizes))
        ends = np.cumsum(counts)
        sorted_by_group = left[np.argsort(group, kind="stable")]
        for g in np.flatnonzero(shown):
            members = sorted_by_group[ends[g] - counts[g] : ends[g]]
            published.append(_cell(keys[g], [facts[i] for i in members]))
        left = left[~shown[group]]
    return published


class _Codes:
    """The parts of many keys as numbers, so that a step compares all of them at once."""

    def __init__(self, facts: list[Fact]) -> None:
        keys = [fact.key for fact in facts]
        wide = [_WIDER.get(key.word, key.word) for key in keys]
        self._years = _numbered([key.fiscal_year_be for key in keys])
        self._quarters = _numbered([key.quarter for key in keys])
        self._categories = _numbered([key.category for key in keys])
        self._words = {True: _numbered([key.word for key in keys]), False: _numbered(wide)}
        self._areas = {n: _numbered([key.area[:n] for key in keys]) for n in (0, 2, 4, 6)}

    def of(self, step: _Step) -> NDArray[np.int64]:
        """Equal numbers where `step` says the same."""
        code = self._areas[step.length] * 64 + self._words[step.has_word]
        code = code * 256 + (self._categories if step.has_category else 0)
        code = code * 8 + (self._quarters if step.has_quarter else 0)
        return code * 1024 + (self._years if step.has_year else 0)


def _numbered(values: Sequence[object]) -> NDArray[np.int64]:
    """0, 1, 2 ... for the values in the order in which they first appear."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], np.int64)


def _is_hidden(total: int, places: int) -> bool:
    """Whether left-overs of 0 to K-1 in each of `places` may add up to `total` with every single
    one being anything from 1 to K-1; always, where nothing was left over (no places)."""
    return places == 0 or total - (places - 1) * (K - 1) <= 1


def _cell(key: Key, members: list[Fact]) -> Cell:
    amounts = [fact.baht_protected for fact in members if fact.baht_protected > 0]
    whole = sum(amounts)
    sound = len(amounts) >= K and max(amounts) <= DOMINANT * whole
    return Cell(key, len(members), whole if sound else None)


@dataclass(frozen=True)
class Cube:
    """The published groups, the newest change in them, and the day on which they were made."""

    version: int
    cells: tuple[Cell, ...]
    as_of: date


_lock = Lock()
_kept: dict[str, tuple[float, float, Cube]] = {}  # made at, seconds it took, what was made
_REST = 20  # a cube is kept at least this many times as long as it took to make


def public_cube(today: date) -> Cube:
    """The cube of the pins as they are; of a large register, as they were a moment ago."""
    if connection.in_atomic_block:
        return _made(snapshot(), today)
    key = str(connection.settings_dict["NAME"])
    with _lock:
        made_at, took, known = _kept.get(key, (0.0, 0.0, None))
        if known and known.as_of == today and monotonic() - made_at < took * _REST:
            return known
        pins = snapshot()
        if known and (known.version, known.as_of) == (pins.version, today):
            return known
        begun = monotonic()
        fresh = _made(pins, today)
        _kept[key] = (monotonic(), monotonic() - begun, fresh)
        return fresh


def _made(pins: Snapshot, today: date) -> Cube:
    categories = len(taxonomy.categories())
    return Cube(pins.version, tuple(cube(facts_of(pins), categories)), today)


def facts_of(pins: Snapshot) -> list[Fact]:
    """One fact for every pin that has a public word; drafts, proposals and archives have none."""
    rows = np.flatnonzero(mask(pins, Q(prevention_state__in=_PUBLIC_STATES)))
    words, categories = _texts(pins, rows, "prevention_state"), _texts(pins, rows, "category_top")
    names = ("subdistrict_code", "district_code", "province_code")
    levels = zip(*(_texts(pins, rows, name) for name in names), strict=True)
    areas = [finest or wider or widest for finest, wider, widest in levels]
    money = np.maximum(pins["baht_protected"][rows], 0).tolist()
    times = _times(pins, rows, words)
    told = zip(times, areas, categories, words, money, strict=True)
    return [
        Fact(Key(year, quarter, area, category, word), baht if word in DONE_WORDS else 0)
        for (year, quarter), area, category, word, baht in told
    ]


def _texts(pins: Snapshot, rows: NDArray[np.intp], name: str) -> list[str]:
    texts = pins.texts(name)
    return [texts[code] for code in pins[name][rows].tolist()]


def _times(pins: Snapshot, rows: NDArray[np.intp], words: list[str]) -> list[tuple[int, int]]:
    """Fiscal year and quarter of each row: of its making while open, of its closing after."""
    columns = (pins[name][rows].tolist() for name in ("fiscal_year_be", "created_at", "closed_at"))
    quarters: dict[int, tuple[int, int]] = {}
    found = []
    for word, year, made, closed in zip(words, *columns, strict=True):
        is_open = word in OPEN_WORDS or closed == MISSING
        day = made if is_open else closed
        if day not in quarters:
            moment = date.fromordinal(day)
            quarters[day] = fiscal_year_be(moment), fiscal_quarter(moment)
        if not is_open or quarters[day][0] == year:
            found.append(quarters[day])
        else:
            found.append((year, 0))  # entered for an earlier year: it has no quarter in it
    return found
