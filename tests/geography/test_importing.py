from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from tests.geography.conftest import NOW, SIDE, SOUTH, WEST, Importer, Shapes, features, write
from tmac.audit.models import Entry
from tmac.core.errors import Invalid
from tmac.geography import locating, queries, shapes, versions
from tmac.geography.boundaries import preparing
from tmac.geography.boundaries.checking import Expected
from tmac.geography.boundaries.findings import Gravity, Report
from tmac.geography.boundaries.importing import Outcome, import_pack
from tmac.geography.models import BoundarySet

pytestmark = pytest.mark.django_db


def refused(outcome: Outcome) -> set[str]:
    assert not outcome.version
    assert versions.current() == versions.APPROXIMATE
    assert not BoundarySet.objects.exists()
    return {finding.kind for finding in outcome.report.of(Gravity.REFUSED)}


def told(outcome: Outcome, kind: str) -> str:
    return next(f.sentence for f in outcome.report.findings if f.kind == kind)


def test_a_valid_pack_is_taken_into_use(take: Importer, squares: Shapes) -> None:
    outcome = take(squares)
    assert outcome.version == versions.current()
    assert {finding.kind for finding in outcome.report.findings} == {"dissolved"}
    assert not versions.is_approximate()
    kept = BoundarySet.objects.get()
    assert kept.levels == {"SUBDISTRICT": 38, "DISTRICT": 7, "PROVINCE": 1}
    assert Report.from_json(kept.report).levels == outcome.report.levels
    assert Entry.objects.filter(action="geography.boundaries_imported").count() == 1
    assert shapes.available_levels() == ("PROVINCE", "DISTRICT", "SUBDISTRICT")


def test_labels_and_areas_follow_the_pack(take: Importer, squares: Shapes) -> None:
    before = queries.area("230201")
    take(squares)
    after = queries.area("230201")
    assert before is not None
    assert after is not None
    assert squares["230201"].contains(shapely.Point(after.lon, after.lat))
    assert before.area_km2 is None
    assert after.area_km2 == pytest.approx(30.1, abs=0.2)


def test_importing_the_same_pack_again_changes_nothing(take: Importer, squares: Shapes) -> None:
    first = take(squares)
    files = sorted(p.stat().st_mtime_ns for p in versions.folder(first.version).iterdir())
    assert take(squares).version == first.version
    assert files == sorted(p.stat().st_mtime_ns for p in versions.folder(first.version).iterdir())
    assert BoundarySet.objects.count() == 1


def test_an_overlap_is_refused_naming_both(take: Importer, squares: Shapes) -> None:
    squares["230201"] = squares["230201"].buffer(SIDE / 4, join_style="mitre")
    outcome = take(squares)
    assert "overlap" in refused(outcome)
    assert "230201" in told(outcome, "overlap")


def test_a_misfit_of_metres_is_fitted(take: Importer, squares: Shapes) -> None:
    squares["230201"] = squares["230201"].buffer(0.00002, join_style="mitre")
    outcome = take(squares)
    assert outcome.version
    assert "cleaned" in {finding.kind for finding in outcome.report.of(Gravity.REPAIRED)}


def test_a_hole_is_refused_with_its_place_and_neighbours(take: Importer, squares: Shapes) -> None:
    square = squares["230202"]
    squares["230202"] = square.difference(square.centroid.buffer(SIDE / 5))
    outcome = take(squares)
    assert "hole" in refused(outcome)
    assert "230202" in told(outcome, "hole")


def test_an_unknown_code_is_refused_by_name(take: Importer, squares: Shapes) -> None:
    squares["239999"] = squares.pop("230201")
    outcome = take(squares, c239999={"name_th": "เมืองลับแล"})
    assert "unknown_code" in refused(outcome)
    assert "เมืองลับแล" in told(outcome, "unknown_code")


def test_an_abolished_code_without_successor_is_refused(take: Importer, squares: Shapes) -> None:
    squares["230395"] = squares.pop("230201")
    assert "unknown_code" in refused(take(squares))


def test_an_abolished_code_is_mapped_to_its_successor(take: Importer, squares: Shapes) -> None:
    squares["230396"] = squares.pop("230403")
    outcome = take(squares)
    assert outcome.version
    assert "230403" in told(outcome, "mapped_code")
    middle = squares["230396"].centroid
    assert locating.locate(middle.x, middle.y).subdistrict_code == "230403"


def test_a_shape_may_stand_for_several_codes(take: Importer, squares: Shapes) -> None:
    both = squares["230201"].union(squares.pop("230202"))
    squares["230201"] = both
    outcome = take(squares, c230201={"covers": ["230201", "230202"]})
    assert outcome.version
    assert queries.drawn_as("230202") == "230201"
    assert queries.drawn_as("230203") == "230203"
    found = locating.locate(both.centroid.x, both.centroid.y)
    assert found.is_approximate
    assert (found.subdistrict_code, found.alternatives) == ("230201", ("230202",))


def test_an_invalid_polygon_is_repaired_when_its_ground_stays(
    take: Importer, squares: Shapes
) -> None:
    x, y = squares["230101"].exterior.coords[0]
    ring = list(squares["230101"].exterior.coords)
    spike = [(x + 0.01, y - 0.02), (x, y)]  # out and back again: no ground, but not valid
    squares["230101"] = shapely.Polygon([*ring, *spike])
    outcome = take(squares)
    assert "repaired" in {finding.kind for finding in outcome.report.of(Gravity.REPAIRED)}
    assert outcome.version


