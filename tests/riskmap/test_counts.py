"""Areas count, weigh, divide and shade what an officer may see."""

from __future__ import annotations

import pytest
from django.db.models import Count, Q

from tests.cast import Cast
from tests.riskmap.conftest import TODAY, Stage
from tests.riskmap.scatter import scatter
from tmac.geography import queries as geography
from tmac.geography.models import Population
from tmac.geography.services import load_reference as load_regions
from tmac.riskmap import queries
from tmac.riskmap.breaks import class_of, natural_breaks, roundest
from tmac.riskmap.counts import AreaState, Ground, counts
from tmac.riskmap.denominators import Per
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.ground import scene
from tmac.riskmap.models import Pin
from tmac.riskmap.public_tables import PublicFilter, area_table
from tmac.riskmap.states import OPEN

pytestmark = pytest.mark.django_db
EVERYTHING = PinFilter()


def by_code(table: object) -> dict[str, object]:
    return {area.code: area for area in table.areas}  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["somsri", "preecha", "chalerm", "rungroj", "anong", "boonmi"])
def test_the_counts_of_provinces_are_those_of_the_database(cast: Cast, who: str) -> None:
    load_regions()
    scatter(cast, 150)
    by = cast(who)
    rows = queries.visible_pins(by).filter(prevention_state__in=OPEN).order_by()
    wanted = dict(rows.values_list("province_code").annotate(Count("pk")))
    table = counts(by, EVERYTHING, Ground("PROVINCE"), TODAY, Per.COUNT)
    assert {area.code: area.count for area in table.areas if area.count} == wanted
    assert table.totals.count == sum(wanted.values())


def test_open_pins_weigh_one_two_four_and_eight(cast: Cast) -> None:
    for level, count in {"": 1, "LOW": 1, "MEDIUM": 1, "HIGH": 1, "VERY_HIGH": 2}.items():
        scatter(
            cast, count, seed=len(level), final_level=level, computed_level=level,
            prevention_state="WATCHING", province_code="74",
        )  # fmt: skip
    scatter(cast, 9, seed=9, prevention_state="RESOLVED", province_code="74")
    area = by_code(counts(cast("somsri"), EVERYTHING, Ground("PROVINCE"), TODAY, Per.COUNT))["74"]
    assert (area.count, area.weighted, area.levels) == (6, 1 + 1 + 2 + 4 + 16, (1, 1, 1, 2))
    assert area.rate == 24.0


def test_a_rate_stands_on_its_denominator_and_says_when_it_cannot(cast: Cast) -> None:
    scatter(cast, 10, prevention_state="WATCHING", province_code="74", final_level="LOW",
            computed_level="LOW")  # fmt: skip
    scatter(cast, 4, prevention_state="WATCHING", province_code="45")
    scatter(cast, 7, prevention_state="WATCHING", province_code="70")
    for code, residents in {"74": 500_000, "45": 1_300_000, "11": 900_000}.items():
        Population.objects.create(
            area_code=code, level="PROVINCE", year_be=2567, value=residents, source="ทดสอบ"
        )
    table = counts(cast("chalerm"), EVERYTHING, Ground("PROVINCE"), TODAY, Per.RESIDENTS)
    areas = by_code(table)
    assert areas["74"].rate == 10 * 100_000 / 500_000
    assert areas["74"].state == AreaState.OK
    assert areas["45"].state == AreaState.FEW
    assert areas["70"].state == AreaState.NO_DATA
    assert areas["11"].state == AreaState.NONE
    assert (table.year_be, table.source) == (2567, "ทดสอบ")


