"""Which agencies to offer for a place or a name, while a pin is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tmac.agencies import queries as agencies
from tmac.agencies.queries import AgencyInfo
from tmac.geography import queries as geography

MOST = 8


@dataclass(frozen=True)
class AgencyOption:
    """One body to choose, with what tells it apart from its namesakes."""

    id: int
    name: str
    note: str


@dataclass(frozen=True)
class Surroundings:
    """What is known of the place when agencies are asked for."""

    province_code: str = ""
    subdistrict_code: str = ""
    lon: float | None = None
    lat: float | None = None


def options(text: str, place: Surroundings, chosen: int | None) -> list[AgencyOption]:
    """The chosen body first, then those found by name, or else those nearest to the place."""
    found = _by_name(text, place) if text else _by_place(place)
    kept = agencies.agency(chosen)
    first = [AgencyOption(kept.id, kept.name, _note(kept))] if kept else []
    return first + [option for option in found if option.id != chosen][:MOST]


def _by_name(text: str, place: Surroundings) -> list[AgencyOption]:
    found = agencies.search(text, place.province_code, MOST)
    found = found or agencies.named_like(text, place.province_code)
    return [AgencyOption(body.id, body.name, _note(body)) for body in found]


def _by_place(place: Surroundings) -> list[AgencyOption]:
    answering = agencies.answering_for(place.subdistrict_code) if place.subdistrict_code else []
    offered = {body.id: AgencyOption(body.id, body.name, _note(body)) for body in answering}
    if place.lon is not None and place.lat is not None:
        for near in agencies.nearest(place.lon, place.lat, MOST):
            away = _("%(km).1f km away") % {"km": near.distance_km}
            option = AgencyOption(near.agency.id, near.agency.name, away)
            offered.setdefault(near.agency.id, option)
    return list(offered.values())[:MOST]


def _note(body: AgencyInfo) -> str:
    area = body.district_code or body.province_code
    return geography.full_name(area) if area else _("national")
