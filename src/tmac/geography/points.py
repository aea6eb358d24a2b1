"""Where the label of an area stands, and how large the area is, for one boundary version.

`places.csv` of a version has the columns code, lon, lat, area_km2 (may be empty) and drawn_as
(another code, whose shape stands for this one too). A code that it does not hold stands where
the area above it does.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from tmac.geography import versions

COLUMNS = ("code", "lon", "lat", "area_km2", "drawn_as")
_MIDDLE_OF_THE_COUNTRY = (101.0, 13.4)


@dataclass(frozen=True, slots=True)
class Place:
    point: tuple[float, float]  # (lon, lat), WGS84 degrees
    area_km2: float | None
    drawn_as: str = ""


@dataclass(frozen=True)
class Places:
    """Code -> place of one version."""

    rows: dict[str, Place]

    def of(self, code: str) -> Place:
        """The place of a code, or the point of the nearest area above that has one."""
        found = self.rows.get(code)
        if found is not None:
            return found
        above = self.rows.get(code[:4]) or self.rows.get(code[:2])
        return Place(above.point if above else _MIDDLE_OF_THE_COUNTRY, None)


def drawn_as(code: str) -> str:
    """The code of the shape that draws an area: its own, or that of the shape it was split from.

    Packs are older than some subdistricts; counts by subdistrict are shaded under this code.
    """
    place = load(versions.current()).rows.get(code)
    return place.drawn_as if place and place.drawn_as else code


@lru_cache(maxsize=1)
def load(version: str) -> Places:
    """The places of a version, from its prepared file."""
    path = versions.folder(version) / "places.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return Places({row["code"]: _place(row) for row in csv.DictReader(lines)})


def _place(row: dict[str, str]) -> Place:
    area = float(row["area_km2"]) if row["area_km2"] else None
    return Place((float(row["lon"]), float(row["lat"])), area, row["drawn_as"])