def test_a_bow_tie_is_refused_with_the_reason(take: Importer, squares: Shapes) -> None:
    west, south, east, north = squares["230101"].bounds
    corners = [(west, south), (east, north), (east, south), (west, north)]
    squares["230101"] = shapely.Polygon(corners)
    outcome = take(squares)
    assert "invalid" in refused(outcome)
    assert "Self-intersection" in told(outcome, "invalid")


@pytest.mark.parametrize(
    "shape",
    [shapely.Point(WEST, SOUTH), shapely.Polygon(), shapely.LineString([(102, 12), (102.1, 12)])],
)
def test_only_polygons_are_boundaries(shape: Any, take: Importer, squares: Shapes) -> None:
    squares["230101"] = shape
    assert "not_polygon" in refused(take(squares))


def test_a_code_given_twice_is_refused(squares: Shapes, expected: Expected, tmp_path: Path) -> None:
    content = features(squares)
    content["features"].append(content["features"][0])
    path = write(tmp_path / "a.geojson", content)
    outcome = import_pack(path, now=NOW, actor_id=None, actor="test", expected=expected)
    assert "code_twice" in refused(outcome)


def test_a_pack_of_one_province_is_not_the_country(squares: Shapes, tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", features(squares))
    outcome = import_pack(path, now=NOW, actor_id=None, actor="test")
    assert "missing_codes" in refused(outcome)


def test_an_area_that_differs_is_refused(
    squares: Shapes, expected: Expected, tmp_path: Path
) -> None:
    larger = Expected(expected.within, expected.area_km2 * 1.02)
    path = write(tmp_path / "a.geojson", features(squares))
    outcome = import_pack(path, now=NOW, actor_id=None, actor="test", expected=larger)
    assert refused(outcome) == {"area"}


@pytest.mark.parametrize(
    ("kind", "moved"),
    [
        ("swapped", lambda xy: xy[:, ::-1]),
        ("projected", lambda xy: xy * 111_320.0),
        ("elsewhere", lambda xy: xy + np.array([20.0, 0.0])),
        ("elsewhere", lambda xy: xy - np.array([0.0, 30.0])),
    ],
)
def test_coordinates_of_another_kind_or_place_are_recognised(
    kind: str, moved: Any, take: Importer, squares: Shapes
) -> None:
    shifted = {code: shapely.transform(shape, moved) for code, shape in squares.items()}
    assert refused(take(shifted)) == {kind}


def test_a_subdistrict_outside_its_district_is_refused(
    squares: Shapes, expected: Expected, tmp_path: Path
) -> None:
    districts: Shapes = {}
    for code in sorted({c[:4] for c in squares}):
        parts = [s for c, s in squares.items() if c.startswith(code)]
        districts[code] = shapely.union_all(parts)
    write(tmp_path / "district.geojson", features(districts))
    squares["230201"], squares["230301"] = squares["230301"], squares["230201"]
    write(tmp_path / "subdistrict.geojson", features(squares))
    outcome = import_pack(tmp_path, now=NOW, actor_id=None, actor="test", expected=expected)
    assert refused(outcome) == {"outside_parent"}
    named = {f.values["code"] for f in outcome.report.of(Gravity.REFUSED)}
    assert named == {"230201", "230301"}


def test_without_subdistricts_nothing_can_be_located(squares: Shapes, tmp_path: Path) -> None:
    country = {"23": shapely.union_all(list(squares.values()))}
    path = write(tmp_path / "province.geojson", features(country))
    with pytest.raises(Invalid):
        import_pack(path, now=NOW, actor_id=None, actor="test")


def test_a_failure_while_preparing_leaves_the_old_boundaries(
    take: Importer, squares: Shapes, geography_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = take(squares)
    moved = {
        c: shapely.transform(s, lambda xy: xy + np.array([0.001, 0])) for c, s in squares.items()
    }

    def full_disk(*args: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(preparing, "write_locating", full_disk)
    with pytest.raises(OSError, match="no space"):
        take(moved)
    assert versions.current() == first.version
    assert {p.name for p in geography_root.iterdir()} == {"current", first.version}
    assert BoundarySet.objects.count() == 1


def test_a_failing_audit_record_leaves_the_old_boundaries(
    take: Importer, squares: Shapes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**values: Any) -> None:
        raise RuntimeError("audit")

    monkeypatch.setattr("tmac.audit.services.record", broken)
    with pytest.raises(RuntimeError, match="audit"):
        take(squares)
    assert versions.is_approximate()
    assert not BoundarySet.objects.exists()


def test_drawing_files_keep_the_topology(take: Importer, squares: Shapes) -> None:
    take(squares)
    drawn = json.loads(shapes.shape_file("SUBDISTRICT", "23").read_text())
    assert len(drawn["objects"]["areas"]["geometries"]) == 38
    # Each inner border is stored once: far fewer positions than the rings have together.
    positions = sum(len(arc) for arc in drawn["arcs"])
    rings = sum(shapely.get_num_coordinates(shape) for shape in squares.values())
    assert positions < 0.8 * rings
