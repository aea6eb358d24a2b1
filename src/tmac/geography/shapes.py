"""The prepared drawing files: which there are, where they lie, and what the map may say of them.

Names: country-province, country-region-nacc|pacc|codi, province-XX-district,
province-XX-subdistrict. The version that stands in their addresses changes whenever a file
does, so that they may be kept by browsers for ever.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from shapely.geometry import shape

from tmac.core.errors import NotFound
from tmac.core.thai import today_in_thailand
from tmac.geography import topojson, versions
from tmac.geography.boundaries import drawing
from tmac.geography.gazetteer import Level
from tmac.geography.models import BoundarySet, RegionScheme
from tmac.geography.queries import RegionInfo, memberships, regions
from tmac.geography.versions import is_approximate

__all__ = [
    "Status",
    "attribution",
    "available_levels",
    "is_approximate",
    "name_of",
    "shape_file",
    "shape_path",
    "shape_version",
    "status",
]

_NAME = re.compile(r"country-province|country-region-[a-z]{1,16}|province-[0-9]{2}-(sub)?district")
_VERSION = re.compile(r"[0-9a-z-]{1,40}\.[0-9a-f]{8}")
_ROUGH_CREDIT = gettext_noop(
    "Made with Natural Earth (public domain). District towns: GeoNames (CC BY 4.0). "
    "Codes and names: GeoThai (CC BY 4.0), DOPA."
)


@dataclass(frozen=True)
class Status:
    """What is drawn: for the status page, the map's credit line and the command line."""

    version: str
    name: str
    attribution: str
    levels: dict[str, int]
    is_approximate: bool
    imported_at: datetime | None  # None for the bundled boundaries
    report: dict[str, Any]  # as Report.from_json reads it


def status() -> Status:
    version = versions.current()
    meta = _meta(version)
    record = BoundarySet.objects.filter(version=version).first()
    rough = version == versions.APPROXIMATE
    return Status(
        version,
        meta["name"],
        _credit(meta),
        meta["levels"],
        rough,
        record.imported_at if record else None,
        record.report if record else {},
    )


def attribution() -> str:
    """The credit line of the boundaries in use, which every map must show."""
    return _credit(_meta(versions.current()))


def _credit(meta: dict[str, Any]) -> str:
    """The credit line; the one of the boundaries that come with TMAC speaks both languages."""
    line = str(meta["attribution"])
    return _(line) if line == _ROUGH_CREDIT else line


def available_levels() -> tuple[Level, ...]:
    """The levels that have shapes: without a pack the province only."""
    held = _meta(versions.current())["levels"]
    return tuple(level for level in Level if level in held)


@lru_cache(maxsize=2)
def _meta(version: str) -> dict[str, Any]:
    text = (versions.folder(version) / "meta.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def shape_version() -> str:
    """The version for addresses of drawing files: boundaries, and regions as they are today."""
    return f"{versions.current()}.{_regions_stamp(_today())}"


def _today() -> date:
    return today_in_thailand(timezone.now())


def _regions_stamp(on: date) -> str:
    rows = []
    for scheme in RegionScheme.objects.values_list("code", flat=True):
        held = memberships(scheme, on).values_list("region__code", "province_code")
        rows.append((scheme, sorted(held)))
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:8]


def name_of(level: Level | str, within: str = "") -> str:
    """The file that draws the areas of a level: of the country, or inside a province."""
    level = Level(level)
    if level == Level.PROVINCE:
        return "country-province"
    return f"province-{within[:2]}-{level.value.lower()}"


def shape_file(level: Level | str, within: str = "") -> Path:
    """The drawing file of a level in the version in use; NotFound when the pack has no such."""
    return shape_path(shape_version(), name_of(level, within))


def shape_path(version: str, name: str) -> Path:
    """The file NAME.json of a version. Raises NotFound with a reason fit for the map to show."""
    if not _VERSION.fullmatch(version) or not _NAME.fullmatch(name):
        raise NotFound(_("There is no drawing file of this name."))
    boundaries, stamp = version.rsplit(".", 1)
    folder = versions.folder(boundaries)
    if not (folder / "meta.json").is_file():
        raise NotFound(_("These boundaries are no longer in use. Load the page again."))
    if name.startswith("country-region-"):
        return _region_file(boundaries, stamp, name.removeprefix("country-region-").upper())
    path = folder / f"{name}.json"
    if not path.is_file():
        raise NotFound(
            _("No boundaries of this level are installed. The map shows provinces only.")
            if boundaries == versions.APPROXIMATE
            else _("There is no drawing file of this name.")
        )
    return path


def _region_file(boundaries: str, stamp: str, scheme: str) -> Path:
    """The dissolved regions of a scheme, made when first asked for."""
    folder = versions.root() / "regions" / f"{boundaries}.{stamp}"
    name = f"country-region-{scheme.lower()}"
    path = folder / f"{name}.json"
    if path.is_file():
        return path
    if stamp != _regions_stamp(_today()):
        raise NotFound(_("These boundaries are no longer in use. Load the page again."))
    found = regions(scheme, _today())
    if not found:
        raise NotFound(_("There is no such scheme of regions."))
    drawing.write(folder, name, _dissolved_regions(boundaries, found))
    return path


def _dissolved_regions(boundaries: str, found: list[RegionInfo]) -> dict[str, Any]:
    drawn = json.loads((versions.folder(boundaries) / "country-province.json").read_text("utf-8"))
    # Read in grid cells, so that the borders stay exactly where the provinces have them.
    cells = {**drawn, "transform": {"scale": [1, 1], "translate": [0, 0]}}
    provinces = {f["id"]: shape(f["geometry"]) for f in topojson.decode(cells, "areas")}
    group = {code: region.code for region in found for code in region.province_codes}
    merged = drawing.dissolved_by(provinces, group)
    said = {
        r.code: {
            "code": r.code,
            "name_th": r.name_th,
            "name_en": r.name_en,
            "provinces": list(r.province_codes),
        }
        for r in found
    }
    transform = drawn["transform"]
    whole = [(said[code], _whole_cells(merged[code])) for code in merged]
    return topojson.encode(whole, scale=transform["scale"], translate=transform["translate"])


def _whole_cells(merged: Any) -> topojson.Parts:
    return [
        [[(round(x), round(y)) for x, y in ring.coords] for ring in (p.exterior, *p.interiors)]
        for p in getattr(merged, "geoms", [merged])
    ]
