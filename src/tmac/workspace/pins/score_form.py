"""The score sheet: five signs of likelihood, three sides of impact, the grade of the evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.riskmap.drafts import ScoreSheet
from tmac.riskmap.scoring import (
    TICK_NAMES,
    Assessment,
    Grade,
    Irreversible,
    Level,
    Reach,
    Ticks,
    assess,
    one_step_apart,
)
from tmac.workspace.choices import GRADES, LASTING, LEVELS, REACHES
from tmac.workspace.fields import BahtField, WordsField

MIN_REASON = 10


class ScoreForm(forms.Form):
    """What an officer fills; `assessment` computes what it gives as far as it is filled."""

    has_two_sources = forms.BooleanField(
        label=_("Two or more independent sources say so"),
        required=False,
        help_text=_("Anonymous tips without evidence of their own count as one source together."),
    )
    is_repeat_here = forms.BooleanField(
        label=_("The same kind of risk was found here within 24 months"),
        required=False,
        help_text=_("At the same agency, or in the same subdistrict if the agency is not known."),
    )
    has_low_ita = forms.BooleanField(
        label=_("The ITA total or one of its instruments is below 85"), required=False
    )
    has_warning_sign = forms.BooleanField(
        label=_("There is a warning sign or a known local risk issue"),
        required=False,
        help_text=_("A red flag in the documents, or an issue on the province's own list."),
    )
    is_seen = forms.BooleanField(
        label=_("The network saw it, or there is physical evidence"), required=False
    )
    money_baht = BahtField(
        label=_("Money at stake"),
        required=False,
        hint=_("In baht, such as 480,000 or 1.2 ล้าน. Leave empty if no amount is known."),
    )
    reach = forms.ChoiceField(
        label=_("How far would the damage be felt?"), choices=REACHES, widget=forms.RadioSelect
    )
    irreversible = forms.ChoiceField(
        label=_("How lasting is the damage?"), choices=LASTING, widget=forms.RadioSelect
    )
    evidence = forms.ChoiceField(
        label=_("How good is the evidence?"),
        choices=GRADES,
        widget=forms.RadioSelect,
        help_text=_("The grade stands beside the score; it is not multiplied into it."),
    )
    final_level = forms.ChoiceField(
        label=_("Level that you stand for"),
        required=False,
        choices=[("", _("As computed")), *LEVELS],
        help_text=_("You may move it by one step, with a reason."),
    )
    level_reason = WordsField(
        label=_("Why you move it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        assessment = self.assessment
        wanted = given.get("final_level")
        if assessment is None or not wanted or wanted == assessment.level:
            return given
        if not one_step_apart(assessment.level, wanted):
            self.add_error("final_level", _("The level may be moved by one step only."))
        elif len(given.get("level_reason") or "") < MIN_REASON:
            message = _("Write why you move the level, in at least 10 characters.")
            self.add_error("level_reason", message)
        return given

    @property
    def assessment(self) -> Assessment | None:
        """What the sheet gives so far; None until reach, lasting and evidence are chosen."""
        given = getattr(self, "cleaned_data", {})
        reach, lasting, grade = (given.get(n) for n in ("reach", "irreversible", "evidence"))
        if not (reach and lasting and grade):
            return None
        money = given.get("money_baht") or 0
        return assess(self._ticks(given), money, Reach(reach), Irreversible(lasting), Grade(grade))

    def _ticks(self, given: dict[str, Any]) -> Ticks:
        return Ticks(**{name: bool(given.get(name)) for name in TICK_NAMES})

    def sheet(self) -> ScoreSheet:
        """The filled sheet of a valid form, as services.score_pin takes it."""
        given = self.cleaned_data
        level = given["final_level"]
        return ScoreSheet(
            ticks=self._ticks(given),
            money_baht=given["money_baht"] or 0,
            reach=Reach(given["reach"]),
            irreversible=Irreversible(given["irreversible"]),
            evidence=Grade(given["evidence"]),
            final_level=Level(level) if level else "",
            level_reason=given["level_reason"],
        )
