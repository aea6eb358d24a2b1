"""The officer who asked looks: once agreed by two, for fifteen minutes, each opening logged."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.workspace.keys.state import key_state
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.wire import answers_json, body, done


@needs(Permission.REQUEST_IDENTITY)
@require_GET
def view(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The page on which the identity opens; it holds nothing of it until then."""
    by = officer_of(request)
    now, _today = moment()
    asked = tips.identity_request(by, request_id, now)
    context = {
        "asked": asked,
        "may_open": asked.may_open,
        "key_state": key_state(by, now),
        "crumbs": [
            (_("Tips"), reverse("workspace:tips")),
            (asked.reference, reverse("workspace:tip", args=[asked.reference])),
            (_("Identity"), ""),
        ],
    }
    return render(request, "workspace/identity/view.html", context)


@needs(Permission.REQUEST_IDENTITY)
@require_POST
@answers_json
def open_it(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Logged first, then handed out: the box and the two shares, sealed to this officer."""
    body(request)
    now, _today = moment()
    opened = services.open_identity(by=officer_of(request), now=now, request_id=request_id)
    return JsonResponse(opened.as_wire())


@needs(Permission.REQUEST_IDENTITY)
@require_POST
@answers_json
def close(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The officer has finished looking, or the time is over."""
    body(request)
    now, _today = moment()
    services.close_identity(by=officer_of(request), now=now, request_id=request_id)
    return done()
