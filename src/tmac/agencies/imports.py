"""Taking a registry file in: a dry run that names every bad row, then the good rows at once.

A registry has thousands of rows from many hands: waiting until the last is right would keep out all
the good ones. So good rows are taken and refused ones are reported, each with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tmac.agencies import names
from tmac.agencies.columns import COLUMNS
from tmac.agencies.models import Agency, AgencyType, Responsibility
from tmac.agencies.rows import Body, Reader
from tmac.audit import services as audit
from tmac.core.errors import Fault, Invalid, Sentence
from tmac.core.sheets import Sheet
from tmac.core.thai import sort_key
from tmac.geography import queries as geography

_BATCH = 500
_WRITTEN = (
    "kind",
    "name_th",
    "name_en",
    "province_code",
    "district_code",
    "subdistrict_code",
    "lat",
    "lon",
    "website",
)
_STORED = (*_WRITTEN, "sort_key", "search_key", "source", "is_active")


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do. Row numbers are those of the spreadsheet."""

    rows: int
    created: int
    changed: int
    unchanged: int
    faults: tuple[Fault, ...]

    @property
    def refused_rows(self) -> tuple[int, ...]:
        return tuple(sorted({fault.row for fault in self.faults if fault.row}))

    @property
    def accepted(self) -> int:
        return self.created + self.changed + self.unchanged


