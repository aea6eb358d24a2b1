"""What a watch note asks: little, so that it is written on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.tips.filings import NoteDraft
from tmac.workspace.fields import LineField, WordsField
from tmac.workspace.pins.forms import subdistrict_choices


class NoteForm(forms.Form):
    """A note of an area or an agency; it accuses nobody."""

    title = LineField(
        label=_("What do you keep an eye on?"),
        max_length=200,
        help_text=_("The place or the work, not a person: such as the dredging of the old canal"),
    )
    text = WordsField(
        label=_("What you saw or heard"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Your own words. No names of persons: a note accuses nobody."),
    )
    subdistrict = forms.ChoiceField(label=_("Where"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, provinces: Iterable[str], **rest: Any):
        super().__init__(*args, **rest)
        self.provinces = sorted(provinces)
        choices = subdistrict_choices(self.provinces)
        self.fields["subdistrict"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("subdistrict") and len(self.provinces) != 1:
            self.add_error("subdistrict", _("Choose the subdistrict."))
        return given

    def draft(self) -> NoteDraft:
        place = self.cleaned_data["subdistrict"]
        return NoteDraft(
            title=self.cleaned_data["title"],
            text=self.cleaned_data["text"],
            province=place[:2] or self.provinces[0],
            district=place[:4],
            subdistrict=place,
        )
