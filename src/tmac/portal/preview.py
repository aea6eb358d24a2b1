"""The small map of the first page: the provinces in use on this machine, drawn as SVG.

Drawn once for each set of boundaries: simplified as one coverage, so that neighbours still meet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from tmac.geography import shapes, topojson, versions

WIDTH = 420
# One degree of longitude is shorter than one of latitude at the middle of the country (13° N).
SQUEEZE = cos(radians(13))
TOLERANCE_DEGREES = 0.045
SMALLEST_ISLAND = 0.003  # square degrees, some 36 km2: smaller ones are a dot at this size


@dataclass(frozen=True)
class Outline:
    code: str
    path: str


@dataclass(frozen=True)
class Shape:
    """One province as it is drawn: `shade` is "0" to "5" or "none"."""

    code: str
    path: str
    shade: str


@dataclass(frozen=True)
class Preview:
    width: int
    height: int
    shapes: tuple[Shape, ...]
    as_of: date | None
    is_approximate: bool


def preview(shades: Mapping[str, str], as_of: date | None) -> Preview:
    """The map with the shade of each province; a province without one is drawn as no data."""
    height, outlines = _drawn(versions.current())
    drawn = tuple(Shape(o.code, o.path, shades.get(o.code, "none")) for o in outlines)
    return Preview(WIDTH, height, drawn, as_of, shapes.is_approximate())


@lru_cache(maxsize=2)
def _drawn(version: str) -> tuple[int, tuple[Outline, ...]]:
    """Height of the drawing and the provinces, for one version of the boundaries."""
    topology = json.loads(shapes.shape_file("PROVINCE", "").read_bytes())
    features = list(topojson.decode(topology, "areas"))
    codes = [feature["properties"]["code"] for feature in features]
    areas = np.array([shape(feature["geometry"]) for feature in features])
    simple = shapely.coverage_simplify(areas, TOLERANCE_DEGREES)
    west, south, east, north = shapely.total_bounds(simple)
    scale = WIDTH / ((east - west) * SQUEEZE)
    outlines = tuple(
        Outline(code, _path(area, west, north, scale))
        for code, area in zip(codes, simple, strict=True)
    )
    return round((north - south) * scale), outlines


def _path(area: Any, west: float, north: float, scale: float) -> str:
    return "".join(
        _ring([(round((x - west) * SQUEEZE * scale), round((north - y) * scale)) for x, y in ring])
        for ring in _rings(area)
    )


def _rings(area: Any) -> Iterator[list[tuple[float, float]]]:
    parts = list(getattr(area, "geoms", [area]))
    largest = max(part.area for part in parts)
    for part in parts:
        if part.area == largest or part.area >= SMALLEST_ISLAND:
            yield list(part.exterior.coords)


def _ring(points: list[tuple[int, int]]) -> str:
    """A closed path in whole steps from point to point, which is short and compresses well."""
    (x, y), steps = points[0], []
    for to_x, to_y in points[1:-1]:
        if (to_x, to_y) != (x, y):
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z" if steps else ""
