"""The filter bar of the list of tips: its questions, and a chip for each answer in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.principals import Principal
from tmac.geography import queries as geography
from tmac.geography.queries import Level
from tmac.taxonomy import queries as taxonomy
from tmac.tips.queries import TipFilter
from tmac.tips.states import State, state
from tmac.tips.words import KINDS
from tmac.ui.formats import named
from tmac.workspace.fields import LineField
from tmac.workspace.officers import reach_of
from tmac.workspace.pins.filters import Chip

SORTS = [
    ("urgency", gettext_lazy("Most pressing first")),
    ("newest", gettext_lazy("Newest first")),
    ("due", gettext_lazy("Due soonest first")),
]


def _tick(label: Any) -> forms.BooleanField:
    box = forms.CheckboxInput(attrs={"value": "1"})
    return forms.BooleanField(label=label, required=False, widget=box)


class FilterForm(forms.Form):
    """Every question of the bar; the names are those of TipFilter."""

    text = LineField(label=gettext_lazy("Words or number"), required=False, max_length=100)
    mine = _tick(gettext_lazy("Mine"))
    unassigned = _tick(gettext_lazy("Nobody has it"))
    unread = _tick(gettext_lazy("Answers to read"))
    urgent = _tick(gettext_lazy("Asks for protection"))
    stoppable = _tick(gettext_lazy("Can still be stopped"))
    overdue = _tick(gettext_lazy("Overdue"))
    closed = _tick(gettext_lazy("Those that are over as well"))
    state = forms.MultipleChoiceField(
        label=gettext_lazy("State"), required=False, widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    province = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False, choices=SORTS)


PILLS = ("mine", "unassigned", "unread", "urgent", "stoppable", "overdue", "closed")
SELECTS = ("kind", "category", "province", "district", "sort")


def filter_form(by: Principal, wanted: TipFilter) -> FilterForm:
    """The bar with the choices that make sense for this officer."""
    form = FilterForm(initial={name: getattr(wanted, name) for name in FilterForm.base_fields})
    choices = _choices(by, wanted)
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]
    for name in ("province", "district"):
        if name not in choices:
            del form.fields[name]
    return form


def _choices(by: Principal, wanted: TipFilter) -> dict[str, Any]:
    reach = reach_of(by)
    own = next(iter(reach)) if reach and len(reach) == 1 else ""
    tops = [(top.code, named(top)) for top in taxonomy.categories()]
    found: dict[str, Any] = {
        "state": [(str(one), state(one).name) for one in State],
        "kind": _any(list(KINDS.items())),
        "category": _any(tops),
    }
    if not own:
        found["province"] = _any(_areas(Level.PROVINCE, "", reach))
    province = own or wanted.province or wanted.district[:2]
    if province:
        found["district"] = _any(_areas(Level.DISTRICT, province, None))
    return found


def _any(choices: list[Any]) -> list[Any]:
    return [("", _("Any")), *choices]


def _areas(level: Level, within: str, reach: frozenset[str] | None) -> list[tuple[str, str]]:
    found = geography.areas(level, within=within)
    return [(a.code, named(a)) for a in found if reach is None or a.code in reach]


def chips(form: FilterForm, wanted: TipFilter) -> list[Chip]:
    """The answers in use, each of which a press takes away."""
    return [
        Chip(_words(form, name, value), f"?{_without(wanted, name, value)}")
        for name, value in _answers(wanted)
    ]


def _answers(wanted: TipFilter) -> Iterator[tuple[str, Any]]:
    empty = TipFilter()
    for name in FilterForm.base_fields:
        value = getattr(wanted, name)
        if name == "sort" or value == getattr(empty, name):
            continue
        yield from ((name, one) for one in value) if isinstance(value, tuple) else [(name, value)]


def _without(wanted: TipFilter, name: str, value: Any) -> str:
    held = getattr(wanted, name)
    rest: Any = getattr(TipFilter(), name)
    if isinstance(held, tuple):
        rest = tuple(one for one in held if one != value)
    return wanted.changed(**{name: rest}).as_query()


def _words(form: FilterForm, name: str, value: Any) -> str:
    if name == "text":
        return f"“{value}”"
    if name in ("province", "district"):
        return geography.full_name(str(value))
    field = form.fields.get(name)
    label = str(field.label) if field else name
    if value is True:
        return label
    for code, words in getattr(field, "choices", ()):
        if str(code) == str(value):
            return f"{label}: {words}"
    return f"{label}: {value}"
