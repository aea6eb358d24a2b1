"""What changed on a pin since somebody opened it, in words for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.agencies import queries as agencies
from tmac.core.errors import Change, Sentence
from tmac.core.thai import ENGLISH_MONTHS, thai_date
from tmac.geography import queries as geography
from tmac.riskmap.models import Pin
from tmac.riskmap.scoring import LEVEL_NAMES, TICK_NAMES
from tmac.riskmap.sight import Sight
from tmac.riskmap.states import Lane, state
from tmac.taxonomy import queries as taxonomy

FIELD_LABELS: dict[str, Sentence] = {
    "title": gettext_lazy("Short title"),
    "category": gettext_lazy("Category"),
    "secondary_category": gettext_lazy("Second category"),
    "agency": gettext_lazy("Agency"),
    "agency_kind": gettext_lazy("Type of agency"),
    "fiscal_year_be": gettext_lazy("Fiscal year"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "accuracy_m": gettext_lazy("Accuracy of the place in metres"),
    "district_code": gettext_lazy("District"),
    "subdistrict_code": gettext_lazy("Subdistrict"),
    "place_note": gettext_lazy("Note on the place"),
    "what_may_happen": gettext_lazy("What may happen"),
    "period_from": gettext_lazy("From"),
    "period_to": gettext_lazy("Until"),
    "budget_baht": gettext_lazy("Budget in baht"),
    "project_id": gettext_lazy("Project number"),
    "stoppable_until": gettext_lazy("Can still be stopped until"),
    "source_document": gettext_lazy("Number of the source document"),
    "tags": gettext_lazy("Context"),
    "owner": gettext_lazy("Officer in charge"),
    "club": gettext_lazy("Partner club"),
    "due_on": gettext_lazy("Due on"),
    "has_two_sources": gettext_lazy("Two or more independent sources"),
    "is_repeat_here": gettext_lazy("The same kind here within 24 months"),
    "has_low_ita": gettext_lazy("ITA below 85"),
    "has_warning_sign": gettext_lazy("Warning sign or local risk issue"),
    "is_seen": gettext_lazy("Seen by the network, or physical evidence"),
    "evidence_grade": gettext_lazy("Grade of the evidence"),
    "amount_baht": gettext_lazy("Amount at stake in baht"),
    "reach": gettext_lazy("Reach of the damage"),
    "irreversibility": gettext_lazy("How lasting the damage is"),
    "score": gettext_lazy("Score"),
    "computed_level": gettext_lazy("Computed level"),
    "final_level": gettext_lazy("Level"),
    "level_reason": gettext_lazy("Reason for the level"),
    "prevention_state": gettext_lazy("State (prevention)"),
    "suppression_state": gettext_lazy("State (suppression)"),
}
_DATES = ("period_from", "period_to", "stoppable_until", "due_on")


def visible_changes(by: Principal, pin: Pin, since_version: int) -> list[Change]:
    """Each field changed after a version: its value then and now, where `by` may see it."""
    merged: dict[str, tuple[str, str]] = {}
    for revision in pin.revisions.filter(version__gt=since_version):
        for name, (before, after) in revision.changes.items():
            merged[name] = (merged.get(name, (before, after))[0], after)
    sight = Sight(by)
    return [
        Change(name, FIELD_LABELS.get(name, name), shown(name, before), shown(name, after))
        for name, (before, after) in merged.items()
        if before != after and may_see_field(sight, pin, name)
    ]


def may_see_field(sight: Sight, pin: Pin, name: str) -> bool:
    """Whether a change of one field is shown to the officer."""
    if name == "suppression_state":
        return sight.suppression(pin) == "full"
    return name == "prevention_state" or sight.works_on(pin)


def shown(name: str, value: str) -> str:
    """A kept value in words of the present language."""
    if value == "":
        return _("(empty)")
    writer = _WRITERS.get(name)
    return writer(value) if writer else value


def _language() -> str:
    return "en" if (get_language() or "th").startswith("en") else "th"


def _day(value: str) -> str:
    day = date.fromisoformat(value)
    return (
        thai_date(day)
        if _language() == "th"
        else f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    )


def _category(value: str) -> str:
    found = taxonomy.category(value)
    return found.name if found else value


def _agency(value: str) -> str:
    found = agencies.agency(int(value))
    return found.name_th if found else value


_WRITERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(_DATES, _day),
    **dict.fromkeys(TICK_NAMES, lambda value: _("Yes") if value == "1" else _("No")),
    "category": _category,
    "secondary_category": _category,
    "agency": _agency,
    "owner": lambda value: accounts.display_name(int(value)) or value,
    "district_code": geography.full_name,
    "subdistrict_code": geography.full_name,
    "computed_level": lambda value: LEVEL_NAMES[_language()][value],
    "final_level": lambda value: LEVEL_NAMES[_language()][value],
    "prevention_state": lambda value: state(Lane.PREVENTION, value).name,
    "suppression_state": lambda value: state(Lane.SUPPRESSION, value).name,
}
