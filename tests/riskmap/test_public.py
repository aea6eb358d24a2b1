"""No figure that the public sees stands on fewer than five pins, and none can be worked out."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from tests.cast import Cast
from tests.riskmap.conftest import TODAY
from tests.riskmap.scatter import scatter
from tmac.geography import queries as geography
from tmac.riskmap import public
from tmac.riskmap.counts import AreaState, Ground
from tmac.riskmap.public import Fact, K, Key, Word
from tmac.riskmap.public_tables import PublicFilter, area_table, success

CATEGORIES = ["PRC", "BRB", "EMB"]
AREAS = [area.code for area in geography.areas("SUBDISTRICT", "74")[:9]] + ["450101", "450102"]
WORDS = [Word.WATCHING, Word.REMEDY, Word.RESOLVED, Word.STOPPED]


def world(seed: int, count: int = 90) -> list[Fact]:
    """Invented facts, crowded in some places and thin in others."""
    random = Random(seed)
    return [
        Fact(
            Key(
                random.choice([2568, 2569]),
                random.randint(1, 4),
                AREAS[min(int(random.random() ** 2 * len(AREAS)), len(AREAS) - 1)],
                random.choice(CATEGORIES),
                random.choice(WORDS),
            ),
            random.choice([0, 100_000]),
        )
        for _ in range(count)
    ]


def published(facts: list[Fact]) -> list[tuple[Key, int]]:
    return [(cell.key, cell.count) for cell in public.cube(facts, len(CATEGORIES))]


@pytest.mark.parametrize("seed", range(12))
def test_every_published_group_has_at_least_five_pins(seed: int) -> None:
    cells = public.cube(world(seed), len(CATEGORIES))
    assert cells
    assert min(cell.count for cell in cells) >= K
    assert sum(cell.count for cell in cells) <= 90


@pytest.mark.parametrize("seed", range(6))
def test_no_subtraction_of_published_tables_gives_a_figure_under_five(seed: int) -> None:
    """Every table is a sum of groups, so every difference of two tables is one too: when one table
    is part of another, what is left is nothing or at least five."""
    cells = public.cube(world(seed, 200), len(CATEGORIES))
    tables = {}
    for within in ("", "74", "7401", *AREAS):
        for year in (None, 2568, 2569):
            for word in ("OPEN", "DONE", *map(str, WORDS)):
                wanted = PublicFilter(fiscal_year_be=year, word=word, within=within)
                held = frozenset(i for i, cell in enumerate(cells) if wanted.holds(cell))
                tables[within, year, word] = held
    for one in set(tables.values()):
        for other in set(tables.values()):
            if one < other:
                assert sum(cells[i].count for i in other - one) >= K


def neighbours(facts: list[Fact], cell: tuple[Key, int]) -> list[list[Fact]]:
    """Worlds in which one pin of a small cell lies somewhere else, or one more lies in it."""
    key, _count = cell
    inside = next(i for i, fact in enumerate(facts) if fact.key == key)
    others = {fact.key for fact in facts} | {
        key._replace(area=area, quarter=quarter, category=category)
        for area in AREAS
        for quarter in (1, 2, 3, 4)
        for category in CATEGORIES
    }
    return [
        [fact._replace(key=other) if i == inside else fact for i, fact in enumerate(facts)]
        for other in sorted(others - {key})
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_small_cell_could_always_have_been_another_number(seed: int) -> None:
    """For every cell of one to four pins there is another world with another number in that cell
    and exactly the same publication: whoever knows all that is published, and how it is made, does
    not know the number."""
    facts = world(seed, 70)
    shown = published(facts)
    cells = Counter(fact.key for fact in facts)
    small = sorted((key, count) for key, count in cells.items() if count < K)
    assert small
    for cell in small[::4]:
        assert any(published(other) == shown for other in neighbours(facts, cell)), cell


def test_the_equations_of_all_tables_determine_no_small_area() -> None:
    """A linear attack: the unknowns are the pins of each subdistrict, the equations every published
    sum by area. No small subdistrict is determined by them."""
    facts = world(3, 200)
    cells = public.cube(facts, len(CATEGORIES))
    truth = Counter(fact.key.area for fact in facts if fact.key.word in public.OPEN_WORDS)
    areas = sorted(truth)
    # A group says only that its pins lie somewhere in its area; each subdistrict's share is free.
    groups = [cell for cell in cells if cell.key.word in public.OPEN_WORDS]
    columns = [
        (g, a)
        for g, cell in enumerate(groups)
        for a, area in enumerate(areas)
        if cell.key.area == geography.COUNTRY or area.startswith(cell.key.area)
    ]
    equations = np.zeros((len(groups), len(columns)))
    for column, (g, _a) in enumerate(columns):
        equations[g, column] = 1
    for a, area in enumerate(areas):
        if truth[area] >= K:
            continue
        wanted = np.array([1.0 if which == a else 0.0 for _g, which in columns])
        stacked = np.vstack([equations, wanted])
        assert np.linalg.matrix_rank(stacked) > np.linalg.matrix_rank(equations), area


def test_left_overs_that_would_give_each_other_away_say_less() -> None:
    """Two subdistricts with four pins each: eight left over in two places would tell both."""
    facts = [Fact(Key(2569, 1, area, "PRC", Word.WATCHING)) for area in AREAS[:2] for _ in range(4)]
    assert not public._is_hidden(8, 2)
    assert public._is_hidden(5, 2)
    assert all(len(key.area) < 6 for key, _count in published(facts))


def test_four_pins_in_the_whole_country_are_not_published() -> None:
    assert published(world(1, 4)) == []


def test_money_is_shown_only_when_five_amounts_make_it_up_and_none_dominates() -> None:
    key = Key(2569, 1, AREAS[0], "PRC", Word.STOPPED)
    even = [Fact(key, 100_000)] * 6
    assert public.cube(even, 3)[0].baht_protected == 600_000
    assert public.cube([Fact(key, 9_000_000), *even[:5]], 3)[0].baht_protected is None
    assert public.cube([Fact(key, 100_000)] * 4 + [Fact(key)] * 4, 3)[0].baht_protected is None


@pytest.mark.django_db
def test_drafts_proposals_and_archives_are_never_counted(cast: Cast) -> None:
    for state in ("DRAFT", "PROPOSED", "RETURNED", "ARCHIVED"):
        scatter(cast, 30, prevention_state=state, province_code="74", subdistrict_code="740101")
    assert public.public_cube(TODAY).cells == ()


@pytest.mark.django_db
def test_an_area_without_five_pins_says_so_and_the_gap_is_told(cast: Cast) -> None:
    here = {"prevention_state": "WATCHING", "fiscal_year_be": 2569}
    scatter(cast, 20, province_code="74", district_code="7401", subdistrict_code="740101", **here)
    scatter(cast, 3, province_code="45", district_code="4501", subdistrict_code="450101", **here)
    scatter(cast, 3, province_code="70", district_code="7001", subdistrict_code="700101", **here)
    table = area_table(PublicFilter(), Ground("PROVINCE"), TODAY)
    areas = {area.code: area for area in table.areas}
    assert areas["74"].count == 20
    assert areas["45"].count is None
    assert areas["45"].state == AreaState.FEW
    assert areas["11"].state == AreaState.FEW  # none at all looks the same
    assert (table.total, table.unplaced) == (26, 6)


@pytest.mark.django_db
def test_results_are_told_by_the_quarter_of_closing(cast: Cast) -> None:
    from datetime import UTC, datetime

    closed = datetime(2026, 2, 10, 3, tzinfo=UTC)
    where = {"province_code": "74", "district_code": "7401", "subdistrict_code": "740101"}
    scatter(cast, 8, prevention_state="STOPPED", closed_at=closed, baht_protected=50_000, **where)
    [row] = success(date(2026, 11, 23), within="74")
    assert (row.fiscal_year_be, row.quarter, row.area) == (2569, 2, "7401")
    assert (row.count, row.stopped, row.baht_protected) == (8, 8, 400_000)
    assert Fraction(row.baht_protected or 0, row.count) == 50_000
