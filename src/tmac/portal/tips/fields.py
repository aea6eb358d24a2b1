"""Form fields for what strangers write: whatever can deceive a reader is taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from tmac.core.text import cleaned, one_line

TEXT_LIMIT = 20_000  # characters; with every other answer it fits the largest padded size
MORE_LIMIT = 2_000
_TOO_LONG = _("This is %(show_value)d characters long; at most %(limit_value)d fit. Shorten it.")


class Line(forms.CharField):
    """One line, never required."""

    def __init__(self, max_length: int = 200, **rest: Any) -> None:
        rest.setdefault("required", False)
        attrs = {"autocomplete": "off", "maxlength": max_length}
        super().__init__(max_length=max_length, widget=forms.TextInput(attrs=attrs), **rest)
        self.error_messages["max_length"] = _TOO_LONG
        _replace_length_words(self)

    def to_python(self, value: Any) -> str:
        return one_line(str(value or ""))


class Words(forms.CharField):
    """Several lines. The browser does not cut at the limit: the fault says what to shorten."""

    def __init__(self, max_length: int = MORE_LIMIT, rows: int = 4, **rest: Any) -> None:
        rest.setdefault("required", False)
        attrs = {"autocomplete": "off", "rows": rows, "data-limit": max_length}
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs=attrs), **rest)
        self.widget.attrs.pop("maxlength", None)
        _replace_length_words(self)

    def to_python(self, value: Any) -> str:
        return cleaned(str(value or ""))


def _replace_length_words(field: forms.CharField) -> None:
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = _TOO_LONG


class Degrees(forms.FloatField):
    """A coordinate that the page itself fills in; nonsense is no coordinate."""

    widget = forms.HiddenInput

    def __init__(self, most: float) -> None:
        super().__init__(required=False)
        self.most = most

    def clean(self, value: Any) -> float | None:
        try:
            degrees = float(value)
        except (TypeError, ValueError):
            return None
        return degrees if abs(degrees) <= self.most else None
