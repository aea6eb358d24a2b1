"""An officer's own key: made in the browser, kept here only sealed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission, Role
from tmac.ui.toasts import say
from tmac.vault import queries as vault
from tmac.vault import services
from tmac.vault.queries import UnitKeyView
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.wire import answers_json, body, done


@needs(Permission.HOLD_KEYS)
@require_http_methods(["GET", "POST"])
@answers_json
def keys(request: HttpRequest) -> HttpResponse:
    """The officer's keys and units; while there is no key, the way to make one."""
    by = officer_of(request)
    if request.method == "POST":
        return _keep_new(request)
    now, today = moment()
    own = vault.my_key(by)
    is_lost = own is not None and request.GET.get("new") == "1"
    if own is None or is_lost:
        context = {"username": request.user.get_username(), "day": today, "is_lost": is_lost}
        return render(request, "workspace/keys/setup.html", context)
    context = {
        "key": own,
        "units": [(unit, _has_leavers(unit)) for unit in vault.my_units(by, now)],
        "waiting": vault.waiting(by, now),
        "why_no_unit": _no_unit(by.roles),
    }
    return render(request, "workspace/keys/keys.html", context)


def _has_leavers(unit: UnitKeyView) -> bool:
    """Whether somebody who is not posted to the unit any more still holds its key."""
    return any(member.has_left for member in unit.members)


def _no_unit(roles: frozenset[Role]) -> str:
    if Role.IDENTITY_CUSTODIAN in roles:
        return _(
            "As a custodian you hold your own key alone: parts of identities are sealed to it."
        )
    return _("Colleagues add you to single reports: those are sealed to your own key.")


def _keep_new(request: HttpRequest) -> HttpResponse:
    given = body(request)
    now, _today = moment()
    services.set_up_key(
        by=officer_of(request),
        now=now,
        key_id=given.uuid("key_id"),
        public_key=given.octets("public_key", 4096),
        by_passphrase=given.octets("by_passphrase", 4096),
        by_recovery=given.octets("by_recovery", 4096),
    )
    say(request, _("Your key is made. Now a colleague gives it the key of the unit."))
    return done(201)


@needs(Permission.HOLD_KEYS)
@require_GET
@answers_json
def mine(request: HttpRequest) -> HttpResponse:
    """The own key under its phrase and its code, and the unit keys sealed to it."""
    now, _today = moment()
    return JsonResponse(vault.my_keys(officer_of(request), now).as_wire())


@needs(Permission.HOLD_KEYS)
@require_GET
def phrase(request: HttpRequest) -> HttpResponse:
    """A new unlock phrase for the same key."""
    return _change(
        request,
        "phrase",
        _("Change the unlock phrase"),
        _("The key stays the same; what opens it on your computer changes."),
    )


@needs(Permission.HOLD_KEYS)
@require_http_methods(["GET", "POST"])
@answers_json
def recovery(request: HttpRequest) -> HttpResponse:
    """A new recovery code: the old sheet of paper opens nothing any more."""
    if request.method == "POST":
        return change_phrase(request)
    return _change(
        request,
        "recovery",
        _("Make a new recovery code"),
        _("The old sheet of paper opens nothing any more. Destroy it."),
    )


def _change(request: HttpRequest, kind: str, heading: str, lead: str) -> HttpResponse:
    _now, today = moment()
    context = {
        "kind": kind,
        "heading": heading,
        "lead": lead,
        "url": reverse("workspace:key_passphrase"),
        "username": request.user.get_username(),
        "day": today,
        "crumbs": [(_("Keys"), reverse("workspace:keys")), (heading, "")],
    }
    return render(request, "workspace/keys/change.html", context)


@needs(Permission.HOLD_KEYS)
@require_POST
@answers_json
def change_phrase(request: HttpRequest) -> HttpResponse:
    """The same key, sealed under a new phrase or a new code."""
    given = body(request)
    now, _today = moment()
    sealed = {
        name: given.octets(name, 4096)
        for name in ("by_passphrase", "by_recovery")
        if name in given.values
    }
    services.change_passphrase(by=officer_of(request), now=now, **sealed)
    new_code = "by_recovery" in sealed
    say(request, _("The new code counts now.") if new_code else _("The new phrase counts now."))
    return done()


@needs(Permission.HOLD_KEYS)
@require_GET
def lost(request: HttpRequest) -> HttpResponse:
    """What to do when neither phrase nor code are left."""
    heading = _("I lost my key")
    context = {
        "crumbs": [(_("Keys"), reverse("workspace:keys")), (heading, "")],
        "is_custodian": Role.IDENTITY_CUSTODIAN in officer_of(request).roles,
    }
    return render(request, "workspace/keys/lost.html", context)
