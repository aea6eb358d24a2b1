"""What is asked about people: who, which role in which office, from when until when."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts import directory
from tmac.accounts.directory import OfficeInfo
from tmac.accounts.policies import OFFICE_KINDS
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.agencies import queries as agencies
from tmac.workspace.fields import DayField, LineField

_ANY: tuple[str, Any] = ("", gettext_lazy("All"))
_CHOOSE: tuple[str, Any] = ("", gettext_lazy("Choose"))


def role_choices(roles: list[Role], first: tuple[str, Any]) -> list[tuple[str, Any]]:
    return [first, *((role.value, role.label) for role in roles)]


def office_choices(offices: list[OfficeInfo], first: tuple[str, Any]) -> list[Any]:
    """Offices in groups of their kind."""
    ordered = sorted(offices, key=lambda office: list(OFFICE_KINDS).index(office.kind))
    groups = groupby(ordered, key=lambda office: office.kind)
    return [
        first,
        *((OFFICE_KINDS[kind], [(o.id, o.name) for o in inside]) for kind, inside in groups),
    ]


class PeopleFilterForm(forms.Form):
    text = LineField(label=gettext_lazy("Name or user name"), required=False, max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    office = forms.TypedChoiceField(
        label=gettext_lazy("Office"), required=False, coerce=int, empty_value=None
    )
    closed = forms.BooleanField(label=gettext_lazy("Closed accounts"), required=False)

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = directory.offices_of_people(by)
        self.fields["role"].choices = role_choices(list(Role)[3:], _ANY)  # type: ignore[attr-defined]
        self.fields["office"].choices = office_choices(offices, _ANY)  # type: ignore[attr-defined]


class PostingForm(forms.Form):
    """A role in an office; also the second half of a new account."""

    office_id = forms.TypedChoiceField(label=gettext_lazy("Office"), coerce=int)
    role = forms.TypedChoiceField(label=gettext_lazy("Role"), coerce=Role)
    starts_on = DayField(label=gettext_lazy("First day"))

    def __init__(self, *args: Any, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices, roles = directory.offices_managed(by), directory.roles_given(by)
        self.fields["office_id"].choices = office_choices(offices, _CHOOSE)  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(roles, _CHOOSE)  # type: ignore[attr-defined]


class RoleForm(PostingForm):
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)
    is_lead = forms.BooleanField(label=gettext_lazy("Leads investigations"), required=False)


class NewOfficerForm(PostingForm):
    username = LineField(
        label=gettext_lazy("User name"),
        max_length=64,
        help_text=gettext_lazy("Small Latin letters, such as somsri.n"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    name_th = LineField(label=gettext_lazy("Name in Thai"), max_length=120)
    name_en = LineField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = LineField(label=gettext_lazy("Telephone"), max_length=20, required=False)

    field_order = ["name_th", "name_en", "username", "email", "phone"]


class EndForm(forms.Form):
    ends_on = DayField(label=gettext_lazy("Last day"))


class DelegationForm(forms.Form):
    to_user_id = forms.TypedChoiceField(label=gettext_lazy("Who acts"), coerce=int)
    order_no = LineField(
        label=gettext_lazy("Number of the order"),
        max_length=80,
        help_text=gettext_lazy("Such as 123/2569"),
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_user_id"].choices = [_CHOOSE, *people]  # type: ignore[attr-defined]


class ConflictForm(forms.Form):
    """The agency by name; when several fit, the second showing offers them."""

    agency = LineField(label=gettext_lazy("Agency"), max_length=200)
    agency_id = forms.TypedChoiceField(
        label=gettext_lazy("Which one?"), required=False, coerce=int, widget=forms.RadioSelect
    )
    reason = LineField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Such as: my sister works there. Only you and who manages see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hits = agencies.search(str(self.data.get("agency", "")), limit=8) if self.is_bound else []
        self.fields["agency_id"].choices = [(hit.id, hit.name) for hit in hits]  # type: ignore[attr-defined]
        if len(hits) < 2:
            self.fields["agency_id"].widget = forms.HiddenInput()
        self.only = hits[0].id if len(hits) == 1 else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "agency" not in given or given.get("agency_id"):
            return given
        if self.only is None:
            several = bool(self.fields["agency_id"].choices)  # type: ignore[attr-defined]
            self.add_error("agency_id" if several else "agency", _not_found(several))
        given["agency_id"] = self.only
        return given


def _not_found(several: bool) -> ValidationError:
    if several:
        return ValidationError(_("Several agencies fit. Choose the one you mean."))
    return ValidationError(_("No agency has this name. Try fewer words, such as only the place."))


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
