"""The real pack beside the project: everything it holds comes in, is drawn small and located."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from tests.geography.conftest import NOW
from tmac.geography import locating, queries, shapes, versions
from tmac.geography.boundaries.findings import Gravity
from tmac.geography.boundaries.importing import Outcome, import_pack
from tmac.geography.boundaries.preparing import read_locating

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def pack(shared: Path) -> Path:
    return shared / "geo" / "boundaries"


def take(path: Path) -> Outcome:
    return import_pack(path, now=NOW, actor_id=None, actor="test")


def test_the_whole_pack_is_taken_into_use(pack: Path) -> None:
    outcome = take(pack)
    assert outcome.version == versions.current()
    assert {level: m["shapes"] for level, m in outcome.report.levels.items()} == {
        "SUBDISTRICT": 7425,
        "DISTRICT": 928,
        "PROVINCE": 77,
    }
    assert not list(outcome.report.of(Gravity.REPAIRED))
    assert {f.values["code"] for f in outcome.report.of(Gravity.MAPPED)} == {"104701", "105001"}
    assert outcome.report.notes["country_bytes"] < 60_000
    assert outcome.report.notes["largest_bytes"] < 150_000
    for province in queries.province_codes():
        assert shapes.shape_file("SUBDISTRICT", province).is_file()
    _points_are_located(versions.folder(outcome.version) / "locating.npz")
    _areas_and_labels_agree(pack / "subdistrict.attributes.csv")


def _points_are_located(path: Path) -> None:
    """5,000 points inside shapes, by their triangles, come back under the code of their shape."""
    codes, geometries, shared_by = read_locating(path)
    chance = np.random.default_rng(7425)
    picked = chance.choice(len(codes), 5000)
    points = [shapely.point_on_surface(geometries[i]).coords[0] for i in picked]
    for i, (lon, lat), found in zip(picked, points, locating.locate_many(points), strict=True):
        assert found is not None, (codes[i], lon, lat)
        assert found.subdistrict_code == codes[i]
        assert found.distance_m == 0
        assert found.is_approximate == (codes[i] in shared_by)


def _areas_and_labels_agree(table: Path) -> None:
    """Our areas are those that the makers of the pack measured, within a thousandth."""
    with table.open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            area = queries.area(row["code"])
            if area is not None and area.area_km2 is not None:
                assert area.area_km2 == pytest.approx(float(row["area_km2"]), rel=0.002, abs=0.005)


@pytest.mark.parametrize("detail", ["web", "small"])
def test_the_simplified_topojson_is_taken_after_small_repairs(detail: str, pack: Path) -> None:
    outcome = take(pack / f"subdistrict.{detail}.topojson")
    assert outcome.version
    assert {f.kind for f in outcome.report.of(Gravity.REPAIRED)} == {"repaired", "cleaned"}
    assert shapes.available_levels() == ("PROVINCE", "DISTRICT", "SUBDISTRICT")
