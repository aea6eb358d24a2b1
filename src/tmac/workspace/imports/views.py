"""Imports of pins: the officer's own, and the beginning of a new one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid, Refused
from tmac.core.uploads import was_too_large
from tmac.riskmap.imports import queries, services
from tmac.workspace.imports.forms import KINDS, NewForm
from tmac.workspace.offers import put_faults


@needs(Permission.IMPORT_PINS)
def import_list(request: OfficerRequest) -> HttpResponse:
    """What the officer is importing or has imported these days."""
    context = {
        "drafts": queries.drafts_of(request.officer, timezone.now()),
        "kinds": dict(KINDS),
    }
    return render(request, "workspace/imports/list.html", context)


@needs(Permission.IMPORT_PINS)
def import_new(request: OfficerRequest) -> HttpResponse:
    """Hand in a file."""
    is_sent = request.method == "POST"
    form = NewForm(
        request.officer,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"kind": request.GET.get("kind", "")},
    )
    if is_sent:
        draft_id = _staged(request, form)
        if draft_id:
            return redirect("workspace:import_draft", draft_id)
    heading = _("Import pins")
    context = {
        "form": form,
        "heading": heading,
        "kinds": KINDS,
        "crumbs": [(_("Imports"), reverse("workspace:imports")), (heading, "")],
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/imports/new.html", context, status=status)


def _staged(request: OfficerRequest, form: NewForm) -> UUID | None:
    if was_too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", _("The file is larger than 20 MB. Split it and import the parts."))
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        draft = services.stage(
            by=request.officer,
            now=timezone.now(),
            content=file.read(),
            name=file.name,
            given=form.given(),
        )
    except Invalid as invalid:
        put_faults(form, invalid.faults)
    except Refused as refusal:
        form.add_error("province", str(refusal))
    else:
        return draft.pk
    return None
