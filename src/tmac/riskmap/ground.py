"""Which areas a filter asks for, and the way there from the country."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from tmac.geography import queries as geography
from tmac.geography import shapes
from tmac.riskmap.counts import Ground
from tmac.riskmap.filters import PinFilter

BY_PROVINCE = "province"


@dataclass(frozen=True)
class Step:
    """One step of the way: a name, and the filter that leads there."""

    name: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """What to count in, which drawing file shows it, and the way there."""

    ground: Ground
    shape: str
    trail: tuple[Step, ...]
    is_confirmed: bool = True  # whether every membership of the drawn regions has a source


def scene(wanted: PinFilter, by: str, on: date) -> Scene:
    """From the narrowest place in the filter; without one, the country by provinces or by the
    regions of the scheme `by`. Without a boundary pack provinces are the finest areas drawn."""
    levels = shapes.available_levels()
    way = trail(wanted, on)
    district = wanted.district or wanted.subdistrict[:4]
    province = wanted.province or district[:2]
    if district and geography.Level.SUBDISTRICT in levels:
        name = shapes.name_of(geography.Level.SUBDISTRICT, province)
        return Scene(Ground("SUBDISTRICT", district), name, way)
    if province and geography.Level.DISTRICT in levels:
        name = shapes.name_of(geography.Level.DISTRICT, province)
        return Scene(Ground("DISTRICT", province), name, way)
    if province:
        return Scene(Ground("PROVINCE", provinces=(province,)), "country-province", way)
    return _of_country(wanted, by, on, way)


def _of_country(wanted: PinFilter, by: str, on: date, way: tuple[Step, ...]) -> Scene:
    if wanted.region:
        region = region_of(wanted.region, on)
        provinces = region.province_codes if region else ()
        return Scene(Ground("PROVINCE", provinces=provinces), "country-province", way)
    held = geography.regions(by, on) if by and by != BY_PROVINCE else []
    if not held:
        return Scene(Ground("PROVINCE"), "country-province", way)
    confirmed = all(region.is_confirmed for region in held)
    return Scene(Ground("REGION", scheme=by), f"country-region-{by.lower()}", way, confirmed)


def region_of(text: str, on: date) -> geography.RegionInfo | None:
    """The region of 'NACC:7'."""
    scheme, _colon, code = text.partition(":")
    return next((r for r in geography.regions(scheme, on) if r.code == code), None)


def trail(wanted: PinFilter, on: date) -> tuple[Step, ...]:
    """Country, region, province, district, subdistrict: as far as the filter goes."""
    steps = [Step(_("Thailand"), {"view": "country"})]
    params: dict[str, str] = {}
    region = region_of(wanted.region, on) if wanted.region else None
    if region:
        params = {"region": wanted.region}
        steps.append(Step(region.name, dict(params)))
    finest = wanted.subdistrict or wanted.district or wanted.province
    for area in geography.path(finest):
        params = {**params, str(area.level).lower(): area.code}
        steps.append(Step(area.name, dict(params)))
    return tuple(steps)
