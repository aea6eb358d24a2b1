"""What was typed, kept as it was typed: for showing a form again without judging it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from tmac.core.thai import arabic_digits


def as_typed(data: QueryDict, multiple: Iterable[str] = ()) -> dict[str, Any]:
    """Field -> text (or list of texts for `multiple`), as initial values of a form."""
    typed: dict[str, Any] = data.dict()
    for name in multiple:
        typed[name] = data.getlist(name)
    return typed


def number(text: Any) -> int | None:
    """A whole number from a parameter, or None."""
    digits = arabic_digits(str(text or "")).strip()
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None
