from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from tmac.geography import topojson
from tmac.geography.boundaries.drawing import on_grid, topology

STEP = 0.001


def corner(x: int, y: int) -> tuple[float, float]:
    return 100 + x * 0.1, 13 + y * 0.1


@given(
    owners=st.lists(st.integers(0, 4), min_size=16, max_size=16),
    lake=st.booleans(),
)
def test_any_coverage_survives_writing_and_reading(owners: list[int], lake: bool) -> None:
    """A 4 x 4 chessboard whose cells belong to up to five areas: parts, rings and holes occur."""
    cells: dict[str, list[shapely.Geometry]] = {}
    for i, owner in enumerate(owners):
        x, y = i % 4, i // 4
        west, south, east, north = (round(v, 6) for v in (*corner(x, y), *corner(x + 1, y + 1)))
        cells.setdefault(f"2{owner}", []).append(shapely.box(west, south, east, north))
    areas = {code: shapely.coverage_union_all(boxes) for code, boxes in cells.items()}
    if lake:
        island = shapely.box(100.02, 13.02, 100.05, 13.05)
        code = f"2{owners[0]}"
        areas[code] = areas[code].difference(island)
        areas["29"] = island
    written = topology(areas, {code: {"code": code} for code in areas}, STEP)
    read = {f["id"]: shape(f["geometry"]) for f in topojson.decode(written, "areas")}
    assert read.keys() == areas.keys()
    for code, area in areas.items():
        assert read[code].is_valid
        assert read[code].symmetric_difference(area).area < 1e-9
    borders = {frozenset(map(tuple, arc)) for arc in topojson._positions(written)}
    assert len(borders) == len(written["arcs"])


def test_rings_that_shrink_to_nothing_are_left_out() -> None:
    assert on_grid(shapely.box(100, 13, 100.0001, 13.0001), STEP) == []


@pytest.mark.parametrize(
    "topology",
    [
        {},
        {"arcs": [[[0, 0], [1]]], "objects": {"a": {"type": "Polygon", "arcs": [[0]]}}},
        {"arcs": [], "objects": {"a": {"geometries": [{"type": "Polygon", "arcs": [[3]]}]}}},
        {"arcs": [], "objects": {"a": {"geometries": [{"type": "Point", "arcs": []}]}}},
    ],
)
def test_a_damaged_topology_is_named_so(topology: dict[str, object]) -> None:
    with pytest.raises(topojson.BadTopology):
        list(topojson.decode(topology, "a"))
