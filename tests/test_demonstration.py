"""The demonstration: the same pins for the same seed, a share of procurement for each year."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from demo.histories import Team
from demo.pins import World, demonstration_pins
from tmac.agencies.queries import AgencyInfo
from tmac.geography import queries as geography
from tmac.geography.services import load_reference
from tmac.riskmap.services.archive import PastPin

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    load_reference()
    bodies = {
        code: [AgencyInfo(1, "X", "SAO", "หน่วยงานสาธิต", "", code, "", "", None, None, True)]
        for code in geography.province_codes()
    }
    return World(NOW, bodies, {"": Team(1, 2, 3, 4, 5)}, liaison_agency_id=0)


def drawn(world: World) -> list[PastPin]:
    return list(demonstration_pins(world, Random(2570)))


def test_the_demonstration_is_large_spread_over_the_years_and_always_the_same(world: World) -> None:
    pins = drawn(world)
    assert pins == drawn(world)
    assert len(pins) >= 3000
    years = Counter(pin.draft.fiscal_year_be for pin in pins)
    assert set(years) == set(range(2563, 2571))
    provinces = Counter(pin.draft.province_code for pin in pins)
    assert set(provinces) == geography.province_codes()
    assert min(provinces["74"], provinces["45"]) >= 150


def test_procurement_is_54_percent_of_fiscal_year_2563(world: World) -> None:
    first = [pin.draft.category for pin in drawn(world) if pin.draft.fiscal_year_be == 2563]
    procured = sum(category.startswith("PRC") for category in first)
    assert round(100 * procured / len(first)) == 54
