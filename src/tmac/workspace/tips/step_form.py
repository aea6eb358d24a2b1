"""The form of one step of a tip: just the questions that the step needs or may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.taxonomy import queries as taxonomy
from tmac.tips.conditions import SERVICE_REASON
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import Step
from tmac.tips.situations import competence_reasons
from tmac.tips.words import CHECKLIST, OUTCOMES
from tmac.workspace.fields import LineField, WordsField

_TEXT_LABELS: dict[str, Sentence] = {
    "tip.released": _("Why it may leave quarantine"),
    "tip.merged": _("A note for the record"),
    "tip.accepted": _("A note for the record"),
    "tip.forwarded": _("What the reporter is told"),
    "tip.forwarded_after_check": _("What the reporter is told"),
    "tip.routed_as_service": _("What the reporter is told"),
    "tip.not_accepted": _("What the reporter is told"),
    "tip.not_substantiated": _("What the check has found; the reporter reads it"),
    "tip.verifying": _("How the facts will be checked"),
    "tip.linked": _("A note for the record"),
    "tip.linked_at_once": _("A note for the record"),
    "tip.answered_by_agency": _("What the agency answered"),
    "tip.closed": _("What the reporter is told"),
    "tip.reopened": _("The new facts"),
    "tip.reopened_on_new_facts": _("The new facts"),
    "tip.unmerged": _("Why they are two matters"),
    "tip.forwarding_failed": _("What went wrong"),
}
# Ready sentences in formal Thai; an officer takes one and completes it.
PHRASES: dict[str, tuple[Sentence, ...]] = {
    "tip.not_accepted": (
        _(
            "We looked at your report carefully. The facts given do not suffice to act. If you "
            "learn more, please tell us in this mailbox."
        ),
        _("This matter is not within our powers. You may turn to: "),
    ),
    "tip.not_substantiated": (
        _(
            "We checked the facts on the spot and found no risk as it was reported. You may object "
            "within 30 days in this mailbox."
        ),
    ),
    "tip.forwarded": (
        _(
            "Your report was sent to the body in charge. Who you are was not sent along. We follow "
            "the answer and tell you."
        ),
    ),
    "tip.closed": (
        _("The matter was put right. If you see that it was not, press “not really fixed” here."),
    ),
}
PHRASES["tip.forwarded_after_check"] = PHRASES["tip.forwarded"]
PHRASES["tip.routed_as_service"] = PHRASES["tip.forwarded"]
_YES_NO = [("1", _("Yes")), ("0", _("No"))]


class StepForm(forms.Form):
    """Questions are made from the step's `needs` and `asks`; `grounds` gives the answers back."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Step, **rest: Any):
        super().__init__(*args, **rest)
        for name in (*step.needs, *step.asks):
            if name in _QUESTIONS:
                self.fields[name] = _QUESTIONS[name](step, name in step.needs)

    def grounds(self) -> Grounds:
        given = {key: value for key, value in self.cleaned_data.items() if key != "version"}
        if "checklist" in given:
            given["checklist"] = tuple(given["checklist"])
        return Grounds(**given)


def reasons_for(step: Step) -> list[tuple[str, str]]:
    """The reasons that fit a step, in the words of the table."""
    if step.target == "FORWARDED":
        found = competence_reasons()
        is_service = step.event == "tip.routed_as_service"
        kept = [one for one in found if (one.code == SERVICE_REASON) == is_service]
    else:
        kept = taxonomy.reasons("not_accept")
    return [(reason.code, reason.name) for reason in kept]


def _text(step: Step, is_needed: bool) -> forms.Field:
    label = _TEXT_LABELS.get(step.event, _("A note for the record"))
    return WordsField(label=str(label), required=is_needed, max_length=4000)


def _reason(step: Step, is_needed: bool) -> forms.Field:
    choices = reasons_for(step)
    initial = choices[0][0] if len(choices) == 1 else None
    return forms.ChoiceField(
        label=_("Reason"),
        required=is_needed,
        choices=choices,
        initial=initial,
        widget=forms.RadioSelect,
    )


def _destination(step: Step, is_needed: bool) -> forms.Field:
    return LineField(
        label=_("Which body it goes to"),
        required=is_needed,
        max_length=200,
        help_text=_("Such as the Office of PACC, area 7"),
    )


def _target(step: Step, is_needed: bool) -> forms.Field:
    return LineField(
        label=_("Number of the earlier tip"),
        required=is_needed,
        max_length=24,
        help_text=_("Such as T2570-74-482913"),
    )


def _pin(step: Step, is_needed: bool) -> forms.Field:
    return LineField(
        label=_("Number of the pin"),
        required=is_needed,
        max_length=24,
        help_text=_("Such as 2569-74-0001. Make the pin first if there is none."),
    )


def _outcome(step: Step, is_needed: bool) -> forms.Field:
    return forms.ChoiceField(
        label=_("Result"),
        required=is_needed,
        choices=list(OUTCOMES.items()),
        widget=forms.RadioSelect,
    )


def _checklist(step: Step, is_needed: bool) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Gone through before it is accepted"),
        required=is_needed,
        choices=list(CHECKLIST.items()),
        widget=forms.CheckboxSelectMultiple,
    )


def _read(label: Sentence) -> Callable[[Step, bool], forms.Field]:
    def question(step: Step, is_needed: bool) -> forms.Field:
        return forms.TypedChoiceField(
            label=str(label),
            required=is_needed,
            choices=_YES_NO,
            coerce=lambda value: value == "1",
            empty_value=None,
            widget=forms.RadioSelect,
        )

    return question


_QUESTIONS: dict[str, Callable[[Step, bool], forms.Field]] = {
    "text": _text,
    "reason_code": _reason,
    "destination": _destination,
    "target_reference": _target,
    "pin_code": _pin,
    "outcome": _outcome,
    "checklist": _checklist,
    "is_anonymous": _read(_("The reporter left neither name nor contact")),
    "has_evidence": _read(_("The tip brings evidence: files, or facts that can be checked")),
}
