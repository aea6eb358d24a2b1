"""What the public may know: one fixed cube of counts, each of at least five pins.

The cube counts verified pins by time (fiscal year and quarter), area, level-1 category and public
word. Small counts are protected by *local recoding*: every pin stands in exactly one published group,
the finest of the steps below in which at least K pins agree; pins that agree with too few others say less
about themselves (first the category, then the quarter, the word, the area) until they do. Everything
that is shown is a sum of such groups. So no table can be subtracted from another to find a count
under K: there is nothing finer than a group behind any figure.

A group made of left-overs hides a small cell only while its members could lie in several places.
`_is_hidden` asks that each of them could still be anything from 1 to K-1 at least; a group that does
not grant it says less. What remains at the very end is not shown, and tables print the gap.

Follows the idea of local recoding in statistical disclosure control (Hundepool et al. 2012,
"Statistical Disclosure Control", ch. 3.2.4 and 4.2); k as in Sweeney (2002).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from threading import Lock
from time import monotonic

import numpy as np
from django.db import connection
from django.db.models import Q

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


_WIDER = {
    Word.WATCHING: Word.OPEN,
    Word.REMEDY: Word.OPEN,
    Word.FIX_REPORTED: Word.OPEN,
    Word.RESOLVED: Word.DONE,
    Word.STOPPED: Word.DONE,
}
OPEN_WORDS = frozenset({Word.WATCHING, Word.REMEDY, Word.FIX_REPORTED, Word.OPEN})
DONE_WORDS = frozenset({Word.RESOLVED, Word.STOPPED, Word.DONE})
_PUBLIC_STATES = [str(word) for word in Word if word in set(Prevention)]


@dataclass(frozen=True, order=True)
class Key:
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


@dataclass(frozen=True)
class Fact:
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
            key.word if self.has_word else _WIDER.get(Word(key.word), key.word),
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


def _published(left: list[Fact], steps: list[_Step], sizes: Sizes) -> list[Cell]:
    """Groups of facts, each said as finely as K and the hiding of left-overs allow."""
    published: list[Cell] = []
    for step in steps:
        groups: dict[Key, list[Fact]] = defaultdict(list)
        for fact in left:
            groups[step.coarse(fact.key)].append(fact)
        left = []
        for key, members in groups.items():
            if len(members) >= K and _is_hidden(len(members), step.places(key, sizes)):
                published.append(_cell(key, members))
            else:
                left += members
    return published


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
    return [_fact(pins, int(row)) for row in rows]


def _fact(pins: Snapshot, row: int) -> Fact:
    word = pins.texts("prevention_state")[pins["prevention_state"][row]]
    year, quarter = _time(pins, row, word)
    area = next(
        pins.texts(name)[pins[name][row]]
        for name in ("subdistrict_code", "district_code", "province_code")
        if pins.texts(name)[pins[name][row]]
    )
    category = pins.texts("category_top")[pins["category_top"][row]]
    baht = int(pins["baht_protected"][row])
    done = word in DONE_WORDS
    return Fact(Key(year, quarter, area, category, word), max(baht, 0) if done else 0)


def _time(pins: Snapshot, row: int, word: str) -> tuple[int, int]:
    closed = int(pins["closed_at"][row])
    is_open = word in OPEN_WORDS or closed == MISSING
    day = date.fromordinal(int(pins["created_at"][row]) if is_open else closed)
    year = int(pins["fiscal_year_be"][row]) if is_open else fiscal_year_be(day)
    # A pin entered for an earlier year has no quarter in it.
    return year, fiscal_quarter(day) if fiscal_year_be(day) == year else 0
