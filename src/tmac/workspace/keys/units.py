"""The keys of units: given to colleagues, changed when somebody leaves, proven by a directory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.access import signed_in
from tmac.core.errors import NotFound, Refused
from tmac.tips.views import b64
from tmac.ui.formats import date_text
from tmac.ui.tables import Column, Table, cells
from tmac.ui.toasts import say
from tmac.vault import queries as vault
from tmac.vault import services
from tmac.vault.views import DirectoryRow
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.wire import answers_json, body, done

COLUMNS = (
    Column(gettext_lazy("Whose key")),
    Column(gettext_lazy("Kind")),
    Column(gettext_lazy("Fingerprint")),
    Column(gettext_lazy("Entered on")),
    Column(gettext_lazy("Signed by")),
    Column(gettext_lazy("State")),
)
KINDS = {
    "unit": gettext_lazy("Unit"),
    "custodian": gettext_lazy("Custodian"),
    "receipt": gettext_lazy("Receipts"),
}


@needs(Permission.HOLD_KEYS)
@require_POST
@answers_json
def admit(request: HttpRequest) -> HttpResponse:
    """The unit key for a colleague, sealed in the browser of one who holds it."""
    given = body(request)
    now, _today = moment()
    services.admit(
        by=officer_of(request),
        now=now,
        unit_key_id=given.uuid("unit_key_id"),
        officer_key_id=given.uuid("officer_key_id"),
        box=given.octets("box", 4096),
    )
    say(request, _("Your colleague holds the key of the unit now."))
    return done(201)


@needs(Permission.HOLD_KEYS)
@require_GET
def rotation(request: HttpRequest, office: str) -> HttpResponse:
    """Who stays and gets the new key; the browser does the rest."""
    now, _today = moment()
    units = vault.my_units(officer_of(request), now)
    unit = next((one for one in units if one.office_code == office and one.key_id), None)
    if unit is None:
        raise NotFound(_("You have no such unit."))
    if not unit.holds:
        raise Refused(_("Only who holds the key of the unit changes it."))
    heading = _("Change the key of the unit")
    context = {
        "unit": unit,
        "stayers": [(one, b64(one.public_key)) for one in unit.members if not one.has_left],
        "leavers": ", ".join(one.name for one in unit.members if one.has_left),
        "crumbs": [(_("Keys"), reverse("workspace:keys")), (heading, "")],
    }
    return render(request, "workspace/keys/rotation.html", context)


@needs(Permission.HOLD_KEYS)
@require_POST
@answers_json
def rotate(request: HttpRequest) -> HttpResponse:
    """The new key of a unit: signed by the one before, sealed to those who stay."""
    given = body(request)
    now, _today = moment()
    services.rotate_unit(
        by=officer_of(request),
        now=now,
        office=given.text("office", 20),
        key_id=given.uuid("key_id"),
        public_key=given.octets("public_key", 4096),
        entry=given.text("entry", 8192),
        signature=given.octets("signature", 64),
        wraps=[(one.uuid("key_id"), one.octets("box", 4096)) for one in given.several("wraps")],
        previous=given.octets("previous", 4096),
    )
    say(request, _("The unit has a new key. Reports from now on are sealed to it."))
    return done(201)


@signed_in
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Every key that was entered, with what proves it; for officers and the auditor."""
    told = vault.directory()
    context = {
        "is_sound": told.is_sound,
        "fault": told.fault,
        "root_fingerprint": told.root_fingerprint,
        "table": _table(told.rows),
        "crumbs": [(_("Keys"), reverse("workspace:keys")), (_("Directory of keys"), "")],
    }
    return render(request, "workspace/keys/directory.html", context)


def _table(rows: Iterable[DirectoryRow]) -> Table:
    return Table(
        caption=_("Directory of keys"),
        columns=COLUMNS,
        rows=tuple(cells(COLUMNS, _values(row)) for row in rows),
        empty_title=_("No key is entered yet"),
        empty_text=_("The keeper of the root key makes the keys of the units in a ceremony."),
    )


def _values(row: DirectoryRow) -> tuple[Any, ...]:
    entry = row.entry
    followed = _("Followed by another") if row.is_good else _("Revoked")
    return (
        entry.owner_name,
        KINDS.get(entry.kind, entry.kind),
        row.fingerprint,
        date_text(date.fromisoformat(entry.at)),
        _("Root key") if entry.signed_by == "root" else _("The key before it"),
        _("In use") if row.is_present else followed,
    )


@signed_in
@require_GET
@answers_json
def directory_json(request: HttpRequest) -> HttpResponse:
    """The entries as they were signed, for the browser to prove."""
    _now, today = moment()
    return JsonResponse({**vault.directory().as_wire(), "day": today.isoformat()})
