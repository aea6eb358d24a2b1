"""Questions about a file of pins."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.geography import queries as geography
from tmac.riskmap import queries as riskmap
from tmac.riskmap.imports.queries import COLUMNS, ImportKind, is_needed
from tmac.riskmap.imports.services import NewImport
from tmac.workspace.fields import LineField
from tmac.workspace.officers import draftable_provinces

KINDS = [
    (ImportKind.NOTES.value, _("Notes of a pinning workshop")),
    (ImportKind.RECORDS.value, _("Official records")),
]


class NewForm(forms.Form):
    """Which file, of what kind, for which province."""

    kind = forms.ChoiceField(
        label=_("What does the file hold?"), widget=forms.RadioSelect, choices=KINDS
    )
    province = forms.ChoiceField(label=_("Province"))
    workshop = forms.ChoiceField(
        label=_("Workshop"),
        required=False,
        help_text=_("For notes of an evening that is already opened here."),
    )
    batch = LineField(
        label=_("Name of this set"),
        required=False,
        max_length=100,
        help_text=_("Such as เวทีปักหมุด 22 พ.ย. 2569. The name of the file when left empty."),
    )
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX, at most 20 MB. The first row holds the heads.")
    )

    def __init__(self, by: Principal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = [geography.area(code) for code in sorted(draftable_provinces(by))]
        choices = [(area.code, area.name) for area in provinces if area]
        self.fields["province"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["province"].initial = choices[0][0]
            self.fields["province"].widget = forms.HiddenInput()
        held = [(str(one.id), one.name) for one in riskmap.workshops(by) if one.is_open]
        self.fields["workshop"].choices = [("", _("None")), *held]  # type: ignore[attr-defined]
        if not held:
            del self.fields["workshop"]

    def given(self) -> NewImport:
        """What the officer said of the file."""
        said = self.cleaned_data
        workshop = said.get("workshop")
        is_notes = said["kind"] == ImportKind.NOTES
        return NewImport(
            kind=said["kind"],
            province_code=said["province"],
            batch=said["batch"],
            workshop_id=int(workshop) if workshop and is_notes else None,
        )


class ColumnsForm(forms.Form):
    """Which column of the file holds what."""

    def __init__(self, columns: list[str], kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heads = [("", _("Not in this file")), *((head, head) for head in columns if head)]
        needed = [column for column in COLUMNS if is_needed(column, kind)]
        others = [column for column in COLUMNS if not is_needed(column, kind)]
        for column in [*needed, *others]:
            self.fields[column.field] = forms.ChoiceField(
                label=str(column.label), choices=heads, required=False
            )
