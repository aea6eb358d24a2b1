"""The only writers of region schemes."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.audit import services as audit
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.core.text import one_line
from tmac.geography.gazetteer import Level, gazetteer
from tmac.geography.models import Region, RegionMembership, RegionScheme
from tmac.geography.queries import memberships

REFERENCE = Path(__file__).parent / "reference"

# How provinces.csv notes a source -> how it is cited to officers.
_SOURCES = (
    (re.compile(r"unconfirmed.*"), ""),
    (re.compile(r"source: (\S+) \(list of \d+\)"), r"\1"),
    (re.compile(r"source: "), ""),
    (re.compile(r"HQ เขต (\d+).*"), r"ที่ตั้งสำนักงาน ป.ป.ท. เขต \1"),
    (re.compile(r"seed \d+ \(เขต (\d+)\)"), r"เอกสารต้นทางของโครงการ (ป.ป.ท. เขต \1)"),
)
# Scheme -> (names, column of provinces.csv, how its regions are called).
_SCHEMES = {
    "NACC": ("ภาคของ ป.ป.ช.", "NACC regions", "nacc_region"),
    "PACC": ("เขตของ ป.ป.ท.", "PACC areas", "pacc_area"),
    "CODI": ("ภาคของ พอช.", "CODI regions", "codi_region"),
}
_CODI_REGIONS = {
    "เหนือ": ("N", "ภาคเหนือ", "North"),
    "ตะวันออกเฉียงเหนือ": ("NE", "ภาคตะวันออกเฉียงเหนือ", "Northeast"),
    "กลางและตะวันตก": ("CW", "ภาคกลางและตะวันตก", "Central and West"),
    "กรุงเทพฯ ปริมณฑลและตะวันออก": (
        "BE",
        "กรุงเทพฯ ปริมณฑลและตะวันออก",
        "Bangkok, its vicinity and the East",
    ),
    "ใต้": ("S", "ภาคใต้", "South"),
}


def _region_names(scheme: str, value: str) -> tuple[str, str, str]:
    """Code, Thai and English name of a region as provinces.csv writes it."""
    if scheme == "CODI":
        return _CODI_REGIONS[value]
    if value == "0":
        return value, "ส่วนกลาง (กรุงเทพมหานคร)", "Central bureaus (Bangkok)"
    if scheme == "NACC":
        return value, f"ป.ป.ช. ภาค {value}", f"NACC Region {value}"
    return value, f"ป.ป.ท. เขต {value}", f"PACC Area {value}"


@transaction.atomic
def load_reference() -> None:
    """Bring the region schemes of reference/provinces.csv into an empty or older database.

    Safe to repeat. A province that already has a membership in a scheme keeps it: what people
    have edited is never overwritten.
    """
    with (REFERENCE / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for position, (code, (name_th, name_en, column)) in enumerate(_SCHEMES.items()):
        scheme, _created = RegionScheme.objects.get_or_create(
            code=code, defaults={"name_th": name_th, "name_en": name_en, "position": position}
        )
        _load_regions(scheme, column, rows)


def _load_regions(scheme: RegionScheme, column: str, rows: list[dict[str, str]]) -> None:
    regions: dict[str, Region] = {}
    values = sorted({row[column] for row in rows})
    if scheme.code == "CODI":
        values = list(_CODI_REGIONS)
    for position, value in enumerate(values):
        code, name_th, name_en = _region_names(scheme.code, value)
        regions[value], _created = Region.objects.get_or_create(
            scheme=scheme,
            code=code,
            defaults={"name_th": name_th, "name_en": name_en, "position": position},
        )
    held = RegionMembership.objects.filter(region__scheme=scheme)
    known = set(held.values_list("province_code", flat=True))
    RegionMembership.objects.bulk_create(
        _membership(regions[row[column]], row, column)
        for row in rows
        if row["province_code"] not in known
    )


def _membership(region: Region, row: dict[str, str], column: str) -> RegionMembership:
    evidence = row[f"{column}_evidence"]
    return RegionMembership(
        region=region,
        province_code=row["province_code"],
        evidence=_cited(evidence),
        is_confirmed=not evidence.startswith("unconfirmed"),
    )


def _cited(evidence: str) -> str:
    """The source of a row of provinces.csv as an officer reads it; nothing where there is none."""
    for pattern, words in _SOURCES:
        if pattern.match(evidence):
            return pattern.sub(words, evidence).strip()
    return evidence


@transaction.atomic
def move_province(
    *,
    actor_id: int | None,
    actor: str,
    now: datetime,
    scheme: str,
    province_code: str,
    region_code: str,
    from_on: date,
    evidence: str,
    is_confirmed: bool,
) -> RegionMembership:
    """From a day on, a province belongs to another region of a scheme.

    The membership in force ends the day before; the past stays as it was. Moving to the region
    that already holds the province records new evidence for it.
    """
    region = Region.objects.filter(scheme_id=scheme, code=region_code).first()
    known = gazetteer().areas.get(province_code)
    if region is None or known is None or known.level != Level.PROVINCE:
        raise NotFound(_("There is no such region or province."))
    evidence = one_line(evidence)
    if not evidence:
        message = _("Say where this is written, such as the number and date of the announcement.")
        raise Invalid.of("evidence", message)
    _end_membership(scheme, province_code, from_on)
    made = RegionMembership.objects.create(
        region=region,
        province_code=province_code,
        valid_from=from_on,
        evidence=evidence,
        is_confirmed=is_confirmed,
    )
    audit.record(
        actor_id=actor_id,
        actor=actor,
        action="geography.province_moved",
        subject="region_membership",
        subject_id=str(made.pk),
        now=now,
        province_code=province_code,
        details={"scheme": scheme, "region": region_code, "from_on": from_on.isoformat()},
    )
    return made


def _end_membership(scheme: str, province_code: str, from_on: date) -> None:
    """End what is in force on `from_on`; refuse when a later change is already recorded."""
    rows = RegionMembership.objects.select_for_update().filter(
        region__scheme_id=scheme, province_code=province_code
    )
    if rows.filter(valid_from__gte=from_on).exists():
        raise Conflict(_("A change on this day or later is already recorded. Choose a later day."))
    current = memberships(scheme, from_on).filter(province_code=province_code).first()
    if current is not None:
        current.valid_until = from_on - timedelta(days=1)
        current.save(update_fields=["valid_until"])
