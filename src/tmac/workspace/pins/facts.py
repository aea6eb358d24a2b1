"""The record of a pin, and the grounds of a step, as label and value for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from tmac.core.errors import Sentence
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.riskmap.views import PinView
from tmac.taxonomy import queries as taxonomy
from tmac.ui.formats import baht_text, date_text, number_text


@dataclass(frozen=True)
class Shown:
    """One line of a list of facts."""

    label: Sentence
    value: Any


def _given(*lines: tuple[Sentence, Any]) -> list[Shown]:
    """Only what has a value."""
    return [Shown(label, value) for label, value in lines if value not in (None, "")]


def record(pin: PinView) -> list[Shown]:
    """What the pin says, as far as it may be seen."""
    return _given(
        (_("Category"), pin.category_name),
        (_("Also"), pin.secondary_category_name),
        (_("Touches"), ", ".join(pin.tag_names)),
        (_("Place"), pin.place_name),
        (_("How to find it"), pin.place_note),
        (_("Point"), _point(pin)),
        (_("Agency"), pin.agency_name or pin.agency_kind_name),
        (_("Period"), _period(pin)),
        (_("Budget"), baht_text(pin.budget_baht)),
        (_("Project number"), pin.project_id),
        (_("Evidence"), _evidence(pin)),
        (_("Made by"), pin.created_by_name),
        (_("Officer in charge"), pin.owner_name),
        (_("Partner club"), pin.club_name),
        (_("Source document"), pin.source_document),
        (_("Workshop note"), _note(pin)),
        (_("Outcome"), pin.outcome_note),
        (_("Money protected"), baht_text(pin.baht_protected)),
        (_("How it was computed"), pin.protected_basis),
        (_("What the public is told"), pin.public_word if pin.public_word != "-" else ""),
    )


def _point(pin: PinView) -> Any:
    if pin.lat is None or pin.lon is None:
        return None
    within = _("within about %(m)s m") % {"m": number_text(pin.accuracy_m or 0)}
    return format_html(
        '<span class="number">{}, {}</span> <span class="muted">{}</span>',
        f"{pin.lat:.5f}",
        f"{pin.lon:.5f}",
        within,
    )


def _period(pin: PinView) -> str:
    begins, ends = date_text(pin.period_from), date_text(pin.period_to)
    return " – ".join(part for part in (begins, ends) if part)


def _evidence(pin: PinView) -> str:
    return _("Grade %(grade)s") % {"grade": pin.evidence_grade} if pin.evidence_grade else ""


def _note(pin: PinView) -> str:
    if pin.group_no is None:
        return ""
    return _("Table %(table)s, note %(note)s") % {"table": pin.group_no, "note": pin.note_no}


def grounds(given: Grounds) -> list[Shown]:
    """What somebody gave as grounds for a step."""
    check = given.field_check
    return _given(
        (_("Reason"), _reason(given.reason_code)),
        (_("Words"), given.text),
        (_("Letter"), given.letter_no),
        (_("Number"), given.reference_no),
        (_("Due"), date_text(given.due_on)),
        (_("Money protected"), baht_text(given.baht_protected)),
        (_("How it was computed"), given.protected_basis),
        (_("Field check"), _check(check) if check else ""),
        (_("List of evidence"), "; ".join(given.evidence_list)),
        (_("Files"), len(given.file_ids) or ""),
    )


def _reason(code: str) -> str:
    found = (reason.name for reason in taxonomy.reasons("return") if reason.code == code)
    return next(found, code)


def _check(check: FieldCheck) -> str:
    day = date_text(check.done_on)
    return f"{day} · {check.done_by} ({check.organisation}): {check.finding}"
