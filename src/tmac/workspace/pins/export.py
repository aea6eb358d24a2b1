"""The list as a sheet: CSV or XLSX of the current filter, with what it rests on; audited."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.accounts.services import recorded
from tmac.core.sheets import csv_bytes, safe_cell
from tmac.riskmap import queries as riskmap
from tmac.riskmap.filters import PinFilter
from tmac.ui.formats import date_text, moment_text
from tmac.ui.levels import badge_of
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.pins.filters import filter_form, words_of

MOST_ROWS = 50_000
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """What goes into the file: heads, rows, and the notes that every table carries."""

    heads: list[str]
    rows: list[list[Any]]
    notes: list[tuple[str, str]]


@needs(Permission.VIEW_PINS)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The pins of the address as a file."""
    if kind not in _TYPES:
        raise Http404
    by = officer_of(request)
    now, today = moment()
    wanted = PinFilter.from_params(request.GET)
    sheet = sheet_of(by, wanted, now, today)
    content = csv_of(sheet) if kind == "csv" else xlsx_of(sheet)
    with transaction.atomic():
        _record(by, wanted, kind, len(sheet.rows), now)
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="tmac-pins-{today:%Y%m%d}.{kind}"'
    return answer


def _record(by: Principal, wanted: PinFilter, kind: str, rows: int, now: datetime) -> None:
    """Who took how many pins out by which filter; typed words stay out of the audit trail."""
    codes = wanted.changed(text="").as_query()
    recorded(
        by,
        "pins.exported",
        "pin_list",
        kind,
        now,
        rows=rows,
        filter=codes,
        has_words=bool(wanted.text),
    )


def sheet_of(by: Principal, wanted: PinFilter, now: datetime, today: date) -> Sheet:
    """Heads, rows and notes for a filter as `by` may see it."""
    found = riskmap.pin_rows(by, wanted, today, MOST_ROWS + 1)
    columns = _columns()
    rows = [[read(row) for _head, read in columns] for row in found[:MOST_ROWS]]
    filters = words_of(filter_form(by, wanted, today), wanted)
    notes = [
        (_("Basis"), _("Pins that you may see and that fit the filters; one row is one pin")),
        (_("Filters"), filters),
        (_("As of"), moment_text(now)),
        (_("Source"), _("TMAC risk map")),
        (_("Made by"), by.name),
        (_("Note"), str(DISCLAIMER)),
    ]
    if len(found) > MOST_ROWS:
        cut = _("Only the first %(n)s pins are in this file. Filter by year or district.")
        notes.append((_("Not complete"), cut % {"n": f"{MOST_ROWS:,}"}))
    return Sheet([head for head, _read in columns], rows, notes)


DISCLAIMER = gettext_lazy(
    "This only marks a risk. It does not mean that corruption has already happened."
)


def _columns() -> list[tuple[str, Any]]:
    return [
        (_("Code"), lambda row: row.code),
        (_("Title"), lambda row: row.display_title),
        (_("Category"), lambda row: row.category_name),
        (_("Level"), lambda row: str(badge_of(row.level).word) if row.level else ""),
        (_("Score"), lambda row: row.score),
        (_("Verify first"), lambda row: _("yes") if row.verify_first else ""),
        (_("State"), lambda row: row.prevention_name),
        (_("Suppression"), lambda row: row.suppression_name or ""),
        (_("Place"), lambda row: row.place_name),
        (_("Latitude"), lambda row: _six(row.lat)),
        (_("Longitude"), lambda row: _six(row.lon)),
        (_("Agency"), lambda row: row.agency_name or ""),
        (_("In charge"), lambda row: row.owner_name or ""),
        (_("Due"), lambda row: date_text(row.due_on)),
        (_("Can be stopped until"), lambda row: date_text(row.stoppable_until)),
        (_("Last followed"), lambda row: date_text(row.last_followed_at)),
        (_("Made on"), lambda row: date_text(row.created_at)),
        (_("Fiscal year"), lambda row: row.fiscal_year_be),
    ]


def _six(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 6)


def csv_of(sheet: Sheet) -> bytes:
    """The table first, so that programs read it, then an empty line and the notes."""
    width = len(sheet.heads)
    notes = [[label, words, *[""] * (width - 2)] for label, words in sheet.notes]
    return csv_bytes(sheet.heads, [*sheet.rows, [""] * width, *notes])


def xlsx_of(sheet: Sheet) -> bytes:
    """The table, and a sheet of what it rests on; the disclaimer stands on every printed page."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        table = book.add_worksheet(_("Pins"))
        table.write_row(0, 0, [safe_cell(head) for head in sheet.heads], bold)
        for number, row in enumerate(sheet.rows, start=1):
            table.write_row(number, 0, [_cell(value) for value in row])
        table.freeze_panes(1, 2)
        table.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.heads) - 1)
        table.set_column(0, 0, 15)
        table.set_column(1, 1, 60)
        table.set_column(2, len(sheet.heads) - 1, 18)
        table.set_landscape()
        table.fit_to_pages(1, 0)
        table.repeat_rows(0)
        table.set_footer(f"&L{DISCLAIMER}&R&P / &N")
        notes = book.add_worksheet(_("About this table"))
        notes.set_column(0, 0, 18)
        notes.set_column(1, 1, 90)
        for number, (label, words) in enumerate(sheet.notes):
            notes.write_string(number, 0, safe_cell(label), bold)
            notes.write_string(number, 1, safe_cell(words))
    return out.getvalue()


def _cell(value: Any) -> Any:
    return value if isinstance(value, (int, float)) else safe_cell(value)
