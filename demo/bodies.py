"""Invented local bodies for the demonstration: no real body is named beside an invented risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from demo.wording import STEMS
from tmac.agencies import queries, services
from tmac.agencies.queries import AgencyInfo
from tmac.core.errors import Invalid
from tmac.core.sheets import Sheet
from tmac.geography import queries as geography

ACTOR = "ชุดข้อมูลสาธิต"
SOURCE = "ข้อมูลสาธิต (ชื่อสมมุติ)"
_KINDS = (
    ("SAO", "องค์การบริหารส่วนตำบล"),
    ("SAO", "องค์การบริหารส่วนตำบล"),
    ("SAO", "องค์การบริหารส่วนตำบล"),
    ("MUN_SUB", "เทศบาลตำบล"),
    ("MUN_SUB", "เทศบาลตำบล"),
    ("MUN_TOWN", "เทศบาลเมือง"),
    ("SCHOOL", "โรงเรียนบ้าน"),
    ("SCHOOL", "โรงเรียนบ้าน"),
    ("HEALTH", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
)
_HEADS = ("code", "name_th", "name_en", "kind", "place", "coverage")


def register(now: datetime, random: Random) -> Mapping[str, Sequence[AgencyInfo]]:
    """Enter the invented bodies of every province; returns them by province."""
    rows = [row for code in sorted(geography.province_codes()) for row in _rows(code, random)]
    report = services.import_agencies(
        sheet=Sheet(_HEADS, tuple(rows)),
        mapping={head: head for head in _HEADS},
        actor_id=None,
        actor=ACTOR,
        now=now,
        source=SOURCE,
    )
    if report.faults:
        raise Invalid(report.faults)
    return by_province()


def by_province() -> Mapping[str, Sequence[AgencyInfo]]:
    """The invented bodies that are registered, by province."""
    found: dict[str, list[AgencyInfo]] = defaultdict(list)
    for body in queries.agencies().filter(source=SOURCE).order_by("code"):
        found[body.province_code].append(queries.info(body))
    return found


def _rows(province: str, random: Random) -> list[tuple[str, ...]]:
    real = {area.name_th for area in geography.areas("SUBDISTRICT")}
    stems = [stem for stem in STEMS if stem not in real]
    places = geography.areas("SUBDISTRICT", province)
    rows = list[tuple[str, ...]]()
    for number, stem in enumerate(random.sample(stems, len(_KINDS)), start=1):
        kind, word = _KINDS[number - 1]
        area = random.choice(places)
        rows.append(
            (
                f"DEMO-{province}-{number:02d}",
                f"{word}{stem} (สาธิต)",
                f"Demonstration body {number} of {geography.full_name(province, 'en')}",
                kind,
                area.code,
                f"{area.code}:completely",
            )
        )
    return rows
