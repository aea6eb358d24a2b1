"""The notice of the Personal Data Protection Act, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.portal.tips.choices import REQUESTS
from tmac.tips import retention
from tmac.ui.formats import is_thai

_DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Kept:
    """One line of the table: what, and for how long."""

    name: str
    time: str


@public
@require_safe
@cache_control(public=True, max_age=60)
def privacy(request: HttpRequest) -> HttpResponse:
    """Who keeps what, why, for how long, and what one may ask for."""
    known = {"retention": table(), "requests": REQUESTS}
    return render(request, "portal/tips/privacy.html", known)


def table() -> list[Kept]:
    """The rules of retention as they are in force."""
    rules = retention.rules(retention.CONTENT, retention.IDENTITY)
    named = [(rule.name_th if is_thai() else rule.name_en, rule.days) for rule in rules]
    facts = Kept(_("Plain facts and counts"), _("kept for statistics, without any words of yours"))
    return [*(Kept(name, _time(days)) for name, days in named), facts]


def _time(days: int) -> str:
    if days % _DAYS_A_YEAR:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    years = days // _DAYS_A_YEAR
    return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
