"""Taking a boundary pack into use: read, check, prepare, switch. All of it, or nothing."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.audit import services as audit
from tmac.core.errors import Invalid
from tmac.geography import versions
from tmac.geography.boundaries import drawing, preparing
from tmac.geography.boundaries.checking import (
    CheckedLevel,
    Expected,
    check_layer,
    check_nesting,
)
from tmac.geography.boundaries.findings import Gravity, Report
from tmac.geography.boundaries.reading import Pack, Say, read_pack
from tmac.geography.gazetteer import CODE_LENGTH, Level
from tmac.geography.models import BoundarySet

_DEFAULT_ATTRIBUTION = (
    "Administrative boundaries: {name}. Codes and names: GeoThai (CC BY 4.0), DOPA."
)


@dataclass(frozen=True)
class Outcome:
    """What became of an import: `version` is "" when the pack was refused."""

    version: str
    report: Report


def import_pack(
    path: Path,
    *,
    now: datetime,
    actor_id: int | None,
    actor: str,
    say: Say = lambda line: None,
    name: str = "",
    attribution: str = "",
    expected: Expected | None = None,
) -> Outcome:
    """Check a pack and, when nothing in it is refused, make it the boundaries in use.

    Raises Invalid for what cannot be read at all; everything else is in the report.
    """
    pack = read_pack(path, say)
    report = Report()
    levels = check_pack(pack, expected or Expected(), report, say)
    if report.is_refused:
        return Outcome("", report)
    version = f"{pack.sha256[:10]}-{preparing.PREPARATION}"
    credit = attribution or pack.attribution
    credit = credit or _DEFAULT_ATTRIBUTION.format(name=name or pack.name)
    record = BoundarySet(
        version=version,
        name=name or pack.name,
        attribution=credit,
        levels={level: len(checked.shapes) for level, checked in levels.items()},
        sha256=pack.sha256,
        imported_at=now,
    )
    _prepare(record, levels[Level.SUBDISTRICT], report, say)
    record.report = report.as_json()
    _take_into_use(record, actor_id, actor, now)
    return Outcome(version, report)


def check_pack(
    pack: Pack, expected: Expected, report: Report, say: Say
) -> dict[Level, CheckedLevel]:
    """Every level of a pack, checked alone and against the level above it.

    Subdistricts must be there, since points are located in them; a district or province layer
    may be missing and is then the union of what lies below.
    """
    if Level.SUBDISTRICT not in pack.layers:
        message = _(
            "The pack has no subdistricts. They are needed to locate points; "
            "give the folder that holds them, or the subdistrict file."
        )
        raise Invalid.of("path", message)
    levels: dict[Level, CheckedLevel] = {}
    for level in (Level.SUBDISTRICT, Level.DISTRICT, Level.PROVINCE):
        if level in pack.layers:
            levels[level] = check_layer(pack.layers[level], expected, report, say)
        else:
            report.add(Gravity.NOTE, "dissolved", level)
    if report.is_refused:
        return levels
    say(_("Checking that every area lies within the area above it ..."))
    subdistricts = levels[Level.SUBDISTRICT].shapes
    for level in (Level.DISTRICT, Level.PROVINCE):
        made = drawing.dissolved(subdistricts, CODE_LENGTH[level])
        if level in levels:
            inner = subdistricts if level == Level.DISTRICT else drawing.dissolved(subdistricts, 4)
            check_nesting(inner, levels[level].shapes, level, report)
        levels[level] = CheckedLevel(made)
    return levels


def _prepare(record: BoundarySet, checked: CheckedLevel, report: Report, say: Say) -> None:
    """Write the version's folder under another name first, so that no half of it is ever read.

    The version is a digest of the pack: when its folder is there, it is what would be written.
    """
    final = versions.folder(record.version)
    if not final.exists():
        building = final.with_name(f"{final.name}.building")
        shutil.rmtree(building, ignore_errors=True)
        meta = {
            "version": record.version,
            "name": record.name,
            "attribution": record.attribution,
            "levels": record.levels,
        }
        try:
            preparing.prepare(building, checked.shapes, checked.covers, meta, say)
            building.rename(final)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    sizes = {file.name: file.stat().st_size for file in final.glob("*.json.gz")}
    report.notes["country_bytes"] = sizes.pop("country-province.json.gz")
    report.notes["largest_bytes"] = max(sizes.values())


def _take_into_use(record: BoundarySet, actor_id: int | None, actor: str, now: datetime) -> None:
    with transaction.atomic():
        BoundarySet.objects.filter(version=record.version).delete()
        record.save()
        audit.record(
            actor_id=actor_id,
            actor=actor,
            action="geography.boundaries_imported",
            subject="boundary_set",
            subject_id=record.version,
            now=now,
            details={"sha256": record.sha256, **record.levels},
        )
    versions.switch_to(record.version)
