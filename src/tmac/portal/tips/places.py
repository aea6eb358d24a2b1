"""Small files of names, one a province, so that a typed place is matched inside the browser.

Whoever asks for one tells us a province and nothing more, which a report says in clear anyway.
"""

from __future__ import annotations

import json
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from tmac.agencies import queries as agencies
from tmac.core.access import public
from tmac.geography import queries as geography
from tmac.geography import shapes
from tmac.geography.queries import Level

_KEPT = cache_control(public=True, max_age=3600)


@public
@require_safe
@gzip_page
@_KEPT
def places(request: HttpRequest, province: str) -> HttpResponse:
    """Every district and subdistrict: code, Thai name, English name, and where its label stands."""
    if province not in geography.province_codes():
        raise Http404
    version = shapes.shape_version()
    return HttpResponse(_places(province, version), content_type="application/json")


@lru_cache(maxsize=80)
def _places(province: str, _version: str) -> bytes:
    found = [
        *geography.areas(Level.DISTRICT, province),
        *geography.areas(Level.SUBDISTRICT, province),
    ]
    rows = [[a.code, a.name_th, a.name_en, round(a.lon, 4), round(a.lat, 4)] for a in found]
    here = geography.area(province)
    told = {
        "province": province,
        "name_th": here.name_th if here else "",
        "name_en": here.name_en if here else "",
        "is_approximate": shapes.is_approximate(),
        "areas": rows,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


@public
@require_safe
@gzip_page
@_KEPT
def offices(request: HttpRequest, province: str) -> HttpResponse:
    """The public bodies of a province: id, name, kind."""
    if province not in geography.province_codes():
        raise Http404
    rows = agencies.agencies(agencies.AgencyFilter(province_code=province))
    told = {"agencies": [[a.pk, a.name_th, a.kind] for a in rows[:2000]]}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json")
