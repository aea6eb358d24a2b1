"""What the templates of forms and lists need to know about a form, a page or an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page
from django.http import HttpRequest

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class FormFault:
    """One line of the error summary: a sentence, and the control that it speaks of."""

    message: str
    target: str
    label: str = ""


def kind_of(bound: forms.BoundField) -> str:
    """ "checkbox", "choices" (radio or many boxes), "file" or "plain"."""
    widget = bound.field.widget
    if isinstance(widget, _CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


def described(bound: forms.BoundField) -> dict[str, Any]:
    """The parts of a question, with the control described by its hint and errors."""
    example = getattr(bound.field, "example", "")
    ids = [
        f"{bound.auto_id}_{part}"
        for part, present in (
            ("hint", bound.help_text),
            ("example", example),
            ("error", bound.errors),
        )
        if present
    ]
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(ids)} if ids else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "kind": kind_of(bound),
        "control": bound.as_widget(attrs=attrs),
        "example": example,
        "described_by": " ".join(ids),
        "is_optional": not bound.field.required,
    }


def faults(form: forms.BaseForm) -> list[FormFault]:
    """Every fault of a bound form, those of the whole form first."""
    whole = [FormFault(str(message), "main") for message in form.non_field_errors()]
    return whole + [
        FormFault(str(message), _target(bound), str(bound.label))
        for bound in form
        for message in bound.errors
    ]


def _target(bound: forms.BoundField) -> str:
    return f"{bound.auto_id}_0" if kind_of(bound) == "choices" else bound.auto_id


def page_links(request: HttpRequest, page: Page[Any]) -> list[tuple[str, str]]:
    """(label, address) of the pages to offer; a gap has neither number nor address."""
    links = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        is_page = isinstance(number, int)
        links.append((str(number), _with(request, page=str(number)) if is_page else ""))
    return links


def sorting(request: HttpRequest, key: str, default: str = "") -> dict[str, str]:
    """The address that sorts by `key` and the present direction for screen readers."""
    present = request.GET.get("sort", default)
    state = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    wanted = f"-{key}" if present == key else key
    return {"url": _with(request, sort=wanted, page=""), "state": state}


def _with(request: HttpRequest, **changes: str) -> str:
    params = request.GET.copy()
    for name, value in changes.items():
        if value:
            params[name] = value
        else:
            params.pop(name, None)
    return f"?{params.urlencode()}"
