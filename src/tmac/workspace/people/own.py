"""What every officer may do for oneself, and those who manage people for others as well."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tmac.accounts import directory, services
from tmac.accounts.access import OfficerRequest
from tmac.core.access import signed_in
from tmac.workspace.people.forms import ConflictForm, DelegationForm, LanguageForm
from tmac.workspace.people.pages import attempt, done, person_page


@signed_in
@require_GET
def me(request: OfficerRequest) -> HttpResponse:
    """One's own page: roles, acting for others, conflicts of interest, language, log-in."""
    return person_page(request, request.officer.user_id)


@signed_in
@require_POST
def set_language(request: OfficerRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    by, now = request.officer, timezone.now()
    if attempt(form, lambda given: services.set_language(by=by, now=now, **given)):
        answer = redirect("workspace:me")
        answer["Location"] = translate_url(answer["Location"], form.cleaned_data["language"])
        return answer
    return person_page(request, by.user_id, {"language": form})


@signed_in
@require_POST
def delegate(request: OfficerRequest, user_id: int, posting_id: int) -> HttpResponse:
    """Let somebody act in a posting; the service decides who may."""
    by, now = request.officer, timezone.now()
    people = directory.colleagues(posting_id, now)
    form = DelegationForm(request.POST, people=people, auto_id=f"lend_{posting_id}_%s")

    def act(given: dict[str, Any]) -> None:
        services.delegate(by=by, now=now, posting_id=posting_id, **given)

    if attempt(form, act):
        return done(request, user_id, _("The order is recorded. It works from its first day."))
    return person_page(request, user_id, {f"lend_{posting_id}": form})


@signed_in
@require_POST
def revoke(request: OfficerRequest, user_id: int, delegation_id: int) -> HttpResponse:
    services.revoke(by=request.officer, now=timezone.now(), delegation_id=delegation_id)
    return done(request, user_id, _("The order to act is ended."))


@signed_in
@require_POST
def declare_conflict(request: OfficerRequest, user_id: int) -> HttpResponse:
    by, now = request.officer, timezone.now()
    form = ConflictForm(request.POST, auto_id="conflict_%s")

    def act(given: dict[str, Any]) -> None:
        services.declare_conflict(
            by=by,
            now=now,
            user_id=user_id,
            agency_id=given["agency_id"],
            reason=given["reason"],
        )

    if attempt(form, act):
        return done(request, user_id, _("Declared. Pins of this agency are out of sight now."))
    return person_page(request, user_id, {"conflict": form})


@signed_in
@require_POST
def end_conflict(request: OfficerRequest, user_id: int, conflict_id: int) -> HttpResponse:
    services.end_conflict(by=request.officer, now=timezone.now(), conflict_id=conflict_id)
    return done(request, user_id, _("The conflict of interest is recorded as over."))
