"""The form of one step: just the questions that the step needs or may ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.riskmap.grounds import FieldCheck, Grounds
from tmac.taxonomy import queries as taxonomy
from tmac.workspace.fields import BahtField, DayField, LineField, WordsField
from tmac.workspace.pins.forms import today
from tmac.workspace.uploads import FilesField

_TEXT_LABELS: dict[str, Sentence] = {
    "pin.proposed": _("A word to the director"),
    "pin.proposed_again": _("What you corrected"),
    "pin.returned": _("What has to be corrected"),
    "pin.verified": _("A note for the record"),
    "pin.not_substantiated": _("What was found"),
    "pin.found_unsubstantiated": _("What was found"),
    "pin.sent_to_agency": _("What the agency is asked to do"),
    "pin.stopped": _("What was stopped"),
    "pin.stopped_in_remedy": _("What was stopped"),
    "pin.fix_reported": _("What was fixed"),
    "pin.fix_refused": _("Why the fix is not accepted"),
    "pin.resolved": _("The outcome in a sentence"),
    "pin.resolved_directly": _("The outcome in a sentence"),
    "pin.reopened": _("What you saw that is not fixed"),
    "pin.recurred": _("What has come back"),
    "pin.agency_silent": _("What the agency answered, or did not"),
    "pin.handed_over": _("Why the investigators are needed"),
    "pin.handover_declined": _("Why it is declined"),
    "pin.intel_dropped": _("Why the work ends"),
    "pin.proposed_on_new_facts": _("The new facts"),
}
_REFERENCE_LABELS: dict[str, Sentence] = {
    "pin.archived": _("Retention rule"),
    "pin.case_opened": _("Case number in the case system"),
    "pin.inquiry_opened": _("Number of the commission's decision"),
    "pin.case_final": _("Number of the judgment"),
}
CHECK_FIELDS = ("check_done_on", "check_done_by", "check_organisation", "check_finding")


class StepForm(forms.Form):
    """Questions are made from the step's `needs` and `asks`; `grounds` gives the answers back."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, event: str, needs: Iterable[str], asks: Iterable[str], **rest: Any
    ):
        super().__init__(*args, **rest)
        needed = tuple(needs)
        for name in (*needed, *asks):
            self._ask(name, event, name in needed)

    def _ask(self, name: str, event: str, is_needed: bool) -> None:
        if name == "field_check":
            self.fields.update(_check_fields(is_needed))
        else:
            self.fields[name] = _QUESTIONS[name](event, is_needed)

    @property
    def asks_field_check(self) -> bool:
        return CHECK_FIELDS[0] in self.fields

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.asks_field_check:
            self._check_whole(given)
        return given

    def _check_whole(self, given: dict[str, Any]) -> None:
        """A field check is given wholly or not at all."""
        filled = [name for name in CHECK_FIELDS if given.get(name)]
        for name in CHECK_FIELDS:
            if filled and name not in filled and name not in self.errors:
                self.add_error(name, _("Needed when a field check is recorded."))

    def grounds(self, file_ids: tuple[str, ...] = ()) -> Grounds:
        """The answers of a valid form; files are stored by the view, which passes their ids."""
        given = self.cleaned_data
        return Grounds(
            reason_code=given.get("reason_code") or "",
            text=given.get("text") or "",
            due_on=given.get("due_on"),
            baht_protected=given.get("baht_protected"),
            protected_basis=given.get("protected_basis") or "",
            file_ids=file_ids,
            reference_no=given.get("reference_no") or "",
            letter_no=given.get("letter_no") or "",
            field_check=_field_check(given),
            evidence_list=_lines(given.get("evidence_list") or ""),
        )


def _field_check(given: dict[str, Any]) -> FieldCheck | None:
    if not given.get("check_done_on"):
        return None
    return FieldCheck(
        done_on=given["check_done_on"],
        done_by=given["check_done_by"],
        organisation=given["check_organisation"],
        finding=given["check_finding"],
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _check_fields(is_needed: bool) -> dict[str, forms.Field]:
    return {
        "check_done_on": DayField(
            label=_("Day of the field check"), required=is_needed, not_after=today
        ),
        "check_done_by": LineField(label=_("Who went"), required=is_needed, max_length=200),
        "check_organisation": LineField(
            label=_("From which organisation"),
            required=is_needed,
            max_length=200,
            help_text=_("Not the agency itself"),
        ),
        "check_finding": WordsField(
            label=_("What they found"), required=is_needed, max_length=4000
        ),
    }


def _text(event: str, is_needed: bool) -> forms.Field:
    label = _TEXT_LABELS.get(event, _("A note for the record"))
    return WordsField(label=str(label), required=is_needed, max_length=4000)


def _reason(event: str, is_needed: bool) -> forms.Field:
    choices = [(reason.code, reason.name) for reason in taxonomy.reasons("return")]
    return forms.ChoiceField(
        label=_("Why it is returned"),
        required=is_needed,
        choices=choices,
        widget=forms.RadioSelect,
    )


def _reference(event: str, is_needed: bool) -> forms.Field:
    label = _REFERENCE_LABELS.get(event, _("Number of the decision"))
    return LineField(label=str(label), required=is_needed, max_length=80)


def _letter(event: str, is_needed: bool) -> forms.Field:
    return LineField(
        label=_("Number of the letter or agreement"),
        required=is_needed,
        max_length=80,
        help_text=_("Such as ปช 0074/123 of 20 พ.ย. 2569"),
    )


def _due(event: str, is_needed: bool) -> forms.Field:
    return DayField(label=_("The agency answers by"), required=is_needed)


def _protected(event: str, is_needed: bool) -> forms.Field:
    return BahtField(
        label=_("Money protected"),
        required=is_needed,
        hint=_("In baht, such as 480,000 or 1.2 ล้าน; 0 if no amount is known"),
    )


def _basis(event: str, is_needed: bool) -> forms.Field:
    return WordsField(
        label=_("How the amount was computed"),
        required=is_needed,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: contract price less the reference price after the correction"),
    )


def _files(event: str, is_needed: bool) -> forms.Field:
    return FilesField(label=_("Photos or documents"), required=is_needed)


def _evidence(event: str, is_needed: bool) -> forms.Field:
    return WordsField(
        label=_("List of evidence"),
        required=is_needed,
        max_length=4000,
        help_text=_("One item a line"),
    )


_QUESTIONS = {
    "text": _text,
    "reason_code": _reason,
    "reference_no": _reference,
    "letter_no": _letter,
    "due_on": _due,
    "baht_protected": _protected,
    "protected_basis": _basis,
    "file_ids": _files,
    "evidence_list": _evidence,
}
