"""The files that a boundary version consists of, made from checked shapes.

places.csv         where labels stand, and areas in km2
country-*.json     drawing, whole country        province-XX-*.json   drawing, one province
locating.npz       full subdistrict shapes as WKB, for locating points
meta.json          name, attribution, levels
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tmac.geography.boundaries import drawing
from tmac.geography.boundaries.drawing import Shapes
from tmac.geography.boundaries.reading import Say
from tmac.geography.measures import area_km2
from tmac.geography.points import COLUMNS

PREPARATION = 1  # raised when this code makes other files of the same pack
_LABEL_PRECISION = 0.002  # degrees, about 200 m

Points = dict[str, tuple[float, float]]


def prepare(
    folder: Path,
    subdistricts: Shapes,
    covers: Mapping[str, tuple[str, ...]],
    meta: Mapping[str, Any],
    say: Say,
) -> None:
    """Write every file of a version into `folder`, which must not exist yet."""
    folder.mkdir(parents=True)
    say(_("Joining subdistricts to districts and provinces ..."))
    districts = drawing.dissolved(subdistricts, 4)
    provinces = drawing.dissolved(districts, 2)
    say(_("Placing labels and measuring areas ..."))
    every = {**provinces, **districts, **subdistricts}
    points = label_points(every)
    write_places(folder, points, every, covers)
    say(_("Drawing the country ..."))
    drawing.write_country(folder, provinces, points)
    say(_("Drawing the provinces ..."))
    drawing.write_provinces(folder, subdistricts, covers, points)
    say(_("Writing the shapes that locate points ..."))
    write_locating(folder / "locating.npz", subdistricts, covers)
    text = json.dumps(meta, ensure_ascii=False, indent=1)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")


def label_points(shapes: Shapes) -> Points:
    """A point well inside the largest part of every shape."""
    points: Points = {}
    for code, shape in shapes.items():
        largest = max(shapely.get_parts(shape), key=lambda part: part.area)
        circle = shapely.maximum_inscribed_circle(largest, tolerance=_LABEL_PRECISION)
        lon, lat = shapely.get_coordinates(circle)[0]
        points[code] = (float(lon), float(lat))
    return points


def write_places(
    folder: Path, points: Points, shapes: Shapes, covers: Mapping[str, tuple[str, ...]]
) -> None:
    """places.csv. A code without a shape of its own gets the point of the shape that covers it,
    and no area."""
    sizes = area_km2(list(shapes.values()))
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for code, size in zip(shapes, sizes, strict=True):
            lon, lat = (round(value, 5) for value in points[code])
            shared = code in covers
            writer.writerow([code, lon, lat, "" if shared else round(float(size), 3), ""])
            for other in covers.get(code, ())[1:]:
                writer.writerow([other, lon, lat, "", code])


def write_locating(path: Path, shapes: Shapes, covers: Mapping[str, tuple[str, ...]]) -> None:
    """Codes and WKB in plain arrays, which can be read without running anything they contain."""
    blobs = shapely.to_wkb(list(shapes.values()))
    ends = np.cumsum([len(blob) for blob in blobs])
    np.savez(
        path,
        codes=np.array(list(shapes), dtype="U6"),
        wkb=np.frombuffer(b"".join(blobs), dtype=np.uint8),
        ends=ends.astype(np.int64),
        shared=np.array([" ".join(codes) for codes in covers.values()], dtype=np.str_),
    )


def read_locating(path: Path) -> tuple[list[str], NDArray[Any], dict[str, tuple[str, ...]]]:
    """Codes, geometries, and the codes that a shape stands for where these are several."""
    with np.load(path, allow_pickle=False) as kept:
        ends = kept["ends"].tolist()
        whole = kept["wkb"].tobytes()
        codes = kept["codes"].tolist()
        shared = [tuple(text.split()) for text in kept["shared"].tolist()]
    starts = [0, *ends[:-1]]
    blobs = [whole[a:b] for a, b in zip(starts, ends, strict=True)]
    return codes, shapely.from_wkb(blobs), {codes_[0]: codes_ for codes_ in shared}
