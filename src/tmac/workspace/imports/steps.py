"""The page of one import: columns, the dry run, corrections in place, taking it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid
from tmac.riskmap.checking import EXITS
from tmac.riskmap.imports import queries, services
from tmac.riskmap.imports.queries import ImportDraft, ImportState
from tmac.taxonomy.queries import categories
from tmac.ui.toasts import say
from tmac.workspace.imports.forms import KINDS, ColumnsForm
from tmac.workspace.offers import put_faults
from tmac.workspace.typed import number

_ROWS_A_PAGE = 20
_WORKING = (ImportState.CHECKING, ImportState.TAKING)


@needs(Permission.IMPORT_PINS)
def import_page(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """Where the import stands. A POST brings corrections of cells."""
    if request.method == "POST":
        _correct(request, draft_id)
        return redirect(request.get_full_path())
    draft = services.try_out(by=request.officer, draft_id=draft_id, now=timezone.now())
    if draft.state in _WORKING:
        return render(request, "workspace/imports/working.html", _working(draft))
    if draft.state == ImportState.DONE:
        return render(request, "workspace/imports/done.html", _frame(draft))
    return _checked_page(request, draft, _columns_form(draft))


def _frame(draft: ImportDraft) -> dict[str, Any]:
    report = draft.report
    existing = report.get("existing", [])
    return {
        "draft": draft,
        "report": report,
        "existing": existing[:200],
        "existing_count": len(existing),
        "kind_label": dict(KINDS)[draft.kind],
        "crumbs": [(_("Imports"), reverse("workspace:imports")), (draft.name, "")],
    }


def _columns_form(draft: ImportDraft, data: QueryDict | None = None) -> ColumnsForm:
    return ColumnsForm(draft.columns, draft.kind, data, initial=draft.mapping)


def _checked_page(
    request: OfficerRequest, draft: ImportDraft, form: ColumnsForm, status: int = 200
) -> HttpResponse:
    faults = queries.faults_of(draft)
    bad = {fault.row for fault in faults}
    page = Paginator(sorted(bad), _ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = set(page.object_list)
    missing = draft.report.get("missing", [])
    if missing and not form.is_bound:
        form = ColumnsForm(draft.columns, draft.kind, draft.mapping)
        form.is_valid()
        for field, message in missing:
            form.add_error(field if field in form.fields else None, message)
    context = _frame(draft) | {
        "form": form,
        "page": page,
        "rows": queries.bad_rows(draft, [fault for fault in faults if fault.row in shown]),
        "bad_count": len(bad),
        "categories": [c for c in categories(draft.province_code) if c.code not in EXITS],
        "left_out": draft.left_out,
        "is_ready": bool(draft.report.get("ready")) and not faults,
        "can_take": not faults and not missing,
    }
    return render(request, "workspace/imports/checked.html", context, status=status)


def _correct(request: OfficerRequest, draft_id: UUID) -> None:
    """Cells are named `cell-<row>-<field>`; a pressed offer is `take`=<row>-<field>=<value>."""
    fixes: dict[int, dict[str, str]] = {}
    for name, text in request.POST.items():
        if name.startswith("cell-"):
            _put(fixes, name.removeprefix("cell-"), str(text))
    place, _eq, offer = request.POST.get("take", "").partition("=")
    if place:
        _put(fixes, place, offer)
    left_out = dict.fromkeys(_numbers(request.POST.getlist("leave_out")), True)
    left_out |= dict.fromkeys(_numbers(request.POST.getlist("take_back")), False)
    try:
        services.correct(
            by=request.officer,
            draft_id=draft_id,
            now=timezone.now(),
            fixes=fixes,
            left_out=left_out,
        )
    except Conflict as conflict:
        say(request, str(conflict), kind="error")


def _put(fixes: dict[int, dict[str, str]], place: str, text: str) -> None:
    row, _dash, field = place.partition("-")
    line = number(row)
    if line is not None and field:
        fixes.setdefault(line, {})[field] = text


def _numbers(texts: list[str]) -> list[int]:
    return [line for text in texts if (line := number(text)) is not None]


@require_POST
@needs(Permission.IMPORT_PINS)
def columns(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """Say which column holds what."""
    by, now = request.officer, timezone.now()
    draft = services.own_draft(by=by, draft_id=draft_id, now=now)
    form = _columns_form(draft, request.POST)
    if form.is_valid():
        try:
            services.assign_columns(by=by, draft_id=draft_id, now=now, mapping=form.cleaned_data)
        except Invalid as invalid:
            put_faults(form, invalid.faults)
        else:
            return redirect("workspace:import_draft", draft_id)
    return _checked_page(request, draft, form, status=422)


@require_POST
@needs(Permission.IMPORT_PINS)
def take(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """Import the file, all or nothing."""
    try:
        services.take(by=request.officer, draft_id=draft_id, now=timezone.now())
    except Invalid as invalid:
        say(request, str(invalid), kind="error")
    return redirect("workspace:import_draft", draft_id)


@require_POST
@needs(Permission.IMPORT_PINS)
def drop(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """Put a file aside."""
    services.drop(by=request.officer, draft_id=draft_id, now=timezone.now())
    say(request, _("The file was put aside."), kind="info")
    return redirect("workspace:imports")


def _working(draft: ImportDraft) -> dict[str, Any]:
    done, total = queries.progress_of(draft)
    is_checking = draft.state == ImportState.CHECKING
    return _frame(draft) | {
        "done": done,
        "total": total or len(draft.rows),
        "doing": _("Reading the rows") if is_checking else _("Making the pins"),
        "url": reverse("workspace:import_progress", args=[draft.pk]),
    }


@needs(Permission.IMPORT_PINS)
def progress(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    """How far the worker is; the page is loaded again when it is done."""
    draft = services.own_draft(by=request.officer, draft_id=draft_id, now=timezone.now())
    if draft.state not in _WORKING:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = reverse("workspace:import_draft", args=[draft_id])
        return answer
    return render(request, "workspace/imports/progress.html", _working(draft))
