"""The filters beside the map: the list's own parameters, in one form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tmac.agencies.queries import AgencyType
from tmac.riskmap.states import Lane, states
from tmac.taxonomy import queries as taxonomy
from tmac.workspace.choices import LEVELS

Choices = list[tuple[str, Any]]


class MapFilters(forms.Form):
    text = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    level = forms.MultipleChoiceField(
        label=_("Level"), required=False, choices=LEVELS, widget=forms.CheckboxSelectMultiple
    )
    lane = forms.MultipleChoiceField(
        label=_("State"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agency_kind = forms.ChoiceField(label=_("Type of agency"), required=False)
    stoppable = forms.BooleanField(
        label=_("Can still be stopped"), required=False, widget=forms.CheckboxInput({"value": "1"})
    )
    overdue = forms.BooleanField(
        label=_("Overdue"), required=False, widget=forms.CheckboxInput({"value": "1"})
    )

    def __init__(self, *args: Any, province_code: str = "", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self._offer("category", category_choices(province_code))
        self._offer("lane", lane_choices())
        kinds = [(kind.value, kind.label) for kind in AgencyType]
        self._offer("agency_kind", [("", _("All types")), *kinds])

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def category_choices(province_code: str) -> Choices:
    """Level 1 as groups, each with itself and its children."""
    groups: Choices = [("", _("All categories"))]
    for top in taxonomy.categories(province_code):
        if top.code.startswith("X-"):
            continue
        inside = [(top.code, top.name), *((c.code, f"– {c.name}") for c in top.children)]
        groups.append((top.name, inside) if top.children else (top.code, top.name))
    return groups


def lane_choices() -> Choices:
    return [
        (state.code, state.name)
        for (lane, _code), state in states().items()
        if lane == Lane.PREVENTION
    ]
