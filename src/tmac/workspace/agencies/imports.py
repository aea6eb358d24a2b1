"""A registry file step by step: upload, say which column is what, look at the dry run, take it."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.agencies import services
from tmac.agencies.columns import COLUMNS
from tmac.core.errors import Fault, Invalid
from tmac.core.sheets import csv_bytes
from tmac.core.uploads import was_too_large
from tmac.ui.toasts import say
from tmac.workspace.agencies.forms import MappingForm, UploadForm
from tmac.workspace.offers import put_faults

_SHOWN = 200


@needs(Permission.MANAGE_AGENCIES)
def upload(request: OfficerRequest) -> HttpResponse:
    """Choose the file."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound:
        staged = _staged(request, form)
        if staged:
            return redirect("workspace:agency_import_check", staged)
    context = {"form": form, "columns": COLUMNS, "crumbs": _crumbs()}
    status = 422 if form.errors else 200
    return render(request, "workspace/agencies/upload.html", context, status=status)


def _staged(request: OfficerRequest, form: UploadForm) -> UUID | None:
    if was_too_large(request):
        form.errors.clear()
        form.add_error("file", _("The file is larger than 20 MB. Split it and import the parts."))
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        draft = services.stage_sheet(
            content=file.read(),
            name=file.name,
            owner_id=request.officer.user_id,
            now=timezone.now(),
        )
    except Invalid as invalid:
        put_faults(form, invalid.faults)
        return None
    return draft.pk


@needs(Permission.MANAGE_AGENCIES)
def check(request: OfficerRequest, sheet_id: UUID) -> HttpResponse:
    """The mapping and what an import would do; taking the good rows; dropping the file."""
    if request.POST.get("do") == "drop":
        services.drop_sheet(sheet_id=sheet_id, owner_id=request.officer.user_id)
        say(request, _("The file was put aside. Nothing was imported."), kind="info")
        return redirect("workspace:agency_import")
    staged = _own(request, sheet_id)
    form = MappingForm(staged.columns, request.POST or None, initial=staged.mapping)
    if form.is_bound and form.is_valid():
        services.map_sheet(
            sheet_id=sheet_id,
            owner_id=request.officer.user_id,
            now=timezone.now(),
            mapping=form.cleaned_data,
        )
        if request.POST.get("do") == "take":
            return _taken(request, sheet_id)
        return redirect("workspace:agency_import_check", sheet_id)
    return _report_page(request, sheet_id, form)


def _own(request: OfficerRequest, sheet_id: UUID) -> services.AgencySheet:
    return services.staged_sheet(
        sheet_id=sheet_id, owner_id=request.officer.user_id, now=timezone.now()
    )


def _report(request: OfficerRequest, sheet_id: UUID, *, dry_run: bool) -> services.ImportReport:
    staged, by = _own(request, sheet_id), request.officer
    return services.import_agencies(
        sheet=staged.sheet,
        mapping=staged.mapping,
        actor_id=by.user_id,
        actor=by.name,
        now=timezone.now(),
        source=staged.name,
        dry_run=dry_run,
    )


def _taken(request: OfficerRequest, sheet_id: UUID) -> HttpResponse:
    report = _report(request, sheet_id, dry_run=False)
    words = {
        "created": f"{report.created:,}",
        "changed": f"{report.changed:,}",
        "refused": f"{len(report.refused_rows):,}",
    }
    say(request, _("%(created)s new, %(changed)s changed, %(refused)s rows refused.") % words)
    return redirect("workspace:agency_import_check", sheet_id)


def _report_page(request: OfficerRequest, sheet_id: UUID, form: MappingForm) -> HttpResponse:
    staged = _own(request, sheet_id)
    report = None
    try:
        report = _report(request, sheet_id, dry_run=True)
    except Invalid as invalid:
        form = MappingForm(staged.columns, staged.mapping)
        form.is_valid()
        put_faults(form, [fault for fault in invalid.faults if not form.has_error(fault.field)])
    context = {
        "staged": staged,
        "form": form,
        "report": report,
        "faults": report.faults[:_SHOWN] if report else (),
        "labels": {column.field: column.label for column in COLUMNS},
        "by_field": _by_field(report.faults) if report else [],
        "crumbs": [
            *_crumbs()[:-1],
            (_("Import"), reverse("workspace:agency_import")),
            (staged.name, ""),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/agencies/check.html", context, status=status)


def _by_field(faults: tuple[Fault, ...]) -> list[tuple[str, int]]:
    labels = {column.field: str(column.label) for column in COLUMNS}
    counted = Counter(fault.field for fault in faults)
    return [(labels.get(field, field), count) for field, count in counted.most_common()]


@require_GET
@needs(Permission.MANAGE_AGENCIES)
def refused(request: OfficerRequest, sheet_id: UUID) -> HttpResponse:
    """Every refused row with its reason and its cells, to be corrected in a spreadsheet."""
    staged = _own(request, sheet_id)
    report = _report(request, sheet_id, dry_run=True)
    labels = {column.field: str(column.label) for column in COLUMNS}
    heads = [_("Row"), _("Field"), _("Why it was refused"), _("Suggestion"), *staged.columns]
    rows = [
        (f.row, labels.get(f.field, f.field), f.message, f.offer or "", *_cells(staged, f.row))
        for f in report.faults
    ]
    answer = HttpResponse(csv_bytes(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused-rows.csv"'
    return answer


def _cells(staged: services.AgencySheet, row: int | None) -> list[str]:
    return list(staged.rows[row - 2]) if row else []


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Agencies"), reverse("workspace:agencies")), (_("Import"), "")]
