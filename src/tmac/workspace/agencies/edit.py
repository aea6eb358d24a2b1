"""Registering, correcting and retiring a body."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.agencies import queries, services
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.ui.toasts import say
from tmac.workspace.agencies.forms import AgencyForm, RetireForm, initial_of
from tmac.workspace.offers import offers_of, put_faults, taken, was_pressed


@needs(Permission.MANAGE_AGENCIES)
def agency_new(request: OfficerRequest) -> HttpResponse:
    """Register a body by hand."""
    return _form_page(request, AgencyForm(taken(request.POST) if request.POST else None), None)


@needs(Permission.MANAGE_AGENCIES)
def agency_edit(request: OfficerRequest, agency_id: int) -> HttpResponse:
    """Correct a registered body."""
    details = _details(agency_id)
    more = {"website": details.website, "source": details.source}
    initial = initial_of(details.agency, details.areas, more)
    form = AgencyForm(taken(request.POST) if request.POST else None, initial=initial)
    return _form_page(request, form, details)


def _details(agency_id: int) -> queries.AgencyDetails:
    details = queries.details(agency_id)
    if details is None:
        raise NotFound(_("There is no such agency."))
    return details


def _form_page(
    request: OfficerRequest, form: AgencyForm, details: queries.AgencyDetails | None
) -> HttpResponse:
    body = details.agency if details else None
    if form.is_bound and form.is_valid() and not was_pressed(request.POST):
        saved = _saved(request, form, details)
        if saved:
            say(request, _("Saved."))
            return redirect("workspace:agency", saved.id)
    heading = _("Correct an agency") if body else _("Register an agency")
    crumbs = [(_("Agencies"), reverse("workspace:agencies"))]
    if body:
        crumbs.append((body.name, reverse("workspace:agency", args=[body.id])))
    context = {
        "form": form,
        "body": body,
        "heading": heading,
        "crumbs": [*crumbs, (heading, "")],
        "offers": offers_of(form),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workspace/agencies/form.html", context, status=status)


def _saved(
    request: OfficerRequest, form: AgencyForm, details: queries.AgencyDetails | None
) -> queries.AgencyInfo | None:
    by = request.officer
    parent = details.parent if details else None
    try:
        return services.save_agency(
            draft=replace(form.draft(), parent_id=parent.id if parent else None),
            actor_id=by.user_id,
            actor=by.name,
            now=timezone.now(),
            agency_id=details.agency.id if details else None,
        )
    except Invalid as invalid:
        put_faults(form, invalid.faults)
    return None


@needs(Permission.MANAGE_AGENCIES)
def agency_retire(request: OfficerRequest, agency_id: int) -> HttpResponse:
    """Take a body out of use; the toast can undo it."""
    details = _details(agency_id)
    form = RetireForm(request.POST or None)
    if form.is_bound and form.is_valid() and _retired(request, form, agency_id):
        undo = reverse("workspace:agency_revive", args=[agency_id])
        say(request, _("The agency is no longer in use."), undo_url=undo)
        return redirect("workspace:agency", agency_id)
    heading = _("Take out of use")
    url = reverse("workspace:agency", args=[agency_id])
    context = {
        "form": form,
        "body": details.agency,
        "heading": heading,
        "crumbs": [
            (_("Agencies"), reverse("workspace:agencies")),
            (details.agency.name, url),
            (heading, ""),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/agencies/retire.html", context, status=status)


def _retired(request: OfficerRequest, form: RetireForm, agency_id: int) -> bool:
    code = form.cleaned_data["successor_code"]
    successor = queries.by_code(code) if code else None
    if code and successor is None:
        form.add_error("successor_code", _("No agency has this code. Look it up in the list."))
        return False
    now, by = timezone.now(), request.officer
    try:
        services.retire_agency(
            agency_id=agency_id,
            on=today_in_thailand(now),
            actor_id=by.user_id,
            actor=by.name,
            now=now,
            successor_id=successor.id if successor else None,
        )
    except (Invalid, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
@needs(Permission.MANAGE_AGENCIES)
def agency_revive(request: OfficerRequest, agency_id: int) -> HttpResponse:
    """Undo a retirement."""
    by = request.officer
    services.revive_agency(
        agency_id=agency_id, actor_id=by.user_id, actor=by.name, now=timezone.now()
    )
    say(request, _("The agency is in use again."))
    return redirect("workspace:agency", agency_id)
