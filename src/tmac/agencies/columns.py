"""Which column of a registry file holds what: known heads in Thai and English, and a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """A field that an import fills, with the heads under which files carry it, best first."""

    field: str
    label: str | Promise
    heads: tuple[str, ...]
    is_required: bool = False


COLUMNS = (
    Column(
        "name_th",
        _("Name in Thai"),
        ("full_name_th", "name_th", "ชื่อหน่วยงาน", "ชื่อ อปท.", "ชื่อองค์กร", "หน่วยงาน", "ชื่อ", "name"),
        is_required=True,
    ),
    Column("kind", _("Type"), ("type", "kind", "ประเภท", "ประเภทหน่วยงาน", "ประเภท อปท.")),
    Column(
        "code",
        _("Code of the body"),
        ("code", "dola_code", "dola_code_2017", "รหัส อปท.", "รหัสหน่วยงาน", "รหัสองค์กร", "รหัส"),
    ),
    Column("name_en", _("Name in English"), ("name_en", "english", "ชื่อภาษาอังกฤษ")),
    Column(
        "place",
        _("Area code (2, 4 or 6 digits)"),
        ("geocode", "area_code", "รหัสพื้นที่", "รหัสตำบล", "รหัสเขตการปกครอง"),
    ),
    Column("district", _("District"), ("district", "district_code", "อำเภอ", "เขต", "รหัสอำเภอ")),
    Column("province", _("Province"), ("province", "province_code", "จังหวัด", "รหัสจังหวัด")),
    Column("lat", _("Latitude"), ("lat", "latitude", "ละติจูด", "ค่าละติจูด", "y")),
    Column("lon", _("Longitude"), ("lon", "lng", "long", "longitude", "ลองจิจูด", "x")),
    Column(
        "coverage",
        _("Areas of responsibility"),
        ("coverage", "responsibility", "พื้นที่รับผิดชอบ", "ตำบลที่รับผิดชอบ"),
    ),
    Column("website", _("Website"), ("url", "website", "เว็บไซต์", "เว็บไซด์")),
)
FIELDS = tuple(column.field for column in COLUMNS)


def bare(head: str) -> str:
    """A head without case, spaces and signs, so that 'Name TH' meets 'name_th'."""
    return re.sub(r"[\s._\-()/:*]+", "", head).casefold()


def guess(heads: tuple[str, ...]) -> dict[str, str]:
    """Field -> the head that holds it, for the fields whose head is recognised."""
    present = {bare(head): head for head in reversed(heads) if head}
    found: dict[str, str] = {}
    for column in COLUMNS:
        known = (present.get(bare(head)) for head in column.heads)
        head = next((head for head in known if head and head not in found.values()), None)
        if head:
            found[column.field] = head
    return found
