"""Where a pin stands: from a point or from an area code to both, with an honest accuracy."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tmac.core.errors import Invalid
from tmac.geography import locating
from tmac.geography import queries as geography
from tmac.riskmap.drafts import PinDraft

# When only the area is known the point is its middle, and the truth lies within about this far.
_SUBDISTRICT_M, _DISTRICT_M, _PROVINCE_M = 3_000, 10_000, 40_000
_POINT_M = 100  # a point given without a word on its accuracy


@dataclass(frozen=True)
class Place:
    """A point in degrees (WGS84) with the codes of the areas that hold it."""

    lon: float
    lat: float
    accuracy_m: int
    province_code: str
    district_code: str
    subdistrict_code: str


def place_of(draft: PinDraft) -> Place:
    """The place of a draft; raises Invalid with the field and the remedy."""
    if draft.accuracy_m is not None and not 0 <= draft.accuracy_m <= 200_000:
        raise Invalid.of("accuracy_m", _("The accuracy is between 0 and 200,000 metres."))
    if draft.lat is None or draft.lon is None:
        return _middle_of(draft)
    located = locating.locate(draft.lon, draft.lat)
    subdistrict = draft.subdistrict_code or located.subdistrict_code
    district = subdistrict[:4] or draft.district_code or located.district_code
    if not draft.subdistrict_code and draft.district_code not in ("", district):
        district, subdistrict = draft.district_code, ""
    if (district or located.province_code)[:2] != draft.province_code:
        raise Invalid.of("lat", _wrong_province(located.province_code, draft.province_code))
    _known(subdistrict or district or draft.province_code)
    accuracy = _POINT_M if draft.accuracy_m is None else draft.accuracy_m
    return Place(draft.lon, draft.lat, accuracy, draft.province_code, district, subdistrict)


def _middle_of(draft: PinDraft) -> Place:
    code = draft.subdistrict_code or draft.district_code or draft.province_code
    area = geography.area(geography.successor(code) or "")
    if area is None:
        raise Invalid.of("subdistrict_code", _("Choose the subdistrict or the district."))
    if area.code[:2] != draft.province_code:
        raise Invalid.of("subdistrict_code", _wrong_province(area.code[:2], draft.province_code))
    usual = {6: _SUBDISTRICT_M, 4: _DISTRICT_M}.get(len(area.code), _PROVINCE_M)
    district = area.code[:4] if len(area.code) >= 4 else ""
    subdistrict = area.code if len(area.code) == 6 else ""
    accuracy = max(draft.accuracy_m or 0, usual)
    return Place(area.lon, area.lat, accuracy, draft.province_code, district, subdistrict)


def _known(code: str) -> None:
    if geography.area(code) is None:
        message = _("There is no area with the code %(code)s.") % {"code": code}
        raise Invalid.of("subdistrict_code", message)


def _wrong_province(found: str, wanted: str) -> str:
    return _("This place is in %(found)s, but the pin belongs to %(wanted)s.") % {
        "found": geography.full_name(found),
        "wanted": geography.full_name(wanted),
    }
