from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.geography.conftest import Importer, Shapes, features, write
from tmac.geography import versions

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("geography", "--language", "en", *words, stdout=out)
    return out.getvalue()


def test_status_says_that_the_boundaries_are_approximate() -> None:
    told = run("status")
    assert "Natural Earth" in told
    assert "tmac geography import PATH" in told


def test_status_names_the_pack_in_use(take: Importer, squares: Shapes) -> None:
    outcome = take(squares)
    assert outcome.version in run("status")
    assert "subdistrict: 38" in run("status")


def test_a_refused_pack_is_reported_and_ends_with_an_error(tmp_path: Path, squares: Shapes) -> None:
    path = write(tmp_path / "trat.geojson", features(squares))
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing has changed"):
        call_command("geography", "--language", "en", "import", str(path), stdout=out)
    assert "REFUSED [subdistrict]: 7398 areas have no shape" in out.getvalue()
    assert "Reading trat.geojson" in out.getvalue()
    assert versions.is_approximate()


def test_what_cannot_be_read_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file or folder"):
        run("import", str(tmp_path / "nowhere"))


def test_population_faults_name_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("code,population\n74,x\n")
    with pytest.raises(CommandError, match="Row 2"):
        run("population", str(path), "--year", "2564", "--source", "DOPA")


def test_population_is_imported_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("code,population\n74,5\n")
    assert "1 figures for 2564" in run(
        "population", str(path), "--year", "2564", "--source", "DOPA"
    )
    assert "Population of 2564: 1 areas, source: DOPA" in run("status")
