"""The public map: aggregates of the public cube, as a shaded map and as the same table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tmac.core.access import public
from tmac.core.thai import fiscal_year_be, today_in_thailand
from tmac.riskmap import answers
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.ground import Scene, scene
from tmac.riskmap.public import Word
from tmac.riskmap.public_tables import PublicFilter, PublicTable, area_table, category_choices
from tmac.riskmap.states import public_word
from tmac.ui import mapping


def _told(word: Word) -> tuple[str, str]:
    return word, public_word(word)


WORDS: tuple[tuple[str, str | Promise], ...] = (
    ("OPEN", _("Being watched or fixed")),
    *map(_told, (Word.WATCHING, Word.REMEDY, Word.FIX_REPORTED)),
    ("DONE", _("Fixed or stopped in time")),
    *map(_told, (Word.RESOLVED, Word.STOPPED, Word.NOT_SUBSTANTIATED)),
)


@dataclass(frozen=True)
class Choice:
    """What the visitor chose, read from the address; what cannot be read is left out."""

    wanted: PublicFilter
    shown: Scene
    table: PublicTable


def choice_of(request: HttpRequest, today: date) -> Choice:
    place = PinFilter.from_params(request.GET)
    shown = scene(place, request.GET.get("by", ""), today)
    given = request.GET.get("word", "")
    category = request.GET.get("category", "")
    wanted = PublicFilter(
        fiscal_year_be=place.fy,
        quarter=place.q if place.fy else None,
        category=category if category in dict(category_choices()) else "",
        word=given if given in dict(WORDS) else "OPEN",
        within=shown.ground.within,
    )
    return Choice(wanted, shown, area_table(wanted, shown.ground, today))


@public
@require_safe
@cache_control(public=True, max_age=60)
def page(request: HttpRequest) -> HttpResponse:
    """The map with its table below; the table is complete without JavaScript."""
    today = today_in_thailand(timezone.now())
    chosen = choice_of(request, today)
    urls = {"areas": reverse("portal:map_areas")}
    years = answers.year_choices(fiscal_year_be(today))
    known = {
        "config": mapping.config(urls, years=years),
        "divisions": mapping.divisions(),
        "by": request.GET.get("by", "province"),
        "categories": category_choices(),
        "words": WORDS,
        "years": years[::-1],
        "wanted": chosen.wanted,
        "shown": chosen.shown,
        "table": chosen.table,
        "reason": answers.public_reason(chosen.table, chosen.shown),
        "wider": _wider(chosen.shown),
        "rows": [(area, _address(chosen.shown, area.code)) for area in chosen.table.areas],
    }
    return render(request, "portal/map.html", known)


def _wider(shown: Scene) -> tuple[str, str] | None:
    """Name and address of the area around the shown one, None for the country."""
    if len(shown.trail) < 2:
        return None
    step = shown.trail[-2]
    return step.name, f"?{urlencode(step.params)}"


def _address(shown: Scene, code: str) -> str:
    """Where the areas inside an area are told, "" at the finest level."""
    level = shown.ground.level
    if level == "SUBDISTRICT":
        return ""
    value = f"{shown.ground.scheme}:{code}" if level == "REGION" else code
    return f"?{level.lower()}={value}"


@public
@require_safe
@gzip_page
@cache_control(public=True, max_age=60)
def areas(request: HttpRequest) -> JsonResponse:
    """The figures of the map."""
    chosen = choice_of(request, today_in_thailand(timezone.now()))
    return JsonResponse(answers.public_answer(chosen.table, chosen.shown))
