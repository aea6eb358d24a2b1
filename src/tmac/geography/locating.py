"""From a point to the area it lies in: for officers and for channels that the server reads.

With a pack the full subdistrict shapes answer; without one the province is found by its simple
shape and the district by its nearest town, and the answer says that it is approximate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.geometry import shape

from tmac.core.errors import Invalid
from tmac.geography import topojson, versions
from tmac.geography.boundaries.preparing import read_locating
from tmac.geography.gazetteer import Level, gazetteer, is_thai
from tmac.geography.measures import distance_m

NEAR_M = 2_000  # a pier, a bridge or a river bank that the survey left out
NEAR_ABROAD_M = 10_000  # the neighbours are drawn coarsely
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Located:
    """The area of a point. `distance_m` is 0 inside the shape, else how far outside it lies.

    `subdistrict_code` is "" when only the district is known. `alternatives` are other
    subdistricts of the same shape, where a pack draws several as one.
    """

    subdistrict_code: str
    district_code: str
    province_code: str
    distance_m: int
    is_approximate: bool
    alternatives: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The finest code that is known."""
        return self.subdistrict_code or self.district_code


@dataclass(frozen=True)
class _Atlas:
    """The shapes of one version with their search tree."""

    version: str
    codes: list[str]
    shapes: NDArray[Any]
    tree: shapely.STRtree
    shared: dict[str, tuple[str, ...]]

    @property
    def is_approximate(self) -> bool:
        return self.version == versions.APPROXIMATE


@lru_cache(maxsize=1)
def _atlas(version: str) -> _Atlas:
    folder = versions.folder(version)
    if version == versions.APPROXIMATE:
        drawn = json.loads((folder / "country-province.json").read_text("utf-8"))
        features = list(topojson.decode(drawn, "areas"))
        codes = [f["id"] for f in features]
        shapes = np.array([shapely.make_valid(shape(f["geometry"])) for f in features])
        shared: dict[str, tuple[str, ...]] = {}
    else:
        codes, shapes, shared = read_locating(folder / "locating.npz")
    return _Atlas(version, codes, shapes, shapely.STRtree(shapes), shared)


@lru_cache(maxsize=1)
def _neighbours() -> tuple[list[dict[str, Any]], NDArray[Any]]:
    drawn = json.loads((versions.BUNDLED / "neighbours.json").read_text("utf-8"))
    features = list(topojson.decode(drawn, "areas"))
    shapes = [shapely.make_valid(shape(f["geometry"])) for f in features]
    return [f["properties"] for f in features], np.array(shapes)


def locate(lon: float, lat: float) -> Located:
    """The area in which a point (WGS84 degrees) lies, or the nearest one within 2 km.

    Raises Invalid, with a sentence, for a point at sea, in another country or far away; when
    the point would be right with latitude and longitude exchanged, that is offered.
    """
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise Invalid.of("point", _("This is not a point. Give latitude and longitude in degrees."))
    found = _nearest(_atlas(versions.current()), lon, lat)
    if found is None:
        raise _refusal(lon, lat)
    return found


def locate_many(points: Sequence[tuple[float, float]]) -> list[Located | None]:
    """The areas of many (lon, lat); None where `locate` would refuse."""
    atlas = _atlas(versions.current())
    places = shapely.points(np.asarray(points, dtype=float).reshape(-1, 2))
    inside: dict[int, int] = {}
    for point, index in atlas.tree.query(places, predicate="intersects").T:
        inside.setdefault(int(point), int(index))
    return [
        _answer(atlas, inside[i], lon, lat, 0)
        if i in inside
        else _nearest(atlas, float(lon), float(lat))
        for i, (lon, lat) in enumerate(points)
    ]


def _nearest(atlas: _Atlas, lon: float, lat: float) -> Located | None:
    """The shape that holds the point, else the nearest within reach."""
    if not (math.isfinite(lon) and math.isfinite(lat)):
        return None
    point = shapely.Point(lon, lat)
    hits = atlas.tree.query(point, predicate="intersects")
    if len(hits):
        return _answer(atlas, int(min(hits)), lon, lat, 0)
    reach = NEAR_M / _METRES_A_DEGREE / math.cos(math.radians(min(abs(lat), 80)))
    near = atlas.tree.query(point, predicate="dwithin", distance=reach)
    if not len(near):
        return None
    metres = [_metres_to(atlas.shapes[i], lon, lat) for i in near]
    best = int(np.argmin(metres))
    if metres[best] > NEAR_M:
        return None
    return _answer(atlas, int(near[best]), lon, lat, max(1, round(metres[best])))


def _metres_to(geometry: Any, lon: float, lat: float) -> float:
    """Metres to the nearest position of a shape, with degrees of longitude made as long as those
    of latitude, so that the nearest position is the nearest on the ground."""
    shrink = math.cos(math.radians(lat))
    clipped = shapely.clip_by_rect(geometry, lon - 0.05, lat - 0.05, lon + 0.05, lat + 0.05)
    if clipped.is_empty:
        return math.inf
    flat = shapely.transform(clipped, lambda xy: xy * (shrink, 1.0))
    line = shapely.shortest_line(flat, shapely.Point(lon * shrink, lat))
    x, y = shapely.get_coordinates(line)[0]
    return float(distance_m(lon, lat, x / shrink, y))


def _answer(atlas: _Atlas, index: int, lon: float, lat: float, metres: int) -> Located:
    code = atlas.codes[index]
    if atlas.is_approximate:
        return Located("", _nearest_town(code, lon, lat), code, metres, True)
    others = atlas.shared.get(code, ())[1:]
    return Located(code, code[:4], code[:2], metres, bool(others), others)


def _nearest_town(province: str, lon: float, lat: float) -> str:
    """The district of a province whose town is nearest."""
    codes, lons, lats = _towns(province)
    return codes[int(np.argmin(distance_m(lon, lat, lons, lats)))]


@lru_cache(maxsize=128)
def _towns(province: str) -> tuple[list[str], NDArray[Any], NDArray[Any]]:
    inside = list(gazetteer().at(Level.DISTRICT, province))
    lons, lats = np.array([a.lon for a in inside]), np.array([a.lat for a in inside])
    return [a.code for a in inside], lons, lats


def _refusal(lon: float, lat: float) -> Invalid:
    """Why a point is not taken: exchanged, in a neighbouring country, far away or at sea."""
    if _nearest(_atlas(versions.current()), lat, lon) is not None:
        message = _(
            "Latitude and longitude are exchanged. Did you mean latitude %(lat)s, "
            "longitude %(lon)s?"
        )
        return Invalid.of("point", message % {"lat": lon, "lon": lat}, offer=f"{lon},{lat}")
    country = _country_at(lon, lat)
    if country:
        message = _("This point lies outside Thailand (%(country)s). Move it to the place meant.")
        return Invalid.of("point", message % {"country": country})
    if not (92 <= lon <= 107 and 4 <= lat <= 21.5):
        return Invalid.of(
            "point", _("This point lies far outside Thailand. Check latitude and longitude.")
        )
    return Invalid.of(
        "point", _("This point lies in the sea. Move it to the land or island meant.")
    )


def _country_at(lon: float, lat: float) -> str:
    """The neighbouring country in which, or close to which, a point lies; "" at sea."""
    names, shapes = _neighbours()
    distances = shapely.distance(shapes, shapely.Point(lon, lat)) * _METRES_A_DEGREE
    nearest = int(np.argmin(distances))
    if distances[nearest] > NEAR_ABROAD_M:
        return ""
    return str(names[nearest]["name_th" if is_thai() else "name_en"])
