"""The bodies that every installation has: national ones, provinces and districts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop, override

from tmac.agencies.imports import refresh_keys
from tmac.agencies.models import Agency, AgencyType, Responsibility
from tmac.audit import services as audit
from tmac.geography import queries as geography

_FILE = Path(__file__).parent / "reference" / "national_bodies.csv"
_SOURCE = gettext_noop("TMAC reference")
BANGKOK_CODE = f"{AgencyType.SPECIAL}-{geography.BANGKOK}"


def load_reference(*, now: datetime) -> int:
    """Add the bodies that are missing and return how many; nothing that stands is changed.

    Ministries, departments, state enterprises and independent bodies have no place; provincial
    administrations, district offices and the Bangkok administration answer for their area.
    """
    with transaction.atomic(), override("th"):
        known = set(Agency.objects.values_list("code", flat=True))
        new = [row for row in _bodies() if row.code not in known]
        for row in new:
            row.source = _SOURCE
            refresh_keys(row)
        Agency.objects.bulk_create(new, batch_size=500)
        _place_under_parents(new)
        _answer_for_own_area(new)
        if new:
            audit.record(
                actor_id=None,
                actor="system",
                action="agency_reference_loaded",
                subject="agency_registry",
                subject_id="reference",
                now=now,
                details={"created": len(new)},
            )
    return len(new)


def _bodies() -> Iterator[Agency]:
    for line in _lines():
        yield Agency(
            code=line["code"], kind=line["kind"], name_th=line["name_th"], name_en=line["name_en"]
        )
    for province in geography.areas(geography.Level.PROVINCE):
        yield _of_province(province)
        for district in geography.children(province.code):
            yield _of_district(district)


def _lines() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _of_province(area: geography.AreaInfo) -> Agency:
    if area.code == geography.BANGKOK:
        return Agency(
            code=BANGKOK_CODE,
            kind=AgencyType.SPECIAL,
            name_th="กรุงเทพมหานคร",
            name_en="Bangkok Metropolitan Administration",
            province_code=area.code,
        )
    return Agency(
        code=f"{AgencyType.PROVINCIAL}-{area.code}",
        kind=AgencyType.PROVINCIAL,
        name_th=f"จังหวัด{area.name_th}",
        name_en=f"{area.name_en} Province",
        province_code=area.code,
    )


def _of_district(area: geography.AreaInfo) -> Agency:
    is_khet = area.code.startswith(geography.BANGKOK)
    return Agency(
        code=f"{AgencyType.DISTRICT}-{area.code}",
        kind=AgencyType.DISTRICT,
        name_th=("สำนักงานเขต" if is_khet else "ที่ว่าการอำเภอ") + area.name_th,
        name_en=f"{area.name_en} District Office",
        province_code=area.code[:2],
        district_code=area.code,
    )


def _place_under_parents(new: list[Agency]) -> None:
    """Departments stand under their ministry, district offices under their province."""
    parents = {line["code"]: line["parent_code"] for line in _lines()}
    ids = dict(Agency.objects.values_list("code", "pk"))
    for row in new:
        above = parents.get(row.code, "")
        if row.kind == AgencyType.DISTRICT:
            is_khet = row.province_code == geography.BANGKOK
            above = BANGKOK_CODE if is_khet else f"{AgencyType.PROVINCIAL}-{row.province_code}"
        row.parent_id = ids.get(above)
    Agency.objects.bulk_update(new, ["parent"], batch_size=500)


def _answer_for_own_area(new: list[Agency]) -> None:
    Responsibility.objects.bulk_create(
        [
            Responsibility(agency=row, area_code=row.district_code or row.province_code)
            for row in new
            if row.province_code
        ],
        batch_size=500,
    )
