"""What an officer is asked about a pin: the record, its sources, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tmac.agencies.queries import AgencyType
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.geography.queries import Level
from tmac.taxonomy import queries as taxonomy
from tmac.taxonomy.queries import CategoryInfo
from tmac.ui.formats import named
from tmac.workspace.choices import GRADES, SOURCE_KINDS
from tmac.workspace.fields import BahtField, DayField, DegreesField, LineField, WordsField

Choices = list[tuple[str, Any]]
_NONE_YET = ("", _("Not chosen yet"))


def today() -> date:
    return today_in_thailand(timezone.now())


def subdistrict_choices(province_codes: Iterable[str]) -> Choices:
    """Every subdistrict of the provinces, grouped by district: one list that needs no script."""
    choices: Choices = [_NONE_YET]
    provinces = sorted(province_codes)
    for province in provinces:
        for district in geography.areas(Level.DISTRICT, within=province):
            below = geography.areas(Level.SUBDISTRICT, within=district.code)
            head = named(district)
            if len(provinces) > 1:
                head = f"{named(geography.area(province))} › {head}"
            choices.append((head, [(area.code, named(area)) for area in below]))
    return choices


def pin_categories(province_code: str = "") -> list[CategoryInfo]:
    """The categories of pins: without the exits for what is no corruption risk."""
    found = taxonomy.categories(province_code)
    return [top for top in found if not top.code.startswith("X-")]


def category_choices(province_code: str = "") -> Choices:
    """Level 1 as groups; each group holds its own code and those below it."""
    choices: Choices = []
    for top in pin_categories(province_code):
        inside = [(top.code, named(top))] + [(c.code, named(c)) for c in top.children]
        choices.append((named(top), inside))
    return choices


class PinForm(forms.Form):
    """The record of a pin, but for its score. Values are what services.PinDraft takes."""

    lat = DegreesField(label=_("Latitude"), required=False, hint=_("Such as 13.5475"))
    lon = DegreesField(label=_("Longitude"), required=False, hint=_("Such as 100.2744"))
    accuracy_m = forms.IntegerField(
        label=_("Known to within (metres)"), required=False, min_value=0, max_value=50_000
    )
    subdistrict_code = forms.ChoiceField(label=_("Subdistrict"), required=False)
    place_note = LineField(
        label=_("How to find it"),
        required=False,
        max_length=300,
        help_text=_("A landmark that an officer on the road understands. No names of people."),
    )
    title = LineField(
        label=_("What is at risk, in one line"),
        max_length=200,
        help_text=_("The work or the project and what is odd about it. Accuse nobody."),
    )
    what_may_happen = WordsField(
        label=_("What may happen if nobody acts"), required=False, max_length=4000
    )
    category = forms.ChoiceField(label=_("What kind of risk is it?"))
    secondary_category = forms.ChoiceField(
        label=_("A second kind, if it is also that"), required=False
    )
    agency_text = LineField(label=_("Search by name"), required=False, max_length=120)
    agency_id = forms.TypedChoiceField(
        label=_("Agency"), required=False, coerce=int, empty_value=None
    )
    agency_kind = forms.ChoiceField(
        label=_("If the agency is not known: what kind of body?"), required=False
    )
    period_from = DayField(label=_("From"), required=False)
    period_to = DayField(label=_("To"), required=False)
    budget_baht = BahtField(label=_("Budget of the project"), required=False)
    project_id = LineField(
        label=_("Project number"),
        required=False,
        max_length=60,
        help_text=_("The e-GP number or the number in the agency's plan"),
    )
    stoppable_until = DayField(
        label=_("It can still be stopped until"),
        required=False,
        hint=_("The day of signing, of acceptance or of payment. Leave empty if it is too late."),
    )
    tags = forms.MultipleChoiceField(
        label=_("What else does it touch?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, provinces: Iterable[str], agencies: Choices, **rest: Any):
        super().__init__(*args, **rest)
        provinces = sorted(provinces)
        categories = category_choices(provinces[0] if len(provinces) == 1 else "")
        self._offer("subdistrict_code", subdistrict_choices(provinces))
        self._offer("category", categories)
        self._offer("secondary_category", [("", _("None")), *categories])
        self._offer("tags", [(tag.code, tag.name) for tag in taxonomy.tags()])
        self._offer("agency_id", [("", _("Not known yet")), *agencies])
        self._offer("agency_kind", [_NONE_YET, *AgencyType.choices])

    def _offer(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_point = given.get("lat") is not None and given.get("lon") is not None
        broken = {"lat", "lon", "subdistrict_code"} & self.errors.keys()
        if not (has_point or given.get("subdistrict_code") or broken):
            message = _("Mark the place on the map or choose the subdistrict.")
            self.add_error("subdistrict_code", message)
        if not (given.get("agency_id") or given.get("agency_kind")):
            message = _("Choose the agency, or at least the kind of body.")
            self.add_error("agency_kind", message)
        begins, ends = given.get("period_from"), given.get("period_to")
        if begins and ends and ends < begins:
            self.add_error("period_to", _("The period ends before it begins. Check both days."))
        return given


class SourceForm(forms.Form):
    """One source of the information. An empty row is simply not there."""

    kind = forms.ChoiceField(label=_("Where the information comes from"), required=False)
    document_no = LineField(
        label=_("Document number or address of the news"), required=False, max_length=160
    )
    dated_on = DayField(label=_("Dated"), required=False, not_after=today)
    grade = forms.ChoiceField(label=_("How good is it?"), required=False)
    note = WordsField(
        label=_("What it says"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name no informant."),
    )
    is_anonymous = forms.BooleanField(label=_("The sender gave no name"), required=False)
    has_own_evidence = forms.BooleanField(label=_("It brings evidence of its own"), required=False)

    def __init__(self, *args: Any, is_needed: bool = False, **rest: Any):
        super().__init__(*args, **rest)
        self.fields["kind"].required = self.fields["grade"].required = is_needed
        self.fields["kind"].choices = [_NONE_YET, *SOURCE_KINDS]  # type: ignore[attr-defined]
        self.fields["grade"].choices = [_NONE_YET, *GRADES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.is_filled:
            for name in ("kind", "grade"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose one for every source that you describe."))
        return given

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed in this row."""
        return any(bool(self.data.get(self.add_prefix(name))) for name in self.fields)


MAX_SOURCES = 12


def source_forms(data: Any, rows: int) -> list[SourceForm]:
    """The rows of sources: as many as were shown, up to a dozen."""
    count = max(1, min(rows, MAX_SOURCES))
    return [SourceForm(data, prefix=f"sources-{i}") for i in range(count)]


def filled(rows: Sequence[SourceForm]) -> list[SourceForm]:
    return [row for row in rows if row.is_filled]
