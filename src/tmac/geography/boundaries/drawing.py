"""Shapes for drawing: simplified as one coverage, put on a grid, written as TopoJSON."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tmac.geography import topojson
from tmac.geography.gazetteer import gazetteer

# Corner of the grid and its step in degrees: about 55 m for the country, 11 m for a province.
ORIGIN = (97.0, 5.0)
COUNTRY_STEP = 0.0005
PROVINCE_STEP = 0.0001
# Visvalingam-Whyatt: triangles below the square of this many degrees are taken out.
COUNTRY_TOLERANCE = 0.007
PROVINCE_TOLERANCE = 0.0006

Shapes = Mapping[str, BaseGeometry]


def simplified(shapes: Shapes, tolerance: float) -> dict[str, BaseGeometry]:
    """The shapes with fewer vertices; neighbours still share their borders."""
    fewer = shapely.coverage_simplify(list(shapes.values()), tolerance)
    return dict(zip(shapes, fewer, strict=True))


def dissolved(shapes: Shapes, length: int) -> dict[str, BaseGeometry]:
    """The union of the shapes whose codes begin alike, by these first `length` digits."""
    return dissolved_by(shapes, {code: code[:length] for code in shapes})


def dissolved_by(shapes: Shapes, group: Mapping[str, str]) -> dict[str, BaseGeometry]:
    """Group -> union of its shapes; a shape without a group is left out."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for code, shape in shapes.items():
        if code in group:
            parts[group[code]].append(shape)
    return {key: shapely.coverage_union_all(parts[key]) for key in sorted(parts)}


def without_specks(shape: BaseGeometry, least_area: float) -> BaseGeometry:
    """A shape without islands and holes below an area (square degrees); its largest part stays."""
    parts = shapely.get_parts(shape)
    largest = int(np.argmax(shapely.area(parts)))
    kept = [p for i, p in enumerate(parts) if i == largest or p.area >= least_area]
    return kept[0] if len(kept) == 1 else shapely.multipolygons(kept)


def on_grid(shape: BaseGeometry, step: float) -> topojson.Parts:
    """The rings of a shape in grid cells; rings that shrink to nothing are left out."""
    parts = []
    for polygon in shapely.get_parts(shape):
        rings = [_cells(ring, step) for ring in (polygon.exterior, *polygon.interiors)]
        if rings[0]:
            parts.append([ring for ring in rings if ring])
    return parts


def _cells(ring: BaseGeometry, step: float) -> topojson.CellRing:
    cells = np.rint((shapely.get_coordinates(ring) - ORIGIN) / step).astype(int)
    moved = np.ones(len(cells), dtype=bool)
    moved[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    kept = [(int(x), int(y)) for x, y in cells[moved]]
    if len(kept) > 1 and kept[0] != kept[-1]:
        kept.append(kept[0])
    return kept if len(set(kept)) >= 3 else []


def properties_of(code: str, covers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """What a drawn shape says of itself: code, names, label point, the codes it stands for."""
    area = gazetteer().areas[code]
    said: dict[str, Any] = {"code": code, "name_th": area.name_th, "name_en": area.name_en}
    if code in covers:
        said["covers"] = list(covers[code])
    return said


def topology(
    shapes: Shapes, properties: Mapping[str, Mapping[str, Any]], step: float
) -> dict[str, Any]:
    """A TopoJSON topology with one object named "areas"."""
    drawn = [(dict(properties[code]), on_grid(shape, step)) for code, shape in shapes.items()]
    return topojson.encode(drawn, scale=(step, step), translate=ORIGIN)


def write(folder: Path, name: str, content: dict[str, Any]) -> None:
    """Write NAME.json, and beside it NAME.json.gz for the many that accept gzip."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_bytes(text)
    (folder / f"{name}.json.gz").write_bytes(gzip.compress(text, 9, mtime=0))


def write_country(
    folder: Path, provinces: Shapes, points: Mapping[str, tuple[float, float]]
) -> None:
    """country-province.json: the provinces, small enough to be the first thing a phone loads."""
    shapes = {
        code: without_specks(shape, COUNTRY_TOLERANCE**2 / 4)
        for code, shape in simplified(provinces, COUNTRY_TOLERANCE).items()
    }
    said = {code: _labelled(properties_of(code, {}), points) for code in shapes}
    write(folder, "country-province", topology(shapes, said, COUNTRY_STEP))


def write_provinces(
    folder: Path,
    subdistricts: Shapes,
    covers: Mapping[str, tuple[str, ...]],
    points: Mapping[str, tuple[float, float]],
) -> None:
    """province-XX-district.json and province-XX-subdistrict.json of every province."""
    fine = simplified(subdistricts, PROVINCE_TOLERANCE)
    districts = dissolved(fine, 4)
    for province in sorted({code[:2] for code in fine}):
        for level, shapes in (("district", districts), ("subdistrict", fine)):
            inside = {code: s for code, s in shapes.items() if code.startswith(province)}
            said = {c: _labelled(properties_of(c, covers), points) for c in inside}
            drawn = topology(inside, said, PROVINCE_STEP)
            write(folder, f"province-{province}-{level}", drawn)


def _labelled(
    properties: dict[str, Any], points: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    lon, lat = points[properties["code"]]
    return {**properties, "label": [round(lon, 5), round(lat, 5)]}
