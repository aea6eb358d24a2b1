"""R14: who looked at whose identity in a month, with whose consent. A table and a sheet."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.accounts.services import recorded
from tmac.core.sheets import csv_bytes
from tmac.core.thai import BE_OFFSET, ENGLISH_MONTHS, MONTHS
from tmac.tips import queries as tips
from tmac.ui.formats import is_thai, moment_text
from tmac.ui.tables import Column, Table, cells
from tmac.workspace.officers import moment, officer_of

MONTHS_BACK = 12
COLUMNS = (
    Column(gettext_lazy("Request")),
    Column(gettext_lazy("Who asked")),
    Column(gettext_lazy("Why")),
    Column(gettext_lazy("Agreed by")),
    Column(gettext_lazy("Agreed also by")),
    Column(gettext_lazy("What was opened")),
    Column(gettext_lazy("When")),
    Column(gettext_lazy("Closed")),
)


@needs(Permission.VIEW_IDENTITY_REPORT)
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """One month as a table."""
    _now, today = moment()
    month = _month(request, today)
    rows = _rows(month)
    table = Table(
        caption=_("Identities opened"),
        columns=COLUMNS,
        rows=tuple(cells(COLUMNS, row) for row in rows),
        empty_title=_("No identity was asked for in this month"),
        empty_text=_("That is good news: the work went on without names."),
        empty_url=reverse("workspace:identity_report"),
        empty_action=_("This month"),
    )
    context = {
        "table": table,
        "months": [(f"{m:%Y-%m}", month_name(m), m == month) for m in _months(today)],
        "month": month_name(month),
        "code": f"{month:%Y-%m}",
        "today": today,
        "count": len(rows),
    }
    return render(request, "workspace/identity/report.html", context)


@needs(Permission.VIEW_IDENTITY_REPORT)
@require_GET
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same month as a sheet; that it was taken out is on record."""
    by = officer_of(request)
    now, today = moment()
    month = _month(request, today)
    rows = _rows(month)
    with transaction.atomic():
        recorded(
            by, "identity_report.exported", "identity_report", f"{month:%Y-%m}", now, rows=len(rows)
        )
    notes = [
        [_("Basis"), _("Every request of this month; one row is one request")],
        [_("As of"), moment_text(now)],
        [_("Source"), _("TMAC vault, report R14")],
        [_("Made by"), by.name],
    ]
    content = csv_bytes([str(column.label) for column in COLUMNS], [*rows, [], *notes])
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tmac-r14-{month:%Y%m}.csv"'
    return answer


def _rows(month: date) -> list[tuple[Any, ...]]:
    found = tips.identity_report(month)
    return [tuple(_cell(value) for value in astuple(row)) for row in found]


def _cell(value: Any) -> Any:
    return moment_text(value) if isinstance(value, datetime) else value if value else "–"


def _month(request: HttpRequest, today: date) -> date:
    """The month of the address, when it lies among those that are offered; else this one."""
    given = re.fullmatch(r"(\d{4})-(\d{2})", request.GET.get("month", ""))
    wanted = (int(given[1]), int(given[2])) if given else (today.year, today.month)
    offered = {(m.year, m.month): m for m in _months(today)}
    return offered.get(wanted, today.replace(day=1))


def _months(today: date) -> list[date]:
    first = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, first - MONTHS_BACK, -1)]


def month_name(month: date) -> str:
    """พฤศจิกายน 2569, or Nov 2026."""
    if is_thai():
        return f"{MONTHS[month.month - 1]} {month.year + BE_OFFSET}"
    return f"{ENGLISH_MONTHS[month.month - 1]} {month.year}"
