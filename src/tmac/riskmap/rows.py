"""Rows of pins as one officer may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.geography import queries as geography
from tmac.riskmap import scoring
from tmac.riskmap.models import Pin
from tmac.riskmap.sight import AGENCY, EXACT, KIND, PREVENTION, Sight
from tmac.riskmap.states import CLOSED, OPEN, Lane, Suppression, state
from tmac.riskmap.views import PinRow

RELATED = ("category", "agency", "owner", "club")


def with_related(pins: QuerySet[Pin]) -> QuerySet[Pin]:
    """Everything that a row shows, in the same query."""
    return pins.select_related(*RELATED)


def in_order(pins: QuerySet[Pin]) -> list[Pin]:
    """The pins of a slice with everything that a row shows.

    The database sorts ids only and then reads the few rows: sorting 100,000 wide rows costs ten
    times as much.
    """
    ids = list(pins.values_list("pk", flat=True))
    held = with_related(Pin.objects.filter(pk__in=ids)).in_bulk()
    return [held[pk] for pk in ids]


def rows(by: Principal, pins: Iterable[Pin], today: date) -> list[PinRow]:
    """A row for each pin; no query beyond the one that read the pins (see `with_related`)."""
    sight = Sight(by)
    return [PinRow(**row_values(sight, pin, today)) for pin in pins]


def row_values(sight: Sight, pin: Pin, today: date) -> dict[str, Any]:
    """The fields of a row; what the officer may not see is None or empty."""
    return (
        _identity(sight, pin)
        | _risk(sight, pin)
        | _lanes(sight, pin, today)
        | _place(sight, pin)
        | _people(sight, pin)
    )


def by_language(thai: str, english: str) -> str:
    """The name in the language of the moment; Thai where there is no English one."""
    return english if english and is_english() else thai


def is_english() -> bool:
    return (get_language() or "th").startswith("en")


def _identity(sight: Sight, pin: Pin) -> dict[str, Any]:
    return {
        "id": pin.pk,
        "code": pin.code,
        "version": pin.version,
        "fiscal_year_be": pin.fiscal_year_be,
        "title": pin.title if reads_text(sight, pin) else None,
        "created_at": pin.created_at,
        "last_followed_at": pin.last_followed_at,
    }


def reads_text(sight: Sight, pin: Pin) -> bool:
    """Words of a pin may tell its exact place: they are shown to those who see the place."""
    return sight.works_on(pin) or sight.holds(EXACT, pin)


def _risk(sight: Sight, pin: Pin) -> dict[str, Any]:
    if not sight.holds(KIND, pin) and not sight.works_on(pin):
        hidden = {"category": "", "category_top": "", "category_name": "", "level": ""}
        return hidden | {"score": None, "verify_first": False}
    return {
        "category": pin.category_id,
        "category_top": pin.category_top,
        "category_name": by_language(pin.category.name_th, pin.category.name_en),
        "level": pin.final_level,
        "score": pin.score,
        "verify_first": scoring.must_verify_first(pin.final_level, pin.evidence_grade),
    }


def _lanes(sight: Sight, pin: Pin, today: date) -> dict[str, Any]:
    sees = sight.holds(PREVENTION, pin) or sight.works_on(pin)
    closed = pin.prevention_state in CLOSED
    stoppable = pin.stoppable_until is not None and pin.stoppable_until >= today
    code, name = suppression_words(sight, pin)
    at = state(Lane.PREVENTION, pin.prevention_state)
    return {
        "prevention_state": at.code if sees else "",
        "prevention_name": at.name if sees else "",
        "suppression": code,
        "suppression_name": name,
        "due_on": pin.due_on if sees else None,
        "is_overdue": sees and not closed and pin.due_on is not None and pin.due_on < today,
        "stoppable_until": pin.stoppable_until if sees else None,
        "is_stoppable": sees and not closed and stoppable,
        "is_open": pin.prevention_state in OPEN,
        "is_closed": closed,
    }


def suppression_words(sight: Sight, pin: Pin) -> tuple[str | None, str | None]:
    """The state, or YES or NO, or nothing: as much as the officer may know."""
    seen = sight.suppression(pin)
    if seen == "full":
        at = state(Lane.SUPPRESSION, pin.suppression_state)
        return at.code, at.name
    if seen == "yes_no":
        handed = pin.suppression_state != Suppression.NONE
        return ("YES", _("Handed over")) if handed else ("NO", _("Not handed over"))
    return None, None


def _place(sight: Sight, pin: Pin) -> dict[str, Any]:
    code = pin.subdistrict_code or pin.district_code or pin.province_code
    exact = sight.holds(EXACT, pin) or sight.works_on(pin)
    return {
        "province_code": pin.province_code,
        "district_code": pin.district_code,
        "subdistrict_code": pin.subdistrict_code,
        "place_name": geography.full_name(code),
        "lon": pin.lon if exact else None,
        "lat": pin.lat if exact else None,
        "accuracy_m": pin.accuracy_m if exact else None,
    }


def _people(sight: Sight, pin: Pin) -> dict[str, Any]:
    body = pin.agency if sight.holds(AGENCY, pin) or sight.works_on(pin) else None
    owner = pin.owner if sight.works_on(pin) else None
    return {
        "agency_id": body.pk if body else None,
        "agency_name": by_language(body.name_th, body.name_en) if body else None,
        "agency_kind": pin.agency_kind,
        "owner_id": owner.pk if owner else None,
        "owner_name": owner.name_th if owner else None,
    }