def import_agencies(
    *,
    sheet: Sheet,
    mapping: Mapping[str, str],
    actor_id: int | None,
    actor: str,
    now: datetime,
    source: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Create and update the bodies of `sheet`; `mapping` says which head holds which field.

    Idempotent on the body's code: a second import of the same file changes nothing. Raises Invalid
    when the mapping misses a needed column.
    """
    bodies, faults = _read(sheet, mapping)
    bodies, doubled = _without_doubles(bodies)
    plan = _plan(bodies)
    faults = sorted([*faults, *doubled, *plan.faults], key=lambda fault: fault.row or 0)
    if not dry_run:
        with transaction.atomic():
            _write(plan, source)
            audit.record_all(_acts(plan, source), actor_id=actor_id, actor=actor, now=now)
    return ImportReport(
        len(sheet.rows), len(plan.new), len(plan.changed), plan.unchanged, tuple(faults)
    )


def _read(sheet: Sheet, mapping: Mapping[str, str]) -> tuple[list[Body], list[Fault]]:
    positions = _positions(sheet, mapping)
    bodies, faults = [], list[Fault]()
    for number, row in enumerate(sheet.rows, start=2):
        if not any(row):
            continue
        reader = Reader(number, {name: row[at] for name, at in positions.items()})
        body = reader.body()
        faults += reader.faults
        if body:
            bodies.append(body)
    return bodies, faults


_NEEDED = _("Choose the column that holds “%(label)s”.")


def _positions(sheet: Sheet, mapping: Mapping[str, str]) -> dict[str, int]:
    faults = [
        Fault(column.field, _NEEDED % {"label": column.label})
        for column in COLUMNS
        if column.is_required and mapping.get(column.field) not in sheet.columns
    ]
    if faults:
        raise Invalid(faults)
    return {
        name: sheet.columns.index(head) for name, head in mapping.items() if head in sheet.columns
    }


def _without_doubles(bodies: Sequence[Body]) -> tuple[list[Body], list[Fault]]:
    """One row a body. Of rows with one code the one that answers for most areas stays."""
    by_code: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        by_code[body.code].append(body)
    kept, faults = [], []
    for same in by_code.values():
        best = max(same, key=lambda body: (len(body.areas), -body.row))
        kept.append(best)
        faults += [_double(body, best, _SAME_CODE) for body in same if body is not best]
    seen: dict[tuple[str, str, str], Body] = {}
    result = []
    for body in sorted(kept, key=lambda body: body.row):
        first = seen.setdefault(body.identity, body)
        if first is body:
            result.append(body)
        else:
            faults.append(_double(body, first, _SAME_BODY))
    return result, faults


_SAME_CODE = _(
    "The code %(code)s also stands in row %(row)s (%(name)s), which answers for at least as many "
    "areas. If this is another body, correct its code; else delete the row."
)
_SAME_BODY = _("This body also stands in row %(row)s (%(name)s). Delete one of the two rows.")


def _double(body: Body, other: Body, message: Sentence) -> Fault:
    words = {"code": body.code, "row": other.row, "name": other.name_th}
    return Fault("code", str(message) % words, body.row)


@dataclass
class _Plan:
    new: list[tuple[Agency, Body]]
    changed: list[tuple[Agency, Body, list[str]]]
    unchanged: int
    faults: list[Fault]


def _plan(bodies: Sequence[Body]) -> _Plan:
    plan = _Plan([], [], 0, [])
    known = {row.code: row for row in Agency.objects.all()}
    by_identity = {_identity(row): row for row in known.values() if row.is_active}
    areas = _areas_of(known.values())
    for body in bodies:
        row = known.get(body.code)
        other = by_identity.get(body.identity)
        if row is None and other is not None:
            plan.faults.append(_registered(body, other))
        elif row is None:
            plan.new.append((Agency(code=body.code), body))
        else:
            changes = _changes(row, body, areas.get(row.pk, {}))
            if changes:
                plan.changed.append((row, body, changes))
            else:
                plan.unchanged += 1
    return plan


def _registered(body: Body, other: Agency) -> Fault:
    rule = _("%(name)s is already registered with the code %(code)s. Use that code in this row.")
    return Fault("code", rule % {"name": other.name_th, "code": other.code}, body.row, other.code)


def _identity(row: Agency) -> tuple[str, str, str]:
    place = row.subdistrict_code or row.district_code or row.province_code
    return (row.kind, row.name_th, place)


def _areas_of(rows: Iterable[Agency]) -> dict[int, dict[str, bool]]:
    areas: dict[int, dict[str, bool]] = defaultdict(dict)
    held = Responsibility.objects.values_list("agency_id", "area_code", "is_whole")
    for agency_id, code, is_whole in held:
        areas[agency_id][code] = is_whole
    return areas


def _changes(row: Agency, body: Body, areas: Mapping[str, bool]) -> list[str]:
    """Fields that differ. A file that says nothing of a place or address does not erase it."""
    changed = [
        name
        for name in _WRITTEN
        if (value := getattr(body, name)) not in ("", None) and value != getattr(row, name)
    ]
    if body.areas and dict(body.areas) != dict(areas):
        changed.append("responsibilities")
    return changed if row.is_active else [*changed, "is_active"]


def fill(row: Agency, body: Body, source: str = "") -> Agency:
    """Take the values of a body over; empty ones leave what the row has."""
    for name in _WRITTEN:
        value = getattr(body, name)
        if value not in ("", None):
            setattr(row, name, value)
    row.source = source[:200] or row.source
    row.is_active, row.retired_on = True, None
    refresh_keys(row)
    return row


def refresh_keys(row: Agency) -> None:
    """Sorting and searching follow the name and the place."""
    row.sort_key = sort_key(row.name_th)[:300]
    codes = (row.province_code, row.district_code, row.subdistrict_code)
    found = [area for code in codes if code and (area := geography.area(code))]
    places = tuple(name for area in found for name in (area.name_th, area.name_en))
    row.search_key = names.search_key(row.name_th, row.name_en, places)


def _write(plan: _Plan, source: str) -> None:
    new = [fill(row, body, source) for row, body in plan.new]
    old = [fill(row, body, source) for row, body, _changes in plan.changed]
    Agency.objects.bulk_create(new, batch_size=_BATCH)
    Agency.objects.bulk_update(old, [*_STORED, "retired_on"], batch_size=_BATCH)
    moved = [(row, body) for row, body, changes in plan.changed if "responsibilities" in changes]
    Responsibility.objects.filter(agency__in=[row.pk for row, _body in moved]).delete()
    Responsibility.objects.bulk_create(
        [
            Responsibility(agency=row, area_code=code, is_whole=is_whole)
            for row, body in [*plan.new, *moved]
            for code, is_whole in body.areas.items()
        ],
        batch_size=_BATCH,
    )


def _acts(plan: _Plan, source: str) -> Iterable[audit.Act]:
    for row, _body in plan.new:
        yield audit.Act("agency_created", "agency", str(row.pk), row.province_code)
    for row, _body, changes in plan.changed:
        yield audit.Act(
            "agency_changed", "agency", str(row.pk), row.province_code, {"fields": tuple(changes)}
        )
    counts = {"created": len(plan.new), "changed": len(plan.changed), "refused": len(plan.faults)}
    yield audit.Act("agencies_imported", "agency_registry", source[:64] or "-", details=counts)


def type_words() -> list[tuple[str, str]]:
    """(full word, short form) of the types that a file may use, for the help beside the upload."""
    return [(form.full, form.short) for form in names.FORMS if form.kind in AgencyType.values]
