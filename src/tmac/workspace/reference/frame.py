"""What the reference pages share: their tabs, their way back, and who may change what."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.principals import Principal
from tmac.accounts.roles import HOLDERS, Permission
from tmac.core.verdict import Verdict
from tmac.geography import queries as geography
from tmac.workspace.officers import reach_of

_TABS = (
    ("reference", gettext_lazy("Categories")),
    ("clocks", gettext_lazy("Clocks")),
    ("holidays", gettext_lazy("Holidays")),
    ("regions", gettext_lazy("Regions")),
    ("boundaries", gettext_lazy("Boundaries and population")),
)


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """(word, address, whether this page) of every reference page."""
    return [(str(word), reverse(f"workspace:{name}"), name == here) for name, word in _TABS]


def crumbs(here: str, last: str = "") -> list[tuple[str, str]]:
    """The way to a reference page, or to a form below it."""
    found = [(_("Reference tables"), reverse("workspace:reference"))]
    if last:
        found.append((str(dict(_TABS)[here]), reverse(f"workspace:{here}")))
    return [*found, (last or str(dict(_TABS)[here]), "")]


def provinces_reached(by: Principal) -> list[geography.AreaInfo]:
    """The provinces of an officer; all of them when the whole country is in reach."""
    reach = reach_of(by)
    every = geography.areas(geography.Level.PROVINCE)
    return [area for area in every if reach is None or area.code in reach]


def may_extend(by: Principal, province_code: str) -> Verdict:
    """Whether an officer may add to, or retire, the categories of a province."""
    if by.holds_in(HOLDERS[Permission.EXTEND_CATEGORIES], province_code):
        return Verdict()
    return Verdict(gettext_lazy("Only the office of the province changes its own categories."))
