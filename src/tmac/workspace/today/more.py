"""Everything else that an officer can open, each with a line that says what it is for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from tmac.accounts.roles import Permission
from tmac.core.access import signed_in
from tmac.core.errors import Sentence
from tmac.ui.navigation import Link, Place, links
from tmac.workspace.keys.state import key_state
from tmac.workspace.officers import moment, officer_of


@dataclass(frozen=True)
class Told:
    """A place with what it is for."""

    link: Link
    what: Sentence


PLACES: tuple[tuple[Place, Sentence], ...] = (
    (
        Place("workspace:workshops", _("Pinning workshops"), "workshop", Permission.VIEW_PINS),
        _("Type in the notes of an evening, with the map on the wall"),
    ),
    (
        Place("workspace:imports", _("Import pins"), "import", Permission.IMPORT_PINS),
        _("From a sheet of workshop notes or official records"),
    ),
    (
        Place("workspace:agencies", _("Agencies"), "agency", Permission.VIEW_AGENCIES),
        _("Public bodies and the areas they answer for"),
    ),
    (
        Place("workspace:network", _("STRONG network"), "network", Permission.VIEW_NETWORK),
        _("The clubs of the provinces, their members and coaches"),
    ),
    (
        Place("workspace:notes", _("Watch notes"), "eye", Permission.WRITE_WATCH_NOTES),
        _("What is worth watching and is no report yet"),
    ),
    (
        Place("workspace:keys", _("Keys"), "lock", Permission.HOLD_KEYS),
        _("What opens sealed reports: your key and that of your unit"),
    ),
    (
        Place("workspace:identity", _("Requests for identity"), "user", Permission.DECIDE_IDENTITY),
        _("Two custodians agree before anybody learns who a reporter is"),
    ),
    (
        Place(
            "workspace:identity_report",
            _("Identities opened"),
            "report",
            Permission.VIEW_IDENTITY_REPORT,
        ),
        _("Report R14: who asked, who agreed, when it was opened"),
    ),
    (
        Place("workspace:key_directory", _("Directory of keys"), "shield", Permission.VIEW_AUDIT),
        _("Every key that reports are sealed to, and what proves it"),
    ),
    (
        Place("workspace:people", _("Officers"), "people", Permission.VIEW_PEOPLE),
        _("Who holds which role, who acts for whom"),
    ),
    (
        Place("workspace:reference", _("Reference tables"), "reference", Permission.VIEW_PINS),
        _("Categories, clocks, reasons and regions"),
    ),
    (
        Place("workspace:audit", _("Audit trail"), "shield", Permission.VIEW_AUDIT),
        _("Who did what, in an unbroken chain"),
    ),
    (
        Place("workspace:me", _("My account"), "user"),
        _("Name, language, second factor"),
    ),
    (
        Place("usersessions_list", _("Where I am signed in"), "lock"),
        _("End a log-in on another device"),
    ),
    (
        Place("portal:home", _("Public pages"), "eye"),
        _("What everybody sees of this map"),
    ),
    (
        Place("portal:help", _("Help"), "info"),
        _("How pins are made, scored and closed"),
    ),
)


def told_places(request: HttpRequest) -> list[Told]:
    """The places that exist and that this officer may open."""
    officer = request.officer  # type: ignore[attr-defined]
    found = []
    for place, what in PLACES:
        found += [Told(link, what) for link in links((place,), request.path, officer)]
    return found


@signed_in
def more(request: HttpRequest) -> HttpResponse:
    """The way to every page that is not in the rail."""
    now, _today = moment()
    context = {"places": told_places(request), "key_state": key_state(officer_of(request), now)}
    return render(request, "workspace/today/more.html", context)
