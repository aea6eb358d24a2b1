"""Admitting, releasing and promoting the people of a club."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tmac.accounts import queries as accounts
from tmac.accounts import services as accounts_services
from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.network import policies, queries, services
from tmac.network.queries import ClubInfo, MemberRole
from tmac.ui.toasts import say
from tmac.workspace.network.forms import AdmitForm, EndForm
from tmac.workspace.network.views import club_within_reach
from tmac.workspace.offers import put_faults

if TYPE_CHECKING:
    from tmac.network.models import Membership


@needs(Permission.MANAGE_NETWORK)
def admit(request: OfficerRequest, province_code: str) -> HttpResponse:
    """Take somebody into the club, with a fresh account where there is none."""
    club = club_within_reach(request.officer, province_code)
    row = queries.club(club.id)
    if row is None:
        raise NotFound(_("There is no such club."))
    policies.may_admit(request.officer, row).or_refuse()
    may_coach = bool(policies.may_admit(request.officer, row, MemberRole.COACH))
    form = AdmitForm(request.POST or None, may_appoint_coach=may_coach)
    if form.is_bound and form.is_valid():
        password = _admitted(request, form, club)
        if password is not None:
            return _welcome(request, form, club, password)
    heading = _("Admit a member")
    context = {
        "form": form,
        "club": club,
        "heading": heading,
        "crumbs": [
            (_("STRONG network"), reverse("workspace:network")),
            (club.name, reverse("workspace:club", args=[province_code])),
            (heading, ""),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/network/admit.html", context, status=status)


def _admitted(request: OfficerRequest, form: AdmitForm, club: ClubInfo) -> str | None:
    """The initial password of a fresh account, "" for a known person, None when refused."""
    given, now = form.cleaned_data, timezone.now()
    known = accounts.person_named(given["username"])
    try:
        user_id, password = known, ""
        if known is None:
            person = accounts_services.Person(given["username"], given["name_th"])
            fresh = accounts_services.create_officer(by=request.officer, now=now, person=person)
            user_id, password = fresh.user.pk, fresh.initial_password
        services.admit(
            by=request.officer,
            now=now,
            club_id=club.id,
            user_id=user_id or 0,
            role=MemberRole(given["role"]),
            since=given["since"],
        )
    except Invalid as invalid:
        put_faults(form, invalid.faults)
        return None
    except (Refused, Conflict) as refusal:
        form.add_error(None, str(refusal))
        return None
    return password


def _welcome(
    request: OfficerRequest, form: AdmitForm, club: ClubInfo, password: str
) -> HttpResponse:
    """A fresh password is shown once, to be handed over in person."""
    if not password:
        say(request, _("The member was admitted."))
        return redirect("workspace:club", club.province_code)
    context = {"club": club, "username": form.cleaned_data["username"], "password": password}
    answer = render(request, "workspace/network/welcome.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _membership(request: OfficerRequest, membership_id: int) -> Membership:
    membership = queries.membership(membership_id)
    if membership is None:
        raise NotFound(_("There is no such membership."))
    club_within_reach(request.officer, membership.club.province_code)
    return membership


@needs(Permission.MANAGE_NETWORK)
def end(request: OfficerRequest, membership_id: int) -> HttpResponse:
    """Release a member."""
    membership = _membership(request, membership_id)
    policies.may_end(request.officer, membership).or_refuse()
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(
                by=request.officer,
                now=timezone.now(),
                membership_id=membership_id,
                until=form.cleaned_data["until"],
            )
        except Invalid as invalid:
            put_faults(form, [replace(fault, field="until") for fault in invalid.faults])
        else:
            say(request, _("The membership was ended."))
            return redirect("workspace:club", membership.club.province_code)
    context = {
        "form": form,
        "name": accounts.display_name(membership.user_id),
        "province_code": membership.club.province_code,
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/network/end.html", context, status=status)


@require_POST
@needs(Permission.MANAGE_NETWORK)
def promote(request: OfficerRequest, membership_id: int) -> HttpResponse:
    """Make a member a coach."""
    membership = _membership(request, membership_id)
    services.promote(by=request.officer, now=timezone.now(), membership_id=membership_id)
    say(request, _("The member is a coach from today."))
    return redirect("workspace:club", membership.club.province_code)