@pytest.fixture
def drawn_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack whose shape of 740102 stands for 740101 too."""
    monkeypatch.setattr(geography, "drawn_as", lambda c: "740102" if c == "740101" else c)


@pytest.mark.usefixtures("drawn_together")
def test_a_shape_that_stands_for_two_subdistricts_carries_the_pins_of_both(cast: Cast) -> None:
    for code, residents, count in (("740101", 3_000, 4), ("740102", 5_000, 3), ("740103", 0, 2)):
        scatter(cast, count, seed=count, prevention_state="WATCHING", final_level="LOW",
                computed_level="LOW", province_code="74", district_code="7401",
                subdistrict_code=code)  # fmt: skip
        Population.objects.create(
            area_code=code, level="SUBDISTRICT", year_be=2567, value=residents, source="ทดสอบ"
        )
    ground = Ground("SUBDISTRICT", "7401")
    areas = by_code(counts(cast("somsri"), EVERYTHING, ground, TODAY, Per.RESIDENTS))
    assert "740101" not in areas
    both, alone = areas["740102"], areas["740103"]
    assert (both.count, both.denominator, alone.count) == (7, 8_000, 2)
    assert both.name.count(",") == 1
    public = {area.code: area.count for area in area_table(PublicFilter(), ground, TODAY).areas}
    assert "740101" not in public
    assert sum(table.count for table in areas.values()) == 9


def test_what_lies_outside_the_jurisdiction_is_not_called_free_of_risk(cast: Cast) -> None:
    scatter(cast, 40, prevention_state="WATCHING")
    areas = by_code(counts(cast("somsri"), EVERYTHING, Ground("PROVINCE"), TODAY, Per.COUNT))
    assert areas["45"].state == AreaState.OUTSIDE
    assert areas["45"].count == 0
    assert areas["74"].state in (AreaState.OK, AreaState.NONE)


def test_regions_add_up_their_provinces(cast: Cast) -> None:
    load_regions()
    scatter(cast, 80, prevention_state="WATCHING")
    table = counts(cast("chalerm"), EVERYTHING, Ground("REGION", scheme="NACC"), TODAY, Per.COUNT)
    assert sum(area.count for area in table.areas) == Pin.objects.count()


@pytest.mark.parametrize("level", ["DISTRICT", "SUBDISTRICT"])
def test_areas_inside_add_up_to_what_is_placed_in_them(cast: Cast, level: str) -> None:
    scatter(cast, 80, prevention_state="WATCHING", province_code="74")
    within = "74" if level == "DISTRICT" else "7401"
    table = counts(cast("somsri"), EVERYTHING, Ground(level, within), TODAY, Per.COUNT)
    column = f"{level.lower()}_code__startswith"
    placed = Pin.objects.filter(**{column: within}).count()
    assert sum(area.count for area in table.areas) == placed > 0


def test_a_subdistrict_in_the_filter_narrows_the_totals_and_not_the_areas_around(
    cast: Cast,
) -> None:
    scatter(cast, 60, prevention_state="WATCHING", province_code="74", district_code="7401")
    code = Pin.objects.exclude(subdistrict_code="").values_list("subdistrict_code", flat=True)[0]
    wanted = PinFilter(subdistrict=code)
    table = counts(cast("somsri"), wanted, Ground("SUBDISTRICT", "7401"), TODAY, Per.COUNT)
    assert table.totals.count == Pin.objects.filter(subdistrict_code=code).count()
    assert sum(area.count for area in table.areas) > table.totals.count


def test_natural_breaks_part_what_is_apart() -> None:
    assert natural_breaks([1, 2, 1.5, 10, 11, 50, 51, 52, 100, 300], 5) == [10, 50, 100, 200]
    assert natural_breaks([4, 5, 9, 10], 2) == [8]  # Fisher's and Jenks's usual example
    assert natural_breaks([7, 7, 7]) == []
    assert natural_breaks([]) == []
    assert natural_breaks([3, 1, 3]) == [2]


@pytest.mark.parametrize(
    ("above", "upto", "limit"),
    [(812, 938, 900), (6, 7, 7), (3.87, 4.13, 4), (98, 104, 100), (0.21, 0.2149, 0.214), (0, 3, 2)],
)
def test_a_class_begins_at_the_roundest_number(above: float, upto: float, limit: float) -> None:
    assert roundest(above, upto) == limit


def test_no_other_limits_part_better_than_natural_breaks() -> None:
    """Against every possible choice of limits for a small list."""
    from itertools import combinations

    values = [1.0, 1.0, 2.0, 4.0, 4.5, 7.0, 9.0, 9.0, 9.5, 14.0]

    def cost(limits: tuple[float, ...]) -> float:
        groups: dict[int, list[float]] = {}
        for value in values:
            groups.setdefault(class_of(value, limits), []).append(value)
        return sum(sum((v - sum(g) / len(g)) ** 2 for v in g) for g in groups.values())

    best = min(cost(limits) for limits in combinations(sorted(set(values))[1:], 2))
    assert cost(tuple(natural_breaks(values, 3))) == pytest.approx(best)


def test_the_scene_follows_the_narrowest_place(stage: Stage) -> None:
    load_regions()
    assert scene(EVERYTHING, "province", TODAY).ground == Ground("PROVINCE")
    regions = scene(EVERYTHING, "NACC", TODAY)
    assert (regions.ground.level, regions.shape) == ("REGION", "country-region-nacc")
    region = scene(PinFilter(region="NACC:7"), "NACC", TODAY)
    assert "74" in (region.ground.provinces or ())
    # Without a boundary pack provinces are the finest areas drawn.
    province = scene(PinFilter(region="NACC:7", province="74"), "NACC", TODAY)
    assert (province.ground.provinces, province.shape) == (("74",), "country-province")
    assert [step.params for step in province.trail] == [
        {"view": "country"},
        {"region": "NACC:7"},
        {"region": "NACC:7", "province": "74"},
    ]


def test_a_filter_that_finds_nothing_leaves_every_area_white(cast: Cast) -> None:
    scatter(cast, 30)
    table = counts(cast("chalerm"), PinFilter(fy=2444), Ground("PROVINCE"), TODAY)
    assert {area.state for area in table.areas} == {AreaState.NONE}
    assert table.breaks == ()
    assert Pin.objects.filter(Q()).exists()
