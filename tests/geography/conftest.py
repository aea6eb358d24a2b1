"""A small country for the importer: Trat (province 23) as a grid of squares."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.utils import translation
from shapely.geometry.base import BaseGeometry

from tmac.geography import queries
from tmac.geography.boundaries.checking import Expected
from tmac.geography.boundaries.importing import Outcome, import_pack
from tmac.geography.measures import area_km2

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WEST, SOUTH, SIDE = 102.0, 12.0, 0.05
Shapes = dict[str, BaseGeometry]


@pytest.fixture(autouse=True)
def geography_root(tmp_path: Path, settings: Any) -> Path:
    """Every test has boundaries of its own: none, until it imports some."""
    settings.GEOGRAPHY_ROOT = tmp_path / "geography"
    settings.GEOGRAPHY_ROOT.mkdir()
    return Path(settings.GEOGRAPHY_ROOT)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in English; the Thai ones are checked with the translations."""
    with translation.override("en"):
        yield


@pytest.fixture
def squares() -> Shapes:
    """Subdistrict code -> square; a district is a column, so that districts are coherent."""
    columns = [sorted(s.code for s in queries.children(d)) for d in _districts()]
    tallest = max(len(column) for column in columns)
    found: Shapes = {}
    for x, column in enumerate(columns):
        for y, code in enumerate(column):
            is_last = y == len(column) - 1  # columns end level, so that there is no bay
            found[code] = _cell(x, y, tallest if is_last else y + 1)
    return found


def _districts() -> list[str]:
    return sorted(district.code for district in queries.children("23"))


def _cell(x: int, y: int, top: int) -> BaseGeometry:
    """Neighbours of different height meet in the same vertices, as a coverage demands."""
    right = [(x + 1, row) for row in range(y, top + 1)]
    left = [(x, row) for row in range(top, y - 1, -1)]
    return shapely.Polygon([_corner(*cell) for cell in (*right, *left)])


def _corner(x: int, y: int) -> tuple[float, float]:
    return round(WEST + x * SIDE, 6), round(SOUTH + y * SIDE, 6)


@pytest.fixture
def expected(squares: Shapes) -> Expected:
    """What a complete pack of the small country holds."""
    return Expected(within="23", area_km2=float(area_km2(list(squares.values())).sum()))


def features(shapes: Shapes, **extra: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON of shapes; `extra` holds more properties by code, as in c230101={...}."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, **extra.get(f"c{code}", {})},
                "geometry": shapely.geometry.mapping(shape),
            }
            for code, shape in shapes.items()
        ],
    }


def write(path: Path, content: Any) -> Path:
    """Write JSON, gzipped when the name says so."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


Importer = Callable[..., Outcome]


@pytest.fixture
def take(tmp_path: Path, expected: Expected) -> Importer:
    """Import shapes of the small country as one GeoJSON file."""

    def act(shapes: Shapes, **extra: dict[str, Any]) -> Outcome:
        path = write(tmp_path / "subdistricts.geojson", features(shapes, **extra))
        return import_pack(path, now=NOW, actor_id=None, actor="test", expected=expected)

    return act
