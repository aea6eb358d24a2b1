"""Public pages. None of them sets a cookie; none of them names a person or an agency."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.geography import shapes
from tmac.portal import content, figures, results
from tmac.portal.preview import preview
from tmac.portal.tips import indicators

# Nobody in particular is addressed, so that a proxy may answer a crowd for a minute.
briefly_kept = cache_control(public=True, max_age=60)


@public
@require_safe
@briefly_kept
def home(request: HttpRequest) -> HttpResponse:
    """What TMAC is, how a risk is fixed, and what a visitor may do now."""
    today = _today()
    shaded = figures.shading(today)
    known = {
        "map_url": _map_url(),
        "preview": preview(shaded.shades, today),
        "unit": shaded.unit,
        "figures": figures.headline(today),
    }
    return render(request, "portal/home.html", known)


@public
@require_safe
@briefly_kept
def success(request: HttpRequest) -> HttpResponse:
    """What was resolved or stopped, by area and fiscal quarter."""
    today = _today()
    choice = results.chosen(request.GET.get("fy", ""), request.GET.get("province", ""), today)
    shown = results.results(choice, today)
    known = {
        "years": results.years(today),
        "provinces": geography.areas(geography.Level.PROVINCE),
        "chosen": choice,
        "results": shown,
        "figures": shown.figures,
        "stories": results.stories(choice),
        "reports": indicators.figures(timezone.now()),
    }
    return render(request, "portal/success.html", known)


@public
@require_safe
@briefly_kept
def about_data(request: HttpRequest) -> HttpResponse:
    """Sources, methods and limits of what the public pages show."""
    known = {
        "sources": (*content.SOURCES, content.boundaries(shapes.attribution())),
        "boundaries_approximate": shapes.is_approximate(),
    }
    return render(request, "portal/about_data.html", known)


@public
@require_safe
@briefly_kept
def cookies(request: HttpRequest) -> HttpResponse:
    """The only cookies there are, and who gets them."""
    return render(request, "portal/cookies.html", {"cookies": content.COOKIES})


@public
@require_safe
@briefly_kept
def help_page(request: HttpRequest) -> HttpResponse:
    """How to read the map, and where to ask."""
    known = {"levels": content.LEVELS, "words": content.GLOSSARY}
    return render(request, "portal/help.html", known)


def _map_url() -> str:
    try:
        return reverse("portal:map")
    except NoReverseMatch:
        return ""


def _today() -> date:
    return today_in_thailand(timezone.now())
