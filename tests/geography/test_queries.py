from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tmac.core.thai import sort_key
from tmac.geography import queries
from tmac.geography.gazetteer import Level, abolished
from tmac.geography.models import Population


def test_the_country_has_its_known_numbers_of_areas() -> None:
    counts = [
        len(queries.areas(level)) for level in ("COUNTRY", "PROVINCE", "DISTRICT", "SUBDISTRICT")
    ]
    assert counts == [1, 77, 928, 7436]
    assert len(queries.province_codes()) == 77


def test_areas_come_in_the_thai_order_of_names() -> None:
    names = [area.name_th for area in queries.areas(Level.PROVINCE)]
    assert names == sorted(names, key=sort_key)
    assert names[:3] == ["กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี"]
    # A leading vowel sorts after its consonant: เชียงใหม่ stands between ชุมพร and ตรัง.
    assert names.index("ชุมพร") < names.index("เชียงใหม่") < names.index("ตรัง")


def test_every_area_lies_in_its_parent() -> None:
    for area in queries.areas("SUBDISTRICT"):
        assert [step.code for step in queries.path(area.code)] == [
            area.code[:2],
            area.code[:4],
            area.code,
        ]
    assert {a.code for a in queries.children("7401")} == {
        a.code for a in queries.areas("SUBDISTRICT", "7401")
    }


@pytest.mark.parametrize(
    ("code", "thai", "english"),
    [
        ("00", "ประเทศไทย", "Thailand"),
        ("74", "จ.สมุทรสาคร", "Samut Sakhon"),
        ("7401", "อ.เมืองสมุทรสาคร จ.สมุทรสาคร", "Mueang Samut Sakhon, Samut Sakhon"),
        ("10", "กรุงเทพมหานคร", "Bangkok"),
        ("1001", "เขตพระนคร กรุงเทพมหานคร", "Phra Nakhon, Bangkok"),
        (
            "100101",
            "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร",
            "Phra Borom Maha Ratchawang, Phra Nakhon, Bangkok",
        ),
        ("230396", "ต.ด่านชุมพล อ.บ่อไร่ จ.ตราด", "Dan Chumphon, Bo Rai, Trat"),  # abolished
        ("999999", "999999", "999999"),
        ("", "", ""),
        ("'; --", "'; --", "'; --"),
    ],
)
def test_full_names_are_as_people_write_them(code: str, thai: str, english: str) -> None:
    assert queries.full_name(code, "th") == thai
    assert queries.full_name(code, "en") == english


def test_abolished_codes_lead_to_codes_in_force() -> None:
    for old in abolished().values():
        for heir in queries.successors(old.code):
            assert queries.area(heir) is not None
    assert queries.successor("740117") == "740117"
    assert queries.successor("230396") == "230403"
    assert queries.successor("230395") is None  # no successor is known
    assert queries.successor("104701") is None  # divided in two
    assert queries.successors("104701") == ("104702", "104703")
    assert queries.successor("999999") is None


def test_a_code_stands_on_the_days_when_it_was_in_force() -> None:
    ended = abolished()["230396"].abolished_on
    assert queries.successor("230396", on=ended) == "230403"
    assert queries.successor("230396", on=date(1990, 1, 1)) == "230396"


def test_names_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries, db: None) -> None:
    with django_assert_num_queries(0):
        for area in queries.areas("DISTRICT"):
            assert queries.full_name(area.code)


@pytest.mark.django_db
def test_population_tells_year_and_source() -> None:
    for code, year, value in [
        ("74", 2563, 580_000),
        ("74", 2564, 586_000),
        ("45", 2563, 1_300_000),
    ]:
        Population.objects.create(
            area_code=code, level=Level.PROVINCE, year_be=year, value=value, source="DOPA"
        )
    assert queries.population("74") == queries.Population(586_000, 2564, "DOPA")
    assert queries.population("74", 2563) == queries.Population(580_000, 2563, "DOPA")
    assert queries.population("10") is None
    # All of one year: the newest that the level has, so that areas can be compared.
    assert queries.populations("PROVINCE").keys() == {"74"}
    assert queries.populations("PROVINCE", 2563).keys() == {"74", "45"}
    assert queries.populations("DISTRICT") == {}


@pytest.mark.parametrize(
    ("count", "residents", "rate"),
    [(5, 100_000, 5.0), (1, 40_000, 2.5), (0, 10, 0.0), (3, 0, None)],
)
def test_rates_are_per_hundred_thousand(count: float, residents: int, rate: float | None) -> None:
    assert queries.rate_per(count, queries.Population(residents, 2564, "x")) == rate
    assert queries.rate_per(count, None) is None
