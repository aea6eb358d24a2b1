"""The verbs of the registry. They take the actor's id and name: accounts stand downstream."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tmac.agencies import names, queries
from tmac.agencies.imports import ImportReport, import_agencies, refresh_keys
from tmac.agencies.models import Agency, AgencySheet, AgencyType, Responsibility
from tmac.agencies.reference import load_reference
from tmac.agencies.rows import LAT, LON
from tmac.agencies.staging import drop_sheet, map_sheet, stage_sheet, staged_sheet
from tmac.audit import services as audit
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.text import one_line
from tmac.geography import queries as geography

__all__ = [
    "AgencyDraft",
    "AgencySheet",
    "ImportReport",
    "drop_sheet",
    "import_agencies",
    "load_reference",
    "map_sheet",
    "retire_agency",
    "revive_agency",
    "save_agency",
    "stage_sheet",
    "staged_sheet",
]


@dataclass(frozen=True)
class AgencyDraft:
    """A body as a form gives it. `areas` are the codes it answers for, wholly or in part."""

    kind: str
    name_th: str
    name_en: str = ""
    code: str = ""
    area_code: str = ""
    parent_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    website: str = ""
    source: str = ""
    areas: Mapping[str, bool] = field(default_factory=dict)


def save_agency(
    *,
    draft: AgencyDraft,
    actor_id: int | None,
    actor: str,
    now: datetime,
    agency_id: int | None = None,
) -> queries.AgencyInfo:
    """Register a new body, or correct one."""
    with transaction.atomic():
        row = _locked(agency_id) if agency_id else Agency()
        _check(draft, row)
        _fill(row, draft)
        row.save()
        _answer_for(row, draft.areas)
        audit.record(
            actor_id=actor_id,
            actor=actor,
            action="agency_changed" if agency_id else "agency_created",
            subject="agency",
            subject_id=str(row.pk),
            now=now,
            province_code=row.province_code,
        )
    return queries.info(row)


def _locked(agency_id: int) -> Agency:
    row = Agency.objects.select_for_update().filter(pk=agency_id).first()
    if row is None:
        raise NotFound(_("There is no such agency."))
    return row


def _check(draft: AgencyDraft, row: Agency) -> None:
    name = one_line(draft.name_th)
    faults = []
    if draft.kind not in AgencyType.values:
        faults.append(Fault("kind", _("Choose the type of the agency.")))
    if not name:
        faults.append(Fault("name_th", _("Write the full Thai name of the agency.")))
    faults += [
        Fault("areas", _("The area code %(code)s is not in use.") % {"code": code})
        for code in draft.areas
        if geography.area(code) is None
    ]
    if draft.area_code and geography.area(draft.area_code) is None:
        faults.append(Fault("area_code", _("Choose a place from the list.")))
    faults += _point_faults(draft)
    if not faults:
        faults += _double_faults(draft, name, row)
    if faults:
        raise Invalid(faults)


def _point_faults(draft: AgencyDraft) -> list[Fault]:
    lat, lon = draft.lat, draft.lon
    if lat is None and lon is None:
        return []
    if lat is None or lon is None:
        return [Fault("lat", _("Give both latitude and longitude, or neither."))]
    if LAT[0] <= lat <= LAT[1] and LON[0] <= lon <= LON[1]:
        return []
    if LAT[0] <= lon <= LAT[1] and LON[0] <= lat <= LON[1]:
        message = _("Latitude and longitude seem to be the wrong way round.")
        return [Fault("lat", message, offer=f"{lon}, {lat}")]
    return [Fault("lat", _("This point is not in Thailand. Check the numbers."))]


def _double_faults(draft: AgencyDraft, name: str, row: Agency) -> list[Fault]:
    others = Agency.objects.exclude(pk=row.pk)
    if draft.code and others.filter(code=one_line(draft.code)).exists():
        return [Fault("code", _("Another agency has this code."))]
    full = names.full_name(name, draft.kind)
    place = _places(draft.area_code)
    if others.filter(kind=draft.kind, name_th=full, is_active=True, **place).exists():
        return [Fault("name_th", _("This agency is already in the registry."))]
    return []


def _places(code: str) -> dict[str, str]:
    return {
        "province_code": code[:2],
        "district_code": code[:4] if len(code) >= 4 else "",
        "subdistrict_code": code if len(code) == 6 else "",
    }


def _fill(row: Agency, draft: AgencyDraft) -> None:
    row.kind = draft.kind
    row.name_th = names.full_name(draft.name_th, draft.kind)
    row.name_en = one_line(draft.name_en)
    for name, value in _places(draft.area_code).items():
        setattr(row, name, value)
    row.parent_id = draft.parent_id
    row.lon, row.lat = draft.lon, draft.lat
    row.website, row.source = draft.website, one_line(draft.source)
    row.code = one_line(draft.code) or row.code or _new_code(row)
    refresh_keys(row)


def _new_code(row: Agency) -> str:
    place = row.subdistrict_code or row.district_code or row.province_code or "00"
    return f"{row.kind[:14]}-{place}-{zlib.crc32(row.name_th.encode()):08x}"


def _answer_for(row: Agency, areas: Mapping[str, bool]) -> None:
    row.responsibilities.all().delete()
    Responsibility.objects.bulk_create(
        Responsibility(agency=row, area_code=code, is_whole=is_whole)
        for code, is_whole in areas.items()
    )


def retire_agency(
    *,
    agency_id: int,
    on: date,
    actor_id: int | None,
    actor: str,
    now: datetime,
    successor_id: int | None = None,
) -> None:
    """Take a body out of use; its pins and its record stay, and its successor is named."""
    with transaction.atomic():
        row = _locked(agency_id)
        if not row.is_active:
            raise Conflict(_("This agency has been retired already."))
        if successor_id == agency_id:
            raise Invalid.of("successor", _("An agency cannot succeed itself."))
        row.is_active, row.retired_on, row.successor_id = False, on, successor_id
        row.save(update_fields=["is_active", "retired_on", "successor"])
        audit.record(
            actor_id=actor_id,
            actor=actor,
            action="agency_retired",
            subject="agency",
            subject_id=str(row.pk),
            now=now,
            province_code=row.province_code,
            details={"successor_id": successor_id},
        )


def revive_agency(*, agency_id: int, actor_id: int | None, actor: str, now: datetime) -> None:
    """Undo a retirement."""
    with transaction.atomic():
        row = _locked(agency_id)
        row.is_active, row.retired_on, row.successor_id = True, None, None
        row.save(update_fields=["is_active", "retired_on", "successor"])
        audit.record(
            actor_id=actor_id,
            actor=actor,
            action="agency_revived",
            subject="agency",
            subject_id=str(row.pk),
            now=now,
            province_code=row.province_code,
        )
