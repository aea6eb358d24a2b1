"""The columns of a file of pins: the heads under which they come, and a guess at which is which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tmac.riskmap.models import ImportKind

N, R = ImportKind.NOTES, ImportKind.RECORDS


@dataclass(frozen=True)
class Column:
    """One thing that a row may say. `heads` begins with the one that templates carry."""

    field: str
    label: str | Promise
    heads: tuple[str, ...]
    needed_by: frozenset[str] = frozenset()
    example: str = ""


def _column(
    field: str, label: str | Promise, heads: str, needed: str = "", example: str = ""
) -> Column:
    kinds = {"N": frozenset({N}), "R": frozenset({R}), "NR": frozenset({N, R})}
    return Column(field, label, tuple(heads.split("|")), kinds.get(needed, frozenset()), example)


COLUMNS = (
    _column(
        "document_no",
        _("Document number"),
        "เลขที่หนังสือ|เลขที่เอกสาร|เลขที่เอกสารต้นทาง|เลขที่บันทึก|เลขรับ|document_no|document number",
        "R",
        "สค 0017/1234",
    ),
    _column(
        "source_date",
        _("Date of the document"),
        "ลงวันที่|วันที่เอกสาร|วันที่|date|dated_on",
        example="3 พ.ย. 2569",
    ),
    _column("group_no", _("Table or group number"), "กลุ่มที่|กลุ่ม|โต๊ะที่|โต๊ะ|group|table", example="2"),
    _column("note_no", _("Note number"), "ใบที่|แผ่นที่|ลำดับ|ลำดับที่|ที่|no|no.|note|number", "N", "7"),
    _column(
        "title",
        _("What the risk is, in short"),
        "ประเด็นความเสี่ยง|ประเด็น|หัวข้อ|ชื่อเรื่อง|เรื่อง|ความเสี่ยง|title|risk|subject",
        "NR",
        "ถนนคอนกรีตบางกว่าแบบ",
    ),
    _column(
        "what_may_happen",
        _("What may happen"),
        "สิ่งที่อาจเกิดขึ้น|รายละเอียด|รายละเอียดความเสี่ยง|พฤติการณ์|คำอธิบาย|details|description",
        example="ผิวถนนอาจเสียหายก่อนเวลา รัฐเสียงบประมาณซ่อมซ้ำ",
    ),
    _column(
        "category",
        _("Category"),
        "ประเภทความเสี่ยง|ประเภท|หมวด|หมวดความเสี่ยง|category|category_code|รหัสประเภท",
        "NR",
        "PRC",
    ),
    _column("secondary_category", _("Second category"), "ประเภทรอง|หมวดรอง|secondary_category"),
    _column(
        "agency",
        _("Agency"),
        "หน่วยงาน|ชื่อหน่วยงาน|หน่วยงานที่เกี่ยวข้อง|หน่วยงานเจ้าของโครงการ|agency|organisation|organization",
        example="อบต.บางหญ้าแพรก",
    ),
    _column(
        "agency_kind", _("Type of agency"), "ประเภทหน่วยงาน|agency_kind|agency type", example="อบต."
    ),
    _column("province", _("Province"), "จังหวัด|province"),
    _column("district", _("District"), "อำเภอ|เขต|district|amphoe", example="เมืองสมุทรสาคร"),
    _column("subdistrict", _("Subdistrict"), "ตำบล|แขวง|subdistrict|tambon", example="บางหญ้าแพรก"),
    _column(
        "place",
        _("Place, written in one cell"),
        "สถานที่|พื้นที่|ที่ตั้ง|ที่อยู่|สถานที่เกิดเหตุ|place|location|address",
    ),
    _column("area_code", _("Area code"), "รหัสตำบล|รหัสพื้นที่|area_code|geocode|subdistrict_code"),
    _column("lat", _("Latitude"), "ละติจูด|lat|latitude|พิกัด|พิกัด (lat,lon)|point", example="13.5215"),
    _column("lon", _("Longitude"), "ลองจิจูด|lon|lng|long|longitude", example="100.2790"),
    _column(
        "accuracy_m", _("Accuracy in metres"), "ความแม่นยำ (เมตร)|ความแม่นยำ|accuracy|accuracy_m"
    ),
    _column(
        "place_note",
        _("How to find it"),
        "จุดสังเกต|หมายเหตุสถานที่|หมู่บ้าน|หมู่ที่|place_note|landmark",
        example="หน้าวัด หมู่ 4",
    ),
    _column(
        "budget_baht",
        _("Budget in baht"),
        "งบประมาณ (บาท)|งบประมาณ|วงเงิน|วงเงินงบประมาณ|จำนวนเงิน|budget|amount",
        example="1.25 ล้าน",
    ),
    _column(
        "project_id",
        _("Project number"),
        "เลขที่โครงการ|รหัสโครงการ|project_id|project no",
        example="69117000001",
    ),
    _column("period_from", _("From"), "ตั้งแต่วันที่|วันเริ่มต้น|วันที่เริ่ม|period_from|from|start"),
    _column("period_to", _("To"), "ถึงวันที่|วันสิ้นสุด|period_to|to|end"),
    _column(
        "stoppable_until",
        _("Can be stopped until"),
        "ยับยั้งทันถึงวันที่|ยังยับยั้งทันถึง|ยับยั้งได้ถึง|stoppable_until|stop by",
    ),
    _column(
        "fiscal_year", _("Fiscal year"), "ปีงบประมาณ|ปีงบ|fiscal_year|fiscal year|fy", example="2570"
    ),
    _column("source_kind", _("Kind of source"), "แหล่งข้อมูล|ที่มา|ประเภทแหล่งข้อมูล|source|source_kind"),
    _column(
        "grade", _("Grade of the source (A–D)"), "ระดับแหล่งข้อมูล|ระดับข้อมูล|เกรด|grade", example="C"
    ),
    _column("source_note", _("Note on the source"), "หมายเหตุ|หมายเหตุแหล่งข้อมูล|note|remark|remarks"),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def bare(head: str) -> str:
    """A head without case, spaces and signs."""
    return re.sub(r"[\s._\-()/:*,]+", "", head).casefold()


def guess(heads: tuple[str, ...], learnt: Mapping[str, str]) -> dict[str, str]:
    """Field -> head. What the officer taught (bare head -> field) comes before what is known."""
    present = {bare(head): head for head in reversed(heads) if head}
    found = {field: present[head] for head, field in learnt.items() if head in present}
    for column in COLUMNS:
        if column.field in found:
            continue
        known = (present.get(bare(head)) for head in column.heads)
        head = next((head for head in known if head and head not in found.values()), None)
        if head:
            found[column.field] = head
    return found


def is_needed(column: Column, kind: str) -> bool:
    """Whether a file of this kind must say it."""
    return kind in column.needed_by


def label_of(field: str) -> str:
    """The words for a field in the language of the page."""
    column = BY_FIELD.get(field)
    return str(column.label) if column else field
