"""The custodians' page: what is asked, by whom, why; yes with the own share, or a reasoned no."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.access import signed_in
from tmac.core.errors import Invalid, Refused
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.tips.views import IdentityRequestView
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.vault import queries as vault
from tmac.workspace import offers
from tmac.workspace.fields import WordsField
from tmac.workspace.identity.states import identity_row
from tmac.workspace.keys.state import key_state
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.wire import answers_json, body, done


@signed_in
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Custodians see what waits for them and what they decided; requesters see their own."""
    by = officer_of(request)
    decides = by.may(Permission.DECIDE_IDENTITY)
    if not (decides or by.may(Permission.REQUEST_IDENTITY)):
        raise Refused(_("Only identity custodians, and investigators who asked, open this page."))
    now, _today = moment()
    found = tips.identity_requests(by, now)
    context = {
        "open_ones": [_asked(one) for one in found if one.may_decide],
        "others": [identity_row(one) for one in found if not one.may_decide],
        "decides": decides,
        "may_report": by.may(Permission.VIEW_IDENTITY_REPORT),
        "key_state": key_state(by, now),
    }
    return render(request, "workspace/identity/requests.html", context)


def _asked(view: IdentityRequestView) -> dict[str, Any]:
    """A request with the fingerprint of the key that the share would be sealed to."""
    key = vault.officer_key(view.requester_id)
    return identity_row(view) | {"fingerprint": key.fingerprint if key else "–"}


@needs(Permission.DECIDE_IDENTITY)
@require_GET
@answers_json
def share(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The custodian's own share of this one identity, sealed to the custodian."""
    now, _today = moment()
    return JsonResponse(tips.identity_share(officer_of(request), request_id, now).as_wire())


@needs(Permission.DECIDE_IDENTITY)
@require_POST
@answers_json
def approve(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Yes: the share, sealed anew to the officer who asked."""
    given = body(request)
    now, _today = moment()
    by = officer_of(request)
    box = given.octets("box")
    state = services.approve_identity(by=by, now=now, request_id=request_id, box=box)
    if state == "APPROVED":
        say(request, _("Agreed. Two of you have now agreed: the officer who asked can open it."))
    else:
        say(request, _("Agreed. It opens when one more of you has agreed."))
    return done(201)


class DenyForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Why not"),
        max_length=2000,
        help_text=gettext_lazy("The officer who asked reads this."),
    )


class WithholdForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Why the reporter is not told yet"),
        max_length=2000,
        help_text=gettext_lazy(
            "Such as: telling would endanger an operation. Others read it later."
        ),
    )


@needs(Permission.DECIDE_IDENTITY)
@require_http_methods(["GET", "POST"])
def deny(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """No, with a reason that the officer who asked can read."""
    by = officer_of(request)
    now, _today = moment()
    asked = tips.identity_request(by, request_id, now)
    asked.may_decide.or_refuse()
    form = DenyForm(request.POST or None)
    heading = _("Deny the request")
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.deny_identity(by=by, now=now, request_id=request_id, reason=reason)
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        else:
            say(request, _("Denied. The officer sees your reason."))
            return HttpResponseRedirect(reverse("workspace:identity"))
    return _form(request, asked, form, heading)


@needs(Permission.DECIDE_IDENTITY)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Not telling the reporter for now that the identity was opened, or telling after all."""
    by = officer_of(request)
    now, _today = moment()
    asked = tips.identity_request(by, request_id, now)
    form = WithholdForm(request.POST or None)
    is_on = not asked.has_hold
    heading = _("Do not tell the reporter yet") if is_on else _("Tell the reporter now")
    if request.method == "POST" and form.is_valid():
        try:
            services.set_legal_hold(
                by=by,
                now=now,
                tip_id=asked.case,
                is_on=is_on,
                reason=form.cleaned_data["reason"],
            )
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        else:
            say(request, _("Saved."))
            return HttpResponseRedirect(reverse("workspace:identity"))
    return _form(request, asked, form, heading)


def _form(request: HttpRequest, asked: object, form: forms.Form, heading: str) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "heading": heading,
        "crumbs": [(_("Requests for identity"), reverse("workspace:identity")), (heading, "")],
        "faults": fieldsets.faults(form) if form.errors else [],
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/identity/form.html", context, status=status)
