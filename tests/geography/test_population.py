from __future__ import annotations

from pathlib import Path

import pytest

from tests.geography.conftest import NOW
from tmac.core.errors import Invalid
from tmac.geography import queries
from tmac.geography.models import Population
from tmac.geography.population import Held, Outcome, import_population, years_held

pytestmark = pytest.mark.django_db


def take(path: Path, year_be: int | None = None, source: str = "DOPA") -> Outcome:
    return import_population(
        path, year_be=year_be, source=source, now=NOW, actor_id=None, actor="test"
    )


def table(folder: Path, text: str) -> Path:
    path = folder / "figures.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("head", "cell"),
    [("year_be", "2564"), ("year", "2021"), ("reference_date", "2021-12-31"), ("ปี", "๒๕๖๔")],
)
def test_years_of_either_era_are_understood(head: str, cell: str, tmp_path: Path) -> None:
    take(table(tmp_path, f"code,population,{head}\n74,586199,{cell}\n"))
    assert queries.population("74") == queries.Population(586_199, 2564, "DOPA")


def test_thai_digits_and_thousands_are_understood(tmp_path: Path) -> None:
    take(table(tmp_path, 'รหัส,ประชากร\n๗๔,"๕๘๖,๑๙๙"\n'), year_be=2564)
    assert queries.population("74") == queries.Population(586_199, 2564, "DOPA")


def test_figures_of_an_abolished_code_count_in_its_successor(tmp_path: Path) -> None:
    outcome = take(table(tmp_path, "code,population\n230396,100\n230403,900\n"), year_be=2540)
    assert queries.population("230403", 2540) == queries.Population(1000, 2540, "DOPA")
    assert "230396" in outcome.mapped[0]


def test_a_second_import_replaces_the_figures_of_the_year(tmp_path: Path) -> None:
    take(table(tmp_path, "code,population\n74,1\n"), year_be=2564)
    take(table(tmp_path, "code,population\n74,2\n"), year_be=2564, source="Census")
    assert years_held() == [Held(2564, "Census", 1)]


FAULTY = [
    ("code,population\n74,abc\n", "number of residents"),
    ("code,population\n74,-5\n", "number of residents"),
    ("code,population\n74,\n", "number of residents"),
    ("code,population\n99,5\n", "no successor"),
    ("code,population\nBKK,5\n", "2, 4 or 6 digits"),
    ("code,population\n74,5\n74,6\n", "twice"),
    ("code,people\n74,5\n", "no column"),
]


@pytest.mark.parametrize(("text", "word"), FAULTY)
def test_a_fault_is_named_and_nothing_is_stored(text: str, word: str, tmp_path: Path) -> None:
    text = text.replace("\n", "\n10,5000\n", 1)
    with pytest.raises(Invalid, match=word):
        take(table(tmp_path, text), year_be=2564)
    assert not Population.objects.exists()


def test_every_faulty_row_is_listed_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        take(table(tmp_path, "code,population\n74,x\n10,5\n99,5\n"), year_be=2564)
    assert [fault.row for fault in refused.value.faults] == [2, 4]


@pytest.mark.parametrize(("year", "source"), [(None, "DOPA"), (2564, "")])
def test_year_and_source_must_be_told(year: int | None, source: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        take(table(tmp_path, "code,population\n74,5\n"), year_be=year, source=source)


def test_the_official_figures_of_2564_come_in_whole(shared: Path) -> None:
    outcome = take(shared / "geo" / "population", source="DOPA, 31 Dec 2021")
    assert outcome.count == 77 + 928 + 7436
    assert outcome.years_be == [2564]
    for level in ("PROVINCE", "DISTRICT", "SUBDISTRICT"):
        assert sum(p.value for p in queries.populations(level).values()) == 66_171_439
    assert queries.populations("DISTRICT", within="74").keys() == {"7401", "7402", "7403"}
