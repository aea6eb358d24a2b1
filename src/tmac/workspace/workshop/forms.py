"""What is asked when a workshop is opened, and what is typed for each note."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.agencies.queries import AgencyType
from tmac.riskmap.drafts import WorkshopDraft
from tmac.workspace.fields import DayField, LineField


class WorkshopForm(forms.Form):
    """A pinning evening to open."""

    name = LineField(
        label=_("Name of the workshop"),
        max_length=200,
        help_text=_("Such as: pinning workshop of the STRONG club, Mueang district"),
    )
    province_code = forms.ChoiceField(label=_("Province of the workshop"))
    held_on = DayField(label=_("Held on"))
    place = LineField(label=_("Venue"), required=False, max_length=200)
    group_count = forms.IntegerField(label=_("Number of tables"), min_value=1, max_value=60)
    recorder_ids = forms.TypedMultipleChoiceField(
        label=_("Who may record, besides you"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The permission is for this workshop only and ends when it is closed."),
    )

    def __init__(
        self, *args: Any, provinces: Iterable[Any], people: Iterable[Any], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.fields["province_code"].choices = list(provinces)  # type: ignore[attr-defined]
        self.fields["recorder_ids"].choices = list(people)  # type: ignore[attr-defined]

    def draft(self) -> WorkshopDraft:
        given = dict(self.cleaned_data)
        return WorkshopDraft(**given | {"recorder_ids": tuple(given["recorder_ids"])})


class NoteForm(forms.Form):
    """One note: a line, its kind and its place. Kind, place and body stay for the next one."""

    line = LineField(
        label=_("What the note says"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "note-entry__line", "autocomplete": "off", "autofocus": True}
        ),
    )
    kind = LineField(
        label=_("Kind of risk"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"}),
    )
    place = LineField(
        label=_("Subdistrict or district"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    agency_kind = forms.ChoiceField(label=_("Kind of body"), choices=list(AgencyType.choices))
    note_no = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    again = forms.CharField(widget=forms.HiddenInput, required=False)  # code of a note taken back
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def add_error(self, field: str | None, error: Any) -> None:
        """The keyboard goes to the first thing to correct, not back to the line."""
        super().add_error(field, error)
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            for one in self.fields.values():
                one.widget.attrs.pop("autofocus", None)
            self.fields[wrong].widget.attrs["autofocus"] = True
