"""The officers' map: its page, what its areas and pins are, and the card of a pin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.accounts.visibility import reach
from tmac.core.errors import Invalid
from tmac.core.text import one_line
from tmac.core.thai import fiscal_year_be, today_in_thailand
from tmac.riskmap import answers, clusters, counts, queries
from tmac.riskmap.denominators import Per
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.ground import scene
from tmac.riskmap.rows import rows, with_related
from tmac.riskmap.sight import COARSE
from tmac.riskmap.views import PinRow
from tmac.ui import mapping
from tmac.workspace.map.forms import MapFilters
from tmac.workspace.map.places import agency_hits, place_hits
from tmac.workspace.typed import number

CARDS = 30


@needs(Permission.VIEW_PINS)
def page(request: OfficerRequest) -> HttpResponse:
    """The page; everything that depends on filters is asked for by the map itself."""
    today = today_in_thailand(timezone.now())
    home = home_of(request.officer)
    urls = {
        "areas": reverse("workspace:map_areas"),
        "pins": reverse("workspace:map_pins"),
        "card": reverse("workspace:map_card"),
        "search": reverse("workspace:map_search"),
        "list": reverse("workspace:pins"),
    }
    years = answers.year_choices(fiscal_year_be(today))
    known = {
        "config": mapping.config(urls, home=home, years=years),
        "form": MapFilters(request.GET, province_code=home.get("province", "")),
        "divisions": mapping.divisions(),
        "bases": bases(),
    }
    return render(request, "workspace/map/map.html", known)


def bases() -> list[tuple[str, str]]:
    return [
        (Per.AGENCIES, _("per 100 agencies")),
        (Per.RESIDENTS, _("per 100,000 residents")),
        (Per.COUNT, _("weighted count")),
    ]


def home_of(by: Principal) -> dict[str, str]:
    """Where the map opens: the province of an officer who has only one."""
    held = reach(by, COARSE)
    if held.whole_country or len(held.provinces) != 1:
        return {}
    return {"province": next(iter(held.provinces))}


@never_cache
@gzip_page
@needs(Permission.VIEW_PINS)
def areas(request: OfficerRequest) -> JsonResponse:
    """The areas of the filter's place with their figures."""
    today = today_in_thailand(timezone.now())
    wanted = PinFilter.from_params(request.GET)
    shown = scene(wanted, request.GET.get("by", ""), today)
    per = _per(request)
    table = counts.counts(request.officer, wanted, shown.ground, today, per)
    return JsonResponse(answers.areas_answer(table, shown))


def _per(request: HttpRequest) -> Per | None:
    given = request.GET.get("per", "")
    return Per(given) if given in tuple(Per) else None


@never_cache
@gzip_page
@needs(Permission.VIEW_PINS)
def pins(request: OfficerRequest) -> JsonResponse:
    """The pins of ?frame=west,south,east,north&zoom= that meet the filter."""
    today = today_in_thailand(timezone.now())
    wanted = PinFilter.from_params(request.GET)
    try:
        frame = frame_of(request)
    except Invalid as fault:
        return JsonResponse({"message": str(fault)}, status=422)
    shown = clusters.view(request.officer, wanted, frame, today)
    return JsonResponse(answers.pins_answer(shown))


def frame_of(request: HttpRequest) -> clusters.Frame:
    """Invalid unless the frame is four sides in order and a zoom."""
    try:
        west, south, east, north = map(float, request.GET.get("frame", "").split(","))
        zoom = float(request.GET.get("zoom", ""))
    except ValueError:
        west = south = east = north = zoom = float("nan")
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90 and 0 <= zoom <= 24):
        message = _("The frame needs west, south, east and north in degrees, and a zoom.")
        raise Invalid.of("frame", message)
    return clusters.Frame(west, south, east, north, zoom)


@never_cache
@needs(Permission.VIEW_PINS)
def card(request: OfficerRequest) -> HttpResponse:
    """A card for each of ?id=&id=, as far as the officer may see them; a piece of a page."""
    asked = [number(text) for text in request.GET.getlist("id")[:CARDS]]
    ids = [one for one in asked if one is not None]
    return render(request, "workspace/map/card.html", {"pins": rows_of(request.officer, ids)})


def rows_of(by: Principal, ids: list[int]) -> list[PinRow]:
    """What the officer may see of these pins, the most urgent first."""
    pins = with_related(queries.visible_pins(by).filter(pk__in=ids))
    return rows(by, pins.order_by("-urgency", "-id"), today_in_thailand(timezone.now()))


@never_cache
@needs(Permission.VIEW_PINS)
def search(request: OfficerRequest) -> JsonResponse:
    """Places, agencies and pin codes that match ?q=."""
    text = one_line(request.GET.get("q", ""))[:80]
    if len(text) < 2:
        return JsonResponse({"hits": []})
    province = home_of(request.officer).get("province", "")
    hits = pin_hits(request.officer, text) + place_hits(text, province)
    hits += agency_hits(text, province)
    return JsonResponse({"hits": hits})


def pin_hits(by: Principal, text: str) -> list[dict[str, Any]]:
    """Pins whose code begins with the text."""
    if not text[:1].isdigit():
        return []
    found = queries.visible_pins(by).filter(code__startswith=text).order_by("code")[:5]
    return [
        {
            "kind": "pin",
            "label": row.code,
            "detail": row.place_name,
            "lon": row.lon,
            "lat": row.lat,
            "zoom": 14,
            "params": {},
            "id": row.id,
        }
        for row in rows_of(by, [pin.pk for pin in found])
    ]
