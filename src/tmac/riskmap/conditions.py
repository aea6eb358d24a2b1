"""Conditions of steps: each looks at the situation and says what is lacking, where, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.riskmap.grounds import Grounds

MIN_TEXT = 10  # shorter reasons say nothing to the person who reads them later


@dataclass(frozen=True)
class Situation:
    """What is known of a pin and of the hand that moves it, when a step is tried."""

    grounds: Grounds
    today: date
    is_scored: bool = False
    is_creator: bool = False  # the one who moves (or confirms) made the pin
    evidence_grade: str = ""
    has_field_check: bool = False  # an independent one is on record
    has_files: bool = False
    has_agency: bool = False
    agency_id: int | None = None
    agency_name: str = ""
    club_has_members: bool = False
    has_strong_look: bool = False  # since the fix was reported, and it found the fix
    closed_on: date | None = None
    objection_days: int = 90
    answer_due_on: date | None = None
    return_reasons: frozenset[str] = frozenset()
    earlier_evidence: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Lack:
    """What a condition misses; `field` is the part of the grounds that would cure it ("" none)."""

    field: str
    message: Sentence


Condition = Callable[[Situation], Lack | None]


def score_sheet_filled(s: Situation) -> Lack | None:
    if s.is_scored:
        return None
    return Lack("", _("Fill the score sheet first: a pin is proposed with its score."))


def return_reason_chosen(s: Situation) -> Lack | None:
    if s.grounds.reason_code not in s.return_reasons:
        return Lack("reason_code", _("Choose why the pin is returned."))
    if s.grounds.reason_code == "OTHER" and len(s.grounds.text) < MIN_TEXT:
        return Lack("text", _("Write what has to be corrected, in at least 10 characters."))
    return None


def not_the_creator(s: Situation) -> Lack | None:
    if not s.is_creator:
        return None
    return Lack("", _("You made this pin. Another person verifies it."))


def checked_or_well_evidenced(s: Situation) -> Lack | None:
    if s.evidence_grade in ("A", "B") or s.has_field_check:
        return None
    if s.grounds.field_check is not None:
        return independent_field_check(s)
    message = _("The evidence is grade C or D. Record a field check before you verify the pin.")
    return Lack("field_check", message)


def text_written(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write the reason in at least 10 characters; others will read it later."))


def letter_and_due_date(s: Situation) -> Lack | None:
    if not s.has_agency:
        return Lack("", _("Name the agency on the pin first: the letter is addressed to it."))
    if not s.grounds.letter_no:
        return Lack("letter_no", _("Give the number of the letter or of the agreement."))
    if s.grounds.due_on is None or s.grounds.due_on <= s.today:
        return Lack("due_on", _("Give the day by which the agency answers; it must lie ahead."))
    return None


def protected_amount_with_basis(s: Situation) -> Lack | None:
    lack = text_written(s)
    if lack is not None:
        return Lack("text", _("Write what was stopped, in at least 10 characters."))
    if s.grounds.baht_protected is None or s.grounds.baht_protected < 0:
        return Lack("baht_protected", _("Give the amount protected in baht; 0 when none is known."))
    if len(s.grounds.protected_basis) < MIN_TEXT:
        return Lack("protected_basis", _("Write how the amount was computed."))
    return None


def evidence_attached(s: Situation) -> Lack | None:
    if s.grounds.file_ids:
        return None
    return Lack("file_ids", _("Attach at least one photo or document that shows the fix."))


def independent_field_check(s: Situation) -> Lack | None:
    check = s.grounds.field_check
    if check is None or not (check.done_by and check.organisation and check.finding):
        message = _("Record the field check: day, who went, from where, and what they found.")
        return Lack("field_check", message)
    if check.done_on > s.today:
        return Lack("field_check", _("The field check lies in the future. Check the year (B.E.)."))
    same_id = s.agency_id is not None and check.organisation_agency_id == s.agency_id
    if same_id or (s.agency_name and check.organisation.strip() == s.agency_name):
        message = _("The field check must be done by someone who is not from the agency.")
        return Lack("field_check", message)
    return None


def strong_second_look(s: Situation) -> Lack | None:
    if not s.club_has_members or s.has_strong_look:
        return None
    return Lack("", _("The STRONG club of this province looks at the fix first and records it."))


def direct_proof(s: Situation) -> Lack | None:
    lack = independent_field_check(s)
    if lack is not None:
        return lack
    if s.has_files or s.grounds.file_ids:
        return None
    return Lack("file_ids", _("Attach at least one photo or document from the field."))


def objection_in_time(s: Situation) -> Lack | None:
    if s.closed_on is None or s.today > s.closed_on + timedelta(days=s.objection_days):
        message = _("The time for objections has passed. Report new facts as a new pin instead.")
        return Lack("", message)
    if len(s.grounds.text) < MIN_TEXT:
        return Lack("text", _("Write what you saw that is not fixed, in at least 10 characters."))
    return None


def retention_rule_named(s: Situation) -> Lack | None:
    if s.grounds.reference_no:
        return None
    return Lack("reference_no", _("Name the retention rule under which the pin is archived."))


def reason_and_evidence_list(s: Situation) -> Lack | None:
    lack = text_written(s)
    if lack is not None:
        return lack
    if s.grounds.evidence_list:
        return None
    return Lack("evidence_list", _("List the evidence that goes to the investigators."))


def new_evidence(s: Situation) -> Lack | None:
    if frozenset(s.grounds.evidence_list) - s.earlier_evidence:
        return None
    message = _("Only new evidence opens this way. List what was not in the earlier hand-over.")
    return Lack("evidence_list", message)


def accepted_in_time(s: Situation) -> Lack | None:
    late = s.answer_due_on is not None and s.today > s.answer_due_on
    if not late or len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack(
        "text", _("The promised day for an answer has passed. Write why it is accepted late.")
    )


def reference_given(s: Situation) -> Lack | None:
    if s.grounds.reference_no:
        return None
    return Lack("reference_no", _("Give the case number or the reference of the decision."))
