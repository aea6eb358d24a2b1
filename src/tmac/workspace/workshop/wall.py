"""The projected map: the province drawn as SVG with a dot for each note, so that any screen shows
it without WebGL."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tmac.core.errors import NotFound
from tmac.geography import queries as geography
from tmac.geography import shapes
from tmac.geography.topojson import decode
from tmac.riskmap.views import PinRow
from tmac.ui.formats import named

WIDTH = 1000.0
_MARGIN = 12.0
_ABOVE = 16.0  # names stand above the middle, where the dots of a district gather
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Frame:
    """Degrees to the drawing: equirectangular around the middle, which suits one province."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = _MARGIN + (lon - self.west) * self.squeeze * self.scale
        y = _MARGIN + (self.north - lat) * self.scale
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Ground:
    """The drawn areas of a province: path data and names with their places."""

    frame: Frame
    paths: tuple[str, ...]
    names: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    is_new: bool


def ground(province_code: str) -> Ground:
    """The districts of a province, or its outline where no districts are drawn."""
    found = _ground(province_code, shapes.shape_version())
    districts = geography.children(province_code)
    places = [(found.frame.at(area.lon, area.lat), named(area)) for area in districts]
    names = tuple((x, y - _ABOVE, name) for (x, y), name in places)
    return Ground(found.frame, found.paths, names)


@lru_cache(maxsize=16)
def _ground(province_code: str, version: str) -> Ground:
    parts = [part for feature in _features(province_code, version) for part in _parts(feature)]
    rings = [ring for part in parts for ring in part]
    frame = _frame([point for ring in rings for point in ring])
    return Ground(frame, tuple(_path(frame, part) for part in parts), ())


def _features(province_code: str, version: str) -> list[dict[str, Any]]:
    try:
        topology = _read(f"province-{province_code}-district", version)
    except NotFound:
        topology = _read("country-province", version)
    found = list(decode(topology, "areas"))
    return [f for f in found if str(f["properties"]["code"]).startswith(province_code)]


def _read(name: str, version: str) -> dict[str, Any]:
    path = shapes.shape_path(version, name)
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _parts(feature: dict[str, Any]) -> list[Any]:
    geometry = feature["geometry"] or {"type": "MultiPolygon", "coordinates": []}
    is_one = geometry["type"] == "Polygon"
    return [geometry["coordinates"]] if is_one else list(geometry["coordinates"])


def _frame(points: Sequence[tuple[float, float]]) -> Frame:
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / max((east - west) * squeeze, 1e-6)
    return Frame(west, north, scale, squeeze, round((north - south) * scale + 2 * _MARGIN, 1))


def _path(frame: Frame, part: Iterable[Sequence[tuple[float, float]]]) -> str:
    drawn = []
    for ring in part:
        points = [frame.at(lon, lat) for lon, lat in ring]
        drawn.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
    return "".join(drawn)


def dots(frame: Frame, rows: Sequence[PinRow]) -> list[Dot]:
    """A dot for each note, oldest first; notes of one place open like a sunflower around it."""
    stacked: Counter[tuple[float, float]] = Counter()
    found = []
    for number, row in enumerate(reversed(rows), start=1):
        if row.lon is None or row.lat is None:
            continue
        x, y = frame.at(row.lon, row.lat)
        turn = stacked[x, y]
        stacked[x, y] += 1
        away = 11 * math.sqrt(turn)
        dx, dy = away * math.cos(turn * _GOLDEN), away * math.sin(turn * _GOLDEN)
        found.append(Dot(round(x + dx, 1), round(y + dy, 1), number > len(rows) - 3))
    return found
