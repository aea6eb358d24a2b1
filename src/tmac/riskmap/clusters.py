"""Pins of one frame of the map: single where they are few, in clusters where they would touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import floor

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from tmac.accounts.principals import Principal
from tmac.geography import queries as geography
from tmac.riskmap.columns import Snapshot, snapshot, to_mercator
from tmac.riskmap.counts import ranks
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.masks import Mask, mask
from tmac.riskmap.scoring import LEVELS
from tmac.riskmap.sight import EXACT, Sight
from tmac.riskmap.states import CLOSED

CELL_PX = 68  # side of a cluster's cell on the screen
TILE_PX = 512
SINGLE_FROM_ZOOM = 13.5
MOST_SINGLE = 600  # pins drawn one by one in a frame, at most
NAMED_IN_CLUSTER = 30  # a cluster this small names its pins
_DONE, _UNSCORED = 0, 1  # ranks on the map: closed, no level, low .. very high
CODES = ("CLOSED", "NONE", *(level.value for level in LEVELS))


@dataclass(frozen=True)
class Frame:
    """What the screen shows, in degrees, at a zoom of 512-pixel tiles."""

    west: float
    south: float
    east: float
    north: float
    zoom: float


@dataclass(frozen=True)
class Cluster:
    """Pins close together: their middle, how many, and the highest level among them."""

    lon: float
    lat: float
    count: int
    level: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Point:
    """One pin. `is_exact` is false where the officer may know only the subdistrict."""

    id: int
    lon: float
    lat: float
    level: str
    verify_first: bool
    is_stoppable: bool
    is_exact: bool


@dataclass(frozen=True)
class View:
    """What to draw in a frame, and how many pins it holds."""

    clusters: tuple[Cluster, ...]
    points: tuple[Point, ...]
    count: int


@dataclass(frozen=True)
class _Seen:
    """The rows in the frame, with the places at which this officer sees them."""

    pins: Snapshot
    rows: NDArray[np.intp]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    x: NDArray[np.float64]  # Web Mercator, 0 to 1
    y: NDArray[np.float64]
    exact: Mask
    rank: NDArray[np.int64]


def view(by: Principal, wanted: PinFilter, frame: Frame, today: date) -> View:
    """The pins of a frame that `by` may see and that meet `wanted`."""
    seen = _in_frame(by, wanted.condition(by, today), frame)
    if len(seen.rows) == 0:
        return View((), (), 0)
    cells = _cells(seen, frame.zoom)
    is_single = frame.zoom >= SINGLE_FROM_ZOOM and len(seen.rows) <= MOST_SINGLE
    sizes = np.bincount(cells)
    # At one and the same spot pins hide each other however near one comes.
    alone = _apart(seen) if is_single else sizes[cells] == 1
    points = [_point(seen, int(i), today) for i in np.flatnonzero(alone)]
    clusters = _grouped(seen, np.flatnonzero(~alone), cells)
    return View(tuple(clusters), tuple(points), len(seen.rows))


def _in_frame(by: Principal, wanted: Q, frame: Frame) -> _Seen:
    pins = snapshot()
    sight = Sight(by)
    rows = np.flatnonzero(mask(pins, sight.visible() & wanted))
    exact = mask(pins, sight.rows(EXACT))[rows]
    lon, lat = pins["lon"][rows], pins["lat"][rows]
    if not exact.all():
        lon[~exact], lat[~exact] = _coarse(pins, rows[~exact])
    inside = (lon >= frame.west) & (lon <= frame.east) & (lat >= frame.south) & (lat <= frame.north)
    rows, lon, lat, exact = rows[inside], lon[inside], lat[inside], exact[inside]
    x, y = (side[rows] for side in pins.mercator)
    if not exact.all():
        x[~exact], y[~exact] = to_mercator(lon[~exact], lat[~exact])
    rank = ranks(pins)[rows] + 1
    rank[mask(pins, Q(prevention_state__in=CLOSED))[rows]] = _DONE
    return _Seen(pins, rows, lon, lat, x, y, exact, rank)


def _coarse(
    pins: Snapshot, rows: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The label points of the pins' subdistricts, or of the next area above that is known."""
    places = np.zeros((len(rows), 2))
    for name in ("province_code", "district_code", "subdistrict_code"):
        codes = pins[name][rows]
        known = [geography.area(text) for text in pins.texts(name)]
        points = [(area.lon, area.lat) if area else (np.nan, np.nan) for area in known]
        found = np.array([*points, (np.nan, np.nan)])[codes]
        places = np.where(np.isnan(found), places, found)
    return places[:, 0], places[:, 1]


def _cells(seen: _Seen, zoom: float) -> NDArray[np.intp]:
    """The cluster's cell of each row, numbered from 0. The grid stands still while one pans."""
    across = TILE_PX * 2.0 ** floor(zoom) / CELL_PX
    keys = (seen.x * across).astype(np.int64) * 2**32 + (seen.y * across).astype(np.int64)
    found: NDArray[np.intp] = np.unique(keys, return_inverse=True)[1]
    return found


def _apart(seen: _Seen) -> Mask:
    """Whether no other pin stands within about a metre."""
    spots = np.round(np.column_stack([seen.lon, seen.lat]), 5)
    _spots, which, sizes = np.unique(spots, axis=0, return_inverse=True, return_counts=True)
    alone: Mask = sizes[which.ravel()] == 1
    return alone


def _grouped(seen: _Seen, chosen: NDArray[np.intp], cells: NDArray[np.intp]) -> list[Cluster]:
    _cells_used, of = np.unique(cells[chosen], return_inverse=True)
    sizes = np.bincount(of)
    lon = np.bincount(of, weights=seen.lon[chosen]) / np.maximum(sizes, 1)
    lat = np.bincount(of, weights=seen.lat[chosen]) / np.maximum(sizes, 1)
    worst = np.zeros(len(sizes), np.int64)
    np.maximum.at(worst, of, seen.rank[chosen])
    # Sorted by cluster, the ids of each stand together.
    ids = seen.pins["id"][seen.rows[chosen]][np.argsort(of, kind="stable")]
    ends = np.cumsum(sizes)
    return [
        Cluster(
            round(float(lon[i]), 6),
            round(float(lat[i]), 6),
            int(sizes[i]),
            CODES[worst[i]],
            tuple(ids[ends[i] - sizes[i] : ends[i]].tolist())
            if sizes[i] <= NAMED_IN_CLUSTER
            else (),
        )
        for i in range(len(sizes))
    ]


def _point(seen: _Seen, i: int, today: date) -> Point:
    pins, row, rank = seen.pins, seen.rows[i], seen.rank[i]
    until = int(pins["stoppable_until"][row])
    grades = pins.texts("evidence_grade")
    return Point(
        id=int(pins["id"][row]),
        lon=round(float(seen.lon[i]), 6),
        lat=round(float(seen.lat[i]), 6),
        level=CODES[rank],
        verify_first=bool(rank >= CODES.index("HIGH"))
        and grades[pins["evidence_grade"][row]] == "D",
        is_stoppable=bool(rank != _DONE) and until >= today.toordinal(),
        is_exact=bool(seen.exact[i]),
    )
