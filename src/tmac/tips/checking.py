"""What is posted with a filing, held against the known codes and the exact sizes.

Nothing else is believed: no key that is not asked for, no nested value, no state, no score.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tmac.agencies import queries as agencies
from tmac.core.errors import Fault, Sentence
from tmac.geography import queries as geography
from tmac.taxonomy import queries as taxonomy
from tmac.tips import words

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CODE = re.compile(r"[A-Z0-9_-]{0,24}")
_EARLIEST_YEAR = 1950
_TEXTS = (
    "kind", "province", "district", "subdistrict", "category", "agency_kind", "amount_band",
    "month", "ongoing", "stoppable", "how_known", "route",
)  # fmt: skip
_TRUTHS = ("urgent", "about_office")
_NAMES = frozenset({*_TEXTS, *_TRUTHS, "agency_id", "protection"})
_MAY_MISS = frozenset({"agency_id"})


@dataclass(frozen=True)
class Facts:
    """The plain facts of a report, every code known."""

    kind: str
    province: str
    district: str
    subdistrict: str
    category: str
    agency_kind: str
    agency_id: int | None
    amount_band: str
    month: str
    ongoing: str
    stoppable: str
    how_known: str
    protection: tuple[str, ...]
    urgent: bool
    route: str
    about_office: bool

    @property
    def scope(self) -> str:
        """Whose keys it is sealed to: "centre", or the code of the province."""
        return "centre" if self.is_kept_from_province else self.province

    @property
    def is_kept_from_province(self) -> bool:
        return self.route == "CENTRE" or self.about_office


def facts_from(posted: Mapping[str, Any], today: date) -> tuple[Facts | None, list[Fault]]:
    """The facts, or every fault of what was posted."""
    faults = _shape_faults(posted)
    if faults:
        return None, faults
    facts = Facts(
        **{name: posted[name] for name in (*_TEXTS, *_TRUTHS)},
        agency_id=posted.get("agency_id"),
        protection=tuple(sorted({code for code in posted["protection"] if code})),
    )
    faults = [*_code_faults(facts, today), *_place_faults(facts), *_body_faults(facts)]
    return (None, faults) if faults else (facts, [])


def _shape_faults(posted: Mapping[str, Any]) -> list[Fault]:
    faults = [
        Fault(f"facts.{str(name)[:40]}", _("This is not asked for. Leave it out."))
        for name in posted
        if name not in _NAMES
    ]
    faults += [
        Fault(f"facts.{name}", _("This is missing."))
        for name in sorted(_NAMES - _MAY_MISS)
        if name not in posted
    ]
    faults += [
        Fault(f"facts.{name}", _("This must be a short text."))
        for name in _TEXTS
        if name in posted and not _is_short(posted[name])
    ]
    faults += [
        Fault(f"facts.{name}", _("This must be yes or no."))
        for name in _TRUTHS
        if name in posted and not isinstance(posted[name], bool)
    ]
    if "protection" in posted and not _is_list_of_codes(posted["protection"]):
        faults.append(Fault("facts.protection", _("This must be a list of known codes.")))
    agency = posted.get("agency_id")
    if agency is not None and (isinstance(agency, bool) or not isinstance(agency, int)):
        faults.append(Fault("facts.agency_id", _("This must be the number of an agency.")))
    return faults


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 24


def _is_list_of_codes(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= 10
        and all(isinstance(code, str) and code in (*words.THREATS, "") for code in value)
    )


def _code_faults(facts: Facts, today: date) -> list[Fault]:
    known: dict[str, tuple[str, words.Words]] = {
        "kind": (facts.kind, words.KINDS),
        "amount_band": (facts.amount_band, words.AMOUNTS),
        "ongoing": (facts.ongoing, words.ANSWERS),
        "stoppable": (facts.stoppable, words.ANSWERS),
        "how_known": (facts.how_known, words.HOW_KNOWN),
        "route": (facts.route, words.ROUTES),
    }
    faults = [
        Fault(f"facts.{name}", unknown())
        for name, (code, all_) in known.items()
        if code not in all_
    ]
    if facts.month and not _is_past_month(facts.month, today):
        message = _("Give the month as YYYY-MM in the Christian era, not in the future.")
        faults.append(Fault("facts.month", message))
    return faults


def _is_past_month(month: str, today: date) -> bool:
    if not _MONTH.fullmatch(month):
        return False
    return f"{_EARLIEST_YEAR}-01" <= month <= f"{today:%Y-%m}"


def _place_faults(facts: Facts) -> list[Fault]:
    if facts.province not in geography.province_codes():
        return [Fault("facts.province", _("Choose the province where it happens."))]
    return area_faults(facts.province, facts.district, facts.subdistrict)


def area_faults(
    province: str, district: str, subdistrict: str, *, prefix: str = "facts."
) -> list[Fault]:
    """Areas that do not exist or do not lie in the one above; an empty code is no area."""
    pairs = (("district", district, province), ("subdistrict", subdistrict, district or province))
    return [
        Fault(f"{prefix}{name}", _("This area does not lie in the one above."))
        for name, code, within in pairs
        if code and not (code.startswith(within) and _is_area(code, name))
    ]


def _is_area(code: str, name: str) -> bool:
    length = {"district": 4, "subdistrict": 6}[name]
    return len(code) == length and geography.area(code) is not None


def _body_faults(facts: Facts) -> list[Fault]:
    faults = body_faults(facts.agency_kind, facts.agency_id)
    if facts.category and not is_category(facts.category, facts.province):
        faults.append(Fault("facts.category", unknown()))
    return faults


def body_faults(kind: str, agency_id: int | None, *, prefix: str = "facts.") -> list[Fault]:
    """A kind of agency or an agency that is not known."""
    faults = []
    if kind and kind not in agencies.AgencyType.values:
        faults.append(Fault(f"{prefix}agency_kind", unknown()))
    if agency_id is not None and agencies.agency(agency_id) is None:
        faults.append(Fault(f"{prefix}agency_id", unknown()))
    return faults


def is_category(code: str, province: str) -> bool:
    """Whether it is a category of the country or of the province, not retired."""
    found = taxonomy.category(code) if _CODE.fullmatch(code) else None
    return found is not None and found.is_active and found.province_code in ("", province)


def unknown() -> Sentence:
    """Told of every code that is not among those that can be chosen."""
    return _("This is not among the answers that can be chosen.")
