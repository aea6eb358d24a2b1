"""The three parts of a report, made from the form as a browser makes them: plain facts, the content
that is sealed to the unit, and the identity that is sealed to the custodians."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from tmac.geography import queries as geography

IDENTITY = ("name", "phone", "email", "line", "other")


def facts_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What goes in clear. A typed area becomes a code where it leaves no doubt."""
    district, subdistrict = area_of(given)
    facts = {
        "kind": given["kind"],
        "province": given["province"],
        "district": district,
        "subdistrict": subdistrict,
        "category": given["category"],
        "agency_kind": given["agency_kind"],
        "amount_band": given["amount_band"] or "UNKNOWN",
        "month": f"{given['year']}-{given['month']}" if given["year"] and given["month"] else "",
        "ongoing": given["ongoing"] or "UNKNOWN",
        "stoppable": given["stoppable"] or "UNKNOWN",
        "how_known": given["how_known"],
        "protection": list(given["protection"]),
        "urgent": given["urgent"],
        "route": given["route"],
        "about_office": given["about_office"],
    }
    return {**facts, "agency_id": given["agency_id"]} if given["agency_id"] else facts


def area_of(given: Mapping[str, Any]) -> tuple[str, str]:
    """(district, subdistrict) of what was chosen or typed; empty where it is not sure."""
    if given["district"] or not given["area"]:
        return given["district"], given["subdistrict"]
    hits = geography.search_places(given["area"], within=given["province"], limit=5)
    codes = {hit.code for hit in hits if len(hit.code) > 2 and hit.label}
    exact = [code for code in codes if _is_named(code, given["area"])]
    if len(exact) != 1:
        return "", ""
    code = exact[0]
    return code[:4], code if len(code) == 6 else ""


def _is_named(code: str, typed: str) -> bool:
    area = geography.area(code)
    names = {area.name_th, area.name_en.lower()} if area else set()
    return any(typed.lower().removeprefix(word).strip() in names for word in _WORDS)


_WORDS = ("", "ตำบล", "ต.", "แขวง", "อำเภอ", "อ.", "เขต")


def content_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed to the unit."""
    is_matched = any(area_of(given))
    typed = "\n".join(filter(None, (given["place"], "" if is_matched else given["area"])))
    return {
        "v": 1,
        "kind": given["kind"],
        "text": given["text"],
        "where": {
            "text": typed,
            "lat": given["lat"],
            "lon": given["lon"],
            "accuracy_m": given["accuracy"],
            "source": given["source"] or ("typed" if typed else "none"),
        },
        "when": "\n".join(filter(None, (_lone_year(given), given["when"]))),
        "ongoing_text": "",
        "stop_text": given["stop_text"],
        "who": "\n".join(filter(None, (_typed_office(given), given["who"]))),
        "how_known_text": given["how_known_text"],
        "project_no": given["project_no"],
        "told_elsewhere": given["told_elsewhere"],
        "protection": {"text": given["protection_text"]},
        "contact_given": any(identity_of(given)[name] for name in IDENTITY),
        "files": [],
        "language": "en" if (get_language() or "th").startswith("en") else "th",
    }


def _lone_year(given: Mapping[str, Any]) -> str:
    return given["year"] if given["year"] and not given["month"] else ""


def _typed_office(given: Mapping[str, Any]) -> str:
    return "" if given["agency_id"] else str(given["agency"])


def identity_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed to the custodians; empty texts when nothing was given."""
    return {"v": 1, **{name: given.get(name, "") for name in IDENTITY}}
