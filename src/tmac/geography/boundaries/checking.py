"""Is this pack the map of Thailand? Codes, validity, coverage, area and nesting, level by level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from tmac.geography.boundaries.findings import Gravity, Report
from tmac.geography.boundaries.reading import Layer, RawShape, Say
from tmac.geography.gazetteer import Level, abolished, gazetteer
from tmac.geography.measures import area_km2

# A generous box: the country spans longitude 97.34 to 105.64 and latitude 5.61 to 20.47.
WEST, SOUTH, EAST, NORTH = 96.5, 5.0, 106.5, 21.0
AREA_TOLERANCE_PERCENT = 1.0
SMALL_OVERLAP_SHARE = 0.0005  # of the whole; more than this is no inaccuracy of drawing
GAP_WIDTH_DEGREES = 0.0005  # about 55 m: narrower gaps between neighbours are slivers
LEAST_HOLE_KM2 = 0.01
REPAIR_CHANGE_SHARE = 0.02
OUTSIDE_PARENT_SHARE = 0.05
MISSING_SHARE = 0.01
_LISTED = 12  # codes named in one sentence; the report counts the others


@dataclass(frozen=True)
class Expected:
    """What a complete pack holds: every code of `within` (the country), and this area."""

    within: str = "00"
    area_km2: float = 513_120.0

    def codes(self, level: Level) -> frozenset[str]:
        return frozenset(area.code for area in gazetteer().at(level, self.within))


@dataclass
class CheckedLevel:
    """The accepted shapes of one level: code -> geometry, and the codes that a shape covers.

    `covers` holds only the shapes that stand for more than their own code.
    """

    shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    covers: dict[str, tuple[str, ...]] = field(default_factory=dict)


def check_layer(layer: Layer, expected: Expected, report: Report, say: Say) -> CheckedLevel:
    """The shapes of a layer under codes in force. Faults are added to `report`, never raised."""
    level = layer.level
    say(_("Checking %(count)s shapes of level %(level)s ...") % _count(layer))
    checked = CheckedLevel()
    if not _is_in_thailand(layer, report):
        return checked
    pieces = _under_codes_in_force(layer, report, checked)
    checked.shapes = _valid_polygons(pieces, level, report)
    _name_the_missing(checked, level, expected, report)
    if report.is_refused:
        return checked
    checked.shapes = _fitted(checked.shapes, level, report)
    if not report.is_refused:
        _find_holes(checked.shapes, level, report)
        _measure(checked.shapes, level, expected, report)
    return checked


def _count(layer: Layer) -> dict[str, object]:
    return {"count": len(layer.shapes), "level": layer.level.label}


def _is_in_thailand(layer: Layer, report: Report) -> bool:
    """Degrees, the right way round, and in this country: judged by the extent of the layer."""
    shapes = [s.geometry for s in layer.shapes if s.geometry is not None]
    west, south, east, north = (float(v) for v in shapely.total_bounds(shapes))
    if not np.isfinite([west, south, east, north]).all():
        report.refuse("not_polygon", layer.level, code=layer.file, shape="?")
        return False
    if west >= WEST and east <= EAST and south >= SOUTH and north <= NORTH:
        return True
    x, y = (round(float(v), 5) for v in shapely.get_coordinates(shapes)[0])
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 180:
        report.refuse("projected", layer.level, x=x, y=y)
    elif west >= SOUTH and east <= NORTH and south >= WEST and north <= EAST:
        report.refuse("swapped", layer.level, x=x, y=y)
    else:
        sides = {"west": west, "south": south, "east": east, "north": north}
        rounded = {side: round(value, 3) for side, value in sides.items()}
        report.refuse("elsewhere", layer.level, **rounded)
    return False


def _under_codes_in_force(
    layer: Layer, report: Report, checked: CheckedLevel
) -> dict[str, BaseGeometry | None]:
    """Code in force -> geometry; shapes mapped to one code are united."""
    found: dict[str, list[RawShape]] = defaultdict(list)
    mapped: set[str] = set()
    for number, raw in enumerate(layer.shapes, 1):
        codes = _codes_in_force(raw, number, layer.level, report)
        if not codes:
            continue
        found[codes[0]].append(raw)
        if raw.code != codes[0]:
            mapped.add(codes[0])
        if len(codes) > 1:
            checked.covers[codes[0]] = codes
    pieces: dict[str, BaseGeometry | None] = {}
    for code, raws in found.items():
        if len(raws) > 1 and code not in mapped:
            report.refuse("code_twice", layer.level, code=code)
        parts = [shapely.make_valid(r.geometry) for r in raws if r.geometry is not None]
        pieces[code] = raws[0].geometry if len(raws) == 1 else shapely.union_all(parts)
    return pieces


def _codes_in_force(raw: RawShape, number: int, level: Level, report: Report) -> tuple[str, ...]:
    """The code a shape is drawn under, then the others that it stands for."""
    known = gazetteer().areas
    if not raw.code:
        report.refuse("no_code", level, number=number)
        return ()
    covers = tuple(c for c in raw.covers if c in known and len(c) == len(raw.code))
    if raw.code in known:
        others = tuple(c for c in covers if c != raw.code)
        if others:
            report.add(Gravity.NOTE, "covers", level, code=raw.code, others=", ".join(others))
        return (raw.code, *others)
    old = abolished().get(raw.code)
    heirs = covers or tuple(c for c in (old.successors if old else ()) if c in known)
    name = raw.name or (old.name_th if old else "")
    if not heirs:
        report.refuse("unknown_code", level, code=raw.code, name=name)
        return ()
    kind = "mapped_code" if len(heirs) == 1 else "divided_code"
    report.add(Gravity.MAPPED, kind, level, code=raw.code, name=name, to=", ".join(heirs))
    return heirs


def _valid_polygons(
    pieces: dict[str, BaseGeometry | None], level: Level, report: Report
) -> dict[str, BaseGeometry]:
    shapes: dict[str, BaseGeometry] = {}
    for code, geometry in sorted(pieces.items()):
        kind = geometry.geom_type if geometry is not None else "?"
        if geometry is None or geometry.is_empty or kind not in ("Polygon", "MultiPolygon"):
            report.refuse("not_polygon", level, code=code, shape=kind)
            continue
        if shapely.is_valid(geometry):
            shapes[code] = geometry
            continue
        reason = shapely.is_valid_reason(geometry)
        repaired = _repaired(geometry)
        if repaired is None:
            report.refuse("invalid", level, code=code, reason=reason)
            continue
        report.add(Gravity.REPAIRED, "repaired", level, code=code, reason=reason)
        shapes[code] = repaired
    return shapes


def _repaired(geometry: BaseGeometry) -> BaseGeometry | None:
    """The same shape made valid; None when that would change what it covers."""
    whole = shapely.make_valid(geometry, method="structure")
    parts = [p for p in shapely.get_parts(whole) if p.geom_type in ("Polygon", "MultiPolygon")]
    if not parts:
        return None
    repaired = shapely.union_all(parts)
    change = abs(repaired.area - geometry.area) + geometry.convex_hull.area * 1e-12
    return repaired if change <= REPAIR_CHANGE_SHARE * repaired.area else None


def _listed(codes: list[str]) -> str:
    more = len(codes) - _LISTED
    return ", ".join(codes[:_LISTED]) + (f" (+{more})" if more > 0 else "")


def _name_the_missing(
    checked: CheckedLevel, level: Level, expected: Expected, report: Report
) -> None:
    """Areas without a shape: a few new ones are noted, many mean that this is another map."""
    wanted = expected.codes(level)
    covered = {code for codes in checked.covers.values() for code in codes}
    missing = sorted(wanted - checked.shapes.keys() - covered)
    if not missing:
        return
    many = len(missing) > max(1, MISSING_SHARE * len(wanted))
    gravity = Gravity.REFUSED if many else Gravity.NOTE
    report.add(gravity, "missing_codes", level, count=len(missing), codes=_listed(missing))


def _fitted(
    shapes: dict[str, BaseGeometry], level: Level, report: Report
) -> dict[str, BaseGeometry]:
    """The shapes as a coverage: neighbours share their borders. Small misfits, as drawing and
    rounding make them, are fitted; larger ones are refused with the codes concerned."""
    codes, geometries = list(shapes), list(shapes.values())
    if shapely.coverage_is_valid(geometries):
        return shapes
    edges = shapely.coverage_invalid_edges(geometries)
    bad = [code for code, edge in zip(codes, edges, strict=True) if not edge.is_empty]
    total = float(area_km2(geometries).sum())
    overlap = total - float(area_km2([shapely.union_all(geometries)])[0])
    if overlap > SMALL_OVERLAP_SHARE * total:
        report.refuse("overlap", level, area_km2=round(overlap, 3), codes=_listed(bad))
        return shapes
    fitted = shapely.coverage_clean(geometries, gap_width=GAP_WIDTH_DEGREES)
    if not shapely.coverage_is_valid(fitted) or any(g.is_empty for g in fitted):
        report.refuse("edges", level, codes=_listed(bad))
        return shapes
    report.add(Gravity.REPAIRED, "cleaned", level, overlap_km2=round(overlap, 3), count=len(bad))
    return dict(zip(codes, fitted, strict=True))


def _find_holes(shapes: dict[str, BaseGeometry], level: Level, report: Report) -> None:
    codes, geometries = list(shapes), list(shapes.values())
    union = shapely.coverage_union_all(geometries)
    rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
    if not rings:
        return
    holes = shapely.polygons(rings)
    tree = shapely.STRtree(geometries)
    for hole, size in zip(holes, area_km2(holes), strict=True):
        if size < LEAST_HOLE_KM2:
            continue
        beside = sorted(codes[i] for i in tree.query(hole, predicate="intersects"))
        lon, lat = shapely.point_on_surface(hole).coords[0]
        where = {"lon": round(lon, 5), "lat": round(lat, 5), "codes": _listed(beside)}
        report.refuse("hole", level, area_km2=round(float(size), 3), **where)


def _measure(
    shapes: dict[str, BaseGeometry], level: Level, expected: Expected, report: Report
) -> None:
    total = float(area_km2(list(shapes.values())).sum())
    percent = 100 * (total - expected.area_km2) / expected.area_km2
    report.levels[level] = {"shapes": len(shapes), "area_km2": round(total, 1)}
    if abs(percent) > AREA_TOLERANCE_PERCENT:
        report.refuse(
            "area",
            level,
            area_km2=f"{total:,.0f}",
            expected_km2=f"{expected.area_km2:,.0f}",
            percent=round(percent, 2),
            tolerance=AREA_TOLERANCE_PERCENT,
        )


def check_nesting(
    inner: dict[str, BaseGeometry], outer: dict[str, BaseGeometry], level: Level, report: Report
) -> None:
    """Every shape lies within the shape to which its code belongs."""
    length = len(next(iter(outer), ""))
    pairs = [(code, code[:length]) for code in inner if code[:length] in outer]
    if not pairs:
        return
    shapes = np.array([inner[code] for code, _parent in pairs])
    above = np.array([outer[parent] for _code, parent in pairs])
    outside = 1 - shapely.area(shapely.intersection(shapes, above)) / shapely.area(shapes)
    for (code, parent), share in zip(pairs, outside, strict=True):
        if share > OUTSIDE_PARENT_SHARE:
            percent = round(100 * float(share), 1)
            report.refuse("outside_parent", level, code=code, parent=parent, share=percent)
