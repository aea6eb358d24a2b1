"""Where one can go: a line is shown only when its page exists and may be opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission


@dataclass(frozen=True)
class Place:
    """One line of a menu: the name of its address, its word, its icon and who may see it.

    `rest_of` names the front page of a door: the line then stands for all of its pages that have
    no line of their own, and the line of the front page for that page alone.
    """

    name: str
    label: str | Promise
    icon: str = ""
    needs: Permission | None = None
    rest_of: str = ""


@dataclass(frozen=True)
class Link:
    """A place as it is drawn: its address now and whether the reader stands on it."""

    url: str
    label: str | Promise
    icon: str
    is_current: bool


WORKSPACE = (
    Place("workspace:today", _("Today"), "today"),
    Place("workspace:map", _("Map"), "map", Permission.VIEW_PINS),
    Place("workspace:pins", _("Pins"), "pin", Permission.VIEW_PINS),
    Place("workspace:tips", _("Tips"), "tip", Permission.VIEW_TIPS),
    Place("workspace:reports", _("Reports"), "report"),
    Place("workspace:more", _("More"), "more", rest_of="workspace:today"),
)
PORTAL = (
    Place("portal:home", _("Home")),
    Place("portal:map", _("Map")),
    Place("portal:success", _("Results")),
    Place("portal:mailbox", _("Follow my report")),
    Place("portal:about_data", _("Data")),
    Place("portal:help", _("Help")),
)

REPORT = Place("portal:tell", _("Report"), "tip")


def links(places: tuple[Place, ...], path: str, officer: Principal | None = None) -> list[Link]:
    """The places that `officer` may open; the one with the longest matching address is current."""
    found = [(place, _address(place.name)) for place in places if _may_open(place, officer)]
    open_ones = {url: place for place, url in found if url}
    here = max((url for url in open_ones if _is_under(path, url)), key=len, default="")
    for url, place in open_ones.items():
        if place.rest_of and path != here == _address(place.rest_of):
            here = url
    return [Link(url, place.label, place.icon, url == here) for url, place in open_ones.items()]


def _may_open(place: Place, officer: Principal | None) -> bool:
    return place.needs is None or (officer is not None and officer.may(place.needs))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # the package of this page has not been built yet
        return ""


def _is_under(path: str, url: str) -> bool:
    return path == url or path.startswith(url.rstrip("/") + "/")


OFFICER = (
    Place("workspace:me", _("My account"), "user"),
    Place("workspace:keys", _("Keys"), "lock", Permission.HOLD_KEYS),
    Place("usersessions_list", _("Where I am signed in"), "lock"),
)


def officer_links(officer: Principal | None = None) -> list[Link]:
    """The lines of the officer's own menu."""
    return links(OFFICER, "", officer)


def sign_out_address() -> str:
    """Where the sign-out form posts to."""
    return _address("account_logout")
