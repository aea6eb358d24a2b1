"""Places for the map and the pin form: search, the subdistrict of a point, agencies near it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.agencies import queries as agencies
from tmac.core.errors import Invalid
from tmac.core.text import one_line
from tmac.geography import locating
from tmac.geography import queries as geography
from tmac.geography.places import search_places
from tmac.workspace.officers import draftable_provinces

PLACES = 6
AGENCIES = 5
ZOOM = {"PROVINCE": 8.5, "DISTRICT": 10.5, "SUBDISTRICT": 12.5}


def point_of(request: HttpRequest) -> tuple[float, float]:
    """(lon, lat) of the parameters; Invalid when they are not numbers."""
    try:
        return float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError) as fault:
        message = _("The point needs a longitude and a latitude in degrees.")
        raise Invalid.of("lon", message) from fault


@needs(Permission.VIEW_PINS)
def locate(request: OfficerRequest) -> JsonResponse:
    """The subdistrict of ?lon=&lat=, or a sentence that says what is wrong with the point."""
    try:
        lon, lat = point_of(request)
        found = locating.locate(lon, lat)
    except Invalid as fault:
        first = fault.faults[0]
        return JsonResponse({"message": str(first.message), "offer": first.offer}, status=422)
    return JsonResponse(
        {
            "subdistrict": found.subdistrict_code,
            "district": found.district_code,
            "province": found.province_code,
            "name": geography.full_name(found.subdistrict_code or found.district_code),
            "distance_m": round(found.distance_m),
            "is_approximate": found.is_approximate,
        }
    )


@needs(Permission.VIEW_PINS)
def agencies_nearest(request: OfficerRequest) -> JsonResponse:
    """The bodies that answer for the ground of ?lon=&lat=, then those whose office is nearest."""
    try:
        lon, lat = point_of(request)
        code = locating.locate(lon, lat).subdistrict_code
    except Invalid as fault:
        return JsonResponse({"message": str(fault)}, status=422)
    found: dict[int, dict[str, Any]] = {}
    for body in agencies.answering_for(code):
        found[body.id] = _agency(body)
    for near in agencies.nearest(lon, lat, limit=8):
        found.setdefault(near.agency.id, _agency(near.agency, near.distance_km))
    return JsonResponse({"agencies": list(found.values())[:10]})


def _agency(body: agencies.AgencyInfo, distance_km: float | None = None) -> dict[str, Any]:
    distance = None if distance_km is None else round(distance_km, 1)
    return {"id": body.id, "name": body.name, "kind": body.kind_label, "distance_km": distance}


@needs(Permission.VIEW_PINS)
def places(request: OfficerRequest) -> JsonResponse:
    """Areas whose name matches ?q=, for the pin form."""
    text = one_line(request.GET.get("q", ""))[:80]
    provinces = draftable_provinces(request.officer)
    home = next(iter(provinces)) if len(provinces) == 1 else ""
    return JsonResponse({"hits": place_hits(text, home) if len(text) > 1 else []})


def place_hits(text: str, home: str = "") -> list[dict[str, Any]]:
    """Places of that name, those of the home province first: many districts share their names."""
    near = search_places(text, within=home, limit=PLACES) if home else []
    found = {hit.code: hit for hit in [*near, *search_places(text, limit=PLACES)]}
    return [
        {
            "kind": "place",
            "label": hit.label,
            "detail": "",
            "lon": hit.lon,
            "lat": hit.lat,
            "zoom": ZOOM.get(str(hit.level), 6),
            "params": {str(hit.level).lower(): hit.code},
            "id": None,
        }
        for hit in list(found.values())[:PLACES]
    ]


def agency_hits(text: str, province_code: str) -> list[dict[str, Any]]:
    return [
        {
            "kind": "agency",
            "label": body.name,
            "detail": geography.full_name(body.subdistrict_code or body.province_code or "00"),
            "lon": body.lon,
            "lat": body.lat,
            "zoom": 13,
            "params": {},
            "id": None,
        }
        for body in agencies.search(text, province_code, limit=AGENCIES)
        if body.lon is not None
    ]
