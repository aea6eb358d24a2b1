"""People: the list in reach, one person's page, and what those who manage people may do there."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tmac.accounts import directory, services
from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.directory import PeopleFilter
from tmac.accounts.roles import Permission, Role
from tmac.core.paging import page_of
from tmac.workspace.people.forms import (
    EndForm,
    NewOfficerForm,
    PeopleFilterForm,
    RoleForm,
)
from tmac.workspace.people.pages import attempt, crumbs, done, person_page

_PERSON = ("username", "name_th", "name_en", "email", "phone")


@needs(Permission.VIEW_PEOPLE)
@require_GET
def people(request: OfficerRequest) -> HttpResponse:
    """Everybody in reach, with filters in the address."""
    form = PeopleFilterForm(request.GET or None, by=request.officer)
    wanted = PeopleFilter()
    if form.is_valid():
        given = form.cleaned_data
        wanted = PeopleFilter(given["text"], given["role"], given["office"], given["closed"])
    found = directory.people(request.officer, wanted, timezone.now())
    page = page_of(found, request.GET.get("page"), request.GET.get("size"))
    for user in page:
        user.held = [(Role(p.role), p.office) for p in user.present]
    known = {
        "form": form,
        "page": page,
        "is_filtered": wanted != PeopleFilter(),
        "may_manage": request.officer.may(Permission.MANAGE_PEOPLE),
        "crumbs": crumbs(request),
    }
    return render(request, "workspace/people/list.html", known)


@needs(Permission.VIEW_PEOPLE)
@require_GET
def person(request: OfficerRequest, user_id: int) -> HttpResponse:
    if user_id == request.officer.user_id:
        return redirect("workspace:me")
    return person_page(request, user_id)


@needs(Permission.MANAGE_PEOPLE)
@never_cache
@require_http_methods(["GET", "POST"])
def person_new(request: OfficerRequest) -> HttpResponse:
    """A new account with its first role; the password is shown once, on the answer itself."""
    form = NewOfficerForm(request.POST or None, by=request.officer)
    made: list[services.NewOfficer] = []

    def act(given: dict[str, Any]) -> None:
        person = services.Person(**{name: given.pop(name) for name in _PERSON})
        made.append(services.employ(by=request.officer, now=timezone.now(), person=person, **given))

    if request.method == "POST" and attempt(form, act):
        return _hand_over(request, made[0].user.pk, made[0].initial_password)
    known = {"form": form, "crumbs": crumbs(request, _("New officer"))}
    status = 422 if form.is_bound else 200
    return render(request, "workspace/people/new.html", known, status=status)


@needs(Permission.MANAGE_PEOPLE)
@never_cache
@require_POST
def renew_access(request: OfficerRequest, user_id: int) -> HttpResponse:
    password = services.renew_access(by=request.officer, now=timezone.now(), user_id=user_id)
    return _hand_over(request, user_id, password)


def _hand_over(request: OfficerRequest, user_id: int, password: str) -> HttpResponse:
    """The only time that an initial password is seen: print or copy it, then it is gone."""
    person = directory.person(request.officer, user_id, timezone.now())
    here = crumbs(request, person.name)
    known = {"person": person, "password": password, "crumbs": here}
    return render(request, "workspace/people/hand_over.html", known)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def close_account(request: OfficerRequest, user_id: int) -> HttpResponse:
    services.close_account(by=request.officer, now=timezone.now(), user_id=user_id)
    return done(
        request, user_id, _("The account is closed. What was done with it stays on record.")
    )


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def open_account_again(request: OfficerRequest, user_id: int) -> HttpResponse:
    services.open_account_again(by=request.officer, now=timezone.now(), user_id=user_id)
    return done(request, user_id, _("The account is open again. Give it a role now."))


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def give_role(request: OfficerRequest, user_id: int) -> HttpResponse:
    by, now = request.officer, timezone.now()
    form = RoleForm(request.POST, by=by, auto_id="role_%s")
    if attempt(form, lambda given: services.post(by=by, now=now, user_id=user_id, **given)):
        return done(request, user_id, _("The role is given."))
    return person_page(request, user_id, {"role": form})


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def end_posting(request: OfficerRequest, user_id: int, posting_id: int) -> HttpResponse:
    by, now = request.officer, timezone.now()
    form = EndForm(request.POST, auto_id=f"end_{posting_id}_%s")

    def act(given: dict[str, Any]) -> None:
        services.end_posting(by=by, now=now, posting_id=posting_id, **given)

    if attempt(form, act):
        return done(request, user_id, _("The last day of the role is set."))
    return person_page(request, user_id, {f"end_{posting_id}": form})


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def set_lead(request: OfficerRequest, user_id: int, posting_id: int) -> HttpResponse:
    """Make an investigator the lead, or no longer the lead."""
    is_lead = request.POST.get("is_lead") == "1"
    services.set_lead(
        by=request.officer, now=timezone.now(), posting_id=posting_id, is_lead=is_lead
    )
    words = _("Now leads investigations.") if is_lead else _("No longer leads investigations.")
    return done(request, user_id, words)
