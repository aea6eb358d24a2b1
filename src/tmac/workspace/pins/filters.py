"""The filter bar of the pin list: its questions, and a chip for each answer in use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.principals import Principal
from tmac.agencies.queries import AgencyType
from tmac.core.thai import fiscal_year_be
from tmac.geography import queries as geography
from tmac.geography.queries import Level
from tmac.riskmap import queries as riskmap
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.states import Prevention, state
from tmac.ui.formats import fiscal_text, named, quarter_text
from tmac.workspace.choices import LEVELS
from tmac.workspace.fields import LineField
from tmac.workspace.officers import reach_of
from tmac.workspace.pins.forms import Choices, category_choices
from tmac.workspace.typed import number

YEARS_BACK = 6
SORTS = [
    ("urgency", gettext_lazy("Most pressing first")),
    ("newest", gettext_lazy("Newest first")),
    ("due", gettext_lazy("Due soonest first")),
    ("score", gettext_lazy("Highest score first")),
    ("followed", gettext_lazy("Silent longest first")),
    ("code", gettext_lazy("By code")),
]


class FilterForm(forms.Form):
    """Every question of the bar; the names are those of PinFilter."""

    text = LineField(label=gettext_lazy("Words or code"), required=False, max_length=100)
    level = forms.MultipleChoiceField(
        label=gettext_lazy("Level"),
        required=False,
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
    )
    lane = forms.MultipleChoiceField(
        label=gettext_lazy("State"), required=False, widget=forms.CheckboxSelectMultiple
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    province = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    subdistrict = forms.ChoiceField(label=gettext_lazy("Subdistrict"), required=False)
    agency_kind = forms.ChoiceField(label=gettext_lazy("Kind of agency"), required=False)
    fy = forms.ChoiceField(label=gettext_lazy("Fiscal year"), required=False)
    q = forms.ChoiceField(label=gettext_lazy("Quarter"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("In charge"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), required=False, choices=SORTS)
    stoppable = forms.BooleanField(
        label=gettext_lazy("Can still be stopped"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "1"}),
    )
    overdue = forms.BooleanField(
        label=gettext_lazy("Overdue"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "1"}),
    )
    suppression = forms.BooleanField(
        label=gettext_lazy("Handed over to investigators"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
    )


def filter_form(by: Principal, wanted: PinFilter, today: date) -> FilterForm:
    """The bar with the choices that make sense for this officer and this filter."""
    form = FilterForm(initial={name: getattr(wanted, name) for name in FilterForm.base_fields})
    choices = _choices(by, wanted, today)
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]
    for name in ("region", "province", "district", "subdistrict"):
        if name not in choices:
            del form.fields[name]
    return form


def _any(choices: Choices) -> Choices:
    return [("", _("Any")), *choices]


def _choices(by: Principal, wanted: PinFilter, today: date) -> dict[str, Choices]:
    reach = reach_of(by)
    own = next(iter(reach)) if reach and len(reach) == 1 else ""
    province = wanted.province or wanted.district[:2] or wanted.subdistrict[:2] or own
    running = fiscal_year_be(today)
    years = range(running, running - YEARS_BACK, -1)
    found: dict[str, Choices] = {
        "category": _any(category_choices(province)),
        "lane": [(str(one), state("prevention", one).name) for one in Prevention],
        "agency_kind": _any(list(AgencyType.choices)),
        "fy": _any([(str(year), fiscal_text(year)) for year in years]),
        "q": _any([(str(n), quarter_text(n)) for n in (1, 2, 3, 4)]),
        "owner": _any([("me", _("Me")), *_owner(by, wanted)]),
        "sort": list(SORTS),
    }
    if not own:
        found |= _wide(reach, today)
    if province:
        found["district"] = _any(_areas(Level.DISTRICT, province))
    district = wanted.district or wanted.subdistrict[:4]
    if district:
        found["subdistrict"] = _any(_areas(Level.SUBDISTRICT, district))
    return found


def _owner(by: Principal, wanted: PinFilter) -> Choices:
    """The person whose pins the address asks for, when this officer may know the name."""
    user_id = number(wanted.owner)
    name = riskmap.owner_name(by, user_id) if user_id is not None else ""
    return [(wanted.owner, name)] if name else []


def _wide(reach: frozenset[str] | None, today: date) -> dict[str, Choices]:
    provinces = [
        area for area in geography.areas(Level.PROVINCE) if reach is None or area.code in reach
    ]
    found: dict[str, Choices] = {"province": _any([(a.code, named(a)) for a in provinces])}
    if reach is None:
        found["region"] = _any(
            [
                (scheme.name, [(f"{scheme.code}:{r.code}", r.name) for r in regions])
                for scheme in geography.schemes()
                if (regions := geography.regions(scheme.code, today))
            ]
        )
    return found


def _areas(level: Level, within: str) -> Choices:
    return [(area.code, named(area)) for area in geography.areas(level, within=within)]


@dataclass(frozen=True)
class Chip:
    """One answer in use, with the address of the list without it."""

    label: str
    url: str


def chips(form: FilterForm, wanted: PinFilter) -> list[Chip]:
    """The answers in use, each of which a press takes away."""
    found = []
    for name, value in _answers(wanted):
        found.append(Chip(_words(form, name, value), f"?{_without(wanted, name, value)}"))
    return found


def _answers(wanted: PinFilter) -> Iterator[tuple[str, Any]]:
    empty = PinFilter()
    for name in FilterForm.base_fields:
        value = getattr(wanted, name)
        if name == "sort" or value == getattr(empty, name):
            continue
        yield from ((name, one) for one in value) if isinstance(value, tuple) else [(name, value)]


def _without(wanted: PinFilter, name: str, value: Any) -> str:
    held = getattr(wanted, name)
    rest: Any = getattr(PinFilter(), name)
    if isinstance(held, tuple):
        rest = tuple(one for one in held if one != value)
    return wanted.changed(**{name: rest}).as_query()


def _words(form: FilterForm, name: str, value: Any) -> str:
    if name == "text":
        return f"“{value}”"
    if name in ("province", "district", "subdistrict"):
        return geography.full_name(str(value))
    field = form.fields.get(name)
    label = str(field.label) if field else name
    if value is True:
        return label
    return f"{label}: {_choice(field, str(value))}"


def _choice(field: Any, value: str) -> str:
    for code, words in getattr(field, "choices", ()):
        inside = words if isinstance(words, (list, tuple)) else [(code, words)]
        for inner, word in inside:
            if str(inner) == value:
                return str(word)
    return value


def words_of(form: FilterForm, wanted: PinFilter) -> str:
    """The filter in one line, for the head of an export."""
    used = [_words(form, name, value) for name, value in _answers(wanted)]
    return "; ".join(used) if used else _("none")
