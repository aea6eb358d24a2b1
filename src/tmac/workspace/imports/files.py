"""Files that an import gives: templates to fill in, and the faults as a table."""

from __future__ import annotations

import io
from uuid import UUID

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import NotFound
from tmac.core.sheets import csv_bytes
from tmac.riskmap.imports import queries, services
from tmac.riskmap.imports.queries import COLUMNS, Column, ImportKind, is_needed
from tmac.taxonomy import queries as taxonomy

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ONLY_NOTES = {"group_no", "note_no"}
_LEFT_TO_EXPERTS = {"area_code", "place", "province", "accuracy_m", "secondary_category"}
_LAST_ROW = 2_000


@require_GET
@needs(Permission.IMPORT_PINS)
def template(request: OfficerRequest, kind: str) -> HttpResponse:
    """An XLSX file with the heads, one example row and the list of categories."""
    if kind not in ImportKind.values:
        raise NotFound(_("There is no such template."))
    answer = HttpResponse(_workbook(kind), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="tmac-{kind.lower()}.xlsx"'
    return answer


def _workbook(kind: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bg_color": "#0b4f6c", "font_color": "white"})
    needed = book.add_format({"bold": True, "bg_color": "#b8862b", "font_color": "white"})
    text = book.add_format({"num_format": "@"})
    sheet, lists = book.add_worksheet("หมุด"), book.add_worksheet("ประเภทความเสี่ยง")
    for at, column in enumerate(_offered(kind)):
        sheet.set_column(at, at, max(14, len(column.heads[0]) + 4), text)
        sheet.write_string(0, at, column.heads[0], needed if is_needed(column, kind) else head)
        sheet.write_string(1, at, column.example)
        if column.field == "category":
            allowed = {
                "validate": "list",
                "source": f"='ประเภทความเสี่ยง'!$A$2:$A${_list(lists, head)}",
            }
            sheet.data_validation(1, at, _LAST_ROW, at, allowed | {"error_type": "information"})
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _offered(kind: str) -> list[Column]:
    left_away = _LEFT_TO_EXPERTS | (set() if kind == ImportKind.NOTES else _ONLY_NOTES)
    if kind == ImportKind.NOTES:
        left_away |= {"document_no", "source_date", "source_kind"}
    return [column for column in COLUMNS if column.field not in left_away]


def _list(sheet: xlsxwriter.worksheet.Worksheet, head: object) -> int:
    """Writes the categories with their questions; the number of the last row."""
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 2, 50)
    for at, word in enumerate(("รหัส", "ชื่อ", "คำถามช่วยเลือก")):
        sheet.write_string(0, at, word, head)
    row = 0
    for top in taxonomy.categories():
        if top.code.startswith("X-"):
            continue
        for info in (top, *top.children):
            row += 1
            for at, word in enumerate((info.code, info.name_th, info.question_th)):
                sheet.write_string(row, at, word)
    return row + 1


@require_GET
@needs(Permission.IMPORT_PINS)
def faults(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """Every bad cell with its reason."""
    draft = services.own_draft(by=request.officer, draft_id=draft_id, now=timezone.now())
    heads = [_("Row"), _("Field"), _("In the cell"), _("What is wrong"), _("Suggestion")]
    rows = [
        (f.row, queries.label_of(f.field), f.value, f.message, " | ".join(f.offers))
        for f in queries.faults_of(draft)
    ]
    answer = HttpResponse(csv_bytes(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="faults.csv"'
    return answer
