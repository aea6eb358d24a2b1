"""Corrections that a form can offer: one press takes the value that was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict

BUTTON = "take_offer"  # the name of the button; its value is "field=value"


@dataclass(frozen=True)
class Offer:
    """A value that would be right for a field that was refused."""

    field: str
    label: str
    value: str

    @property
    def press(self) -> str:
        return f"{self.field}={self.value}"


def offers_of(*faulty: forms.Form) -> list[Offer]:
    """The values that the faults of these forms offer."""
    found = []
    for form in faulty:
        for name, errors in form.errors.as_data().items():
            if name not in form.fields:
                continue
            label = str(form.fields[name].label or "")
            given = [(e.params or {}).get("offer") for e in errors]
            found += [Offer(form.add_prefix(name), label, value) for value in given if value]
    return found


def taken(data: QueryDict) -> QueryDict:
    """What was typed, with the pressed offer in its place."""
    field, _eq, value = data.get(BUTTON, "").partition("=")
    if not field:
        return data
    changed = data.copy()
    changed[field] = value
    return changed


def retype(form: forms.Form, name: str, value: object) -> None:
    """Change one thing that a bound form was given, such as the version it started from."""
    data = cast(QueryDict, form.data).copy()
    data[name] = str(value)
    form.data = data


def was_pressed(data: QueryDict) -> bool:
    """Whether an offer was taken: the form is shown again, not yet saved."""
    return BUTTON in data


def put_faults(form: forms.Form, faults: Any) -> None:
    """Show a service's faults at their questions; those of no question at the top of the form."""
    for fault in faults:
        field = fault.field if fault.field in form.fields else None
        error = forms.ValidationError(
            str(fault.message), code="refused", params={"offer": fault.offer}
        )
        form.add_error(field, error)
