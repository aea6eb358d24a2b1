"""Form fields that read what Thai officers type: พ.ศ. dates, amounts in words, Thai digits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tmac.core.dates import read_baht, read_date
from tmac.core.errors import Invalid
from tmac.core.text import cleaned, one_line
from tmac.core.thai import ENGLISH_MONTHS, arabic_digits, thai_date


def written_day(day: date) -> str:
    """A day as this page's language writes it, in a form that DayField reads back."""
    if (get_language() or "th").startswith("th"):
        return thai_date(day)
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


class _Reads(forms.CharField):
    """A text field whose value is made by a reader that raises Invalid with an offer."""

    def __init__(self, *, hint: Any = "", **rest: Any) -> None:
        super().__init__(max_length=60, help_text=hint, **rest)

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def run_validators(self, value: Any) -> None:
        """The reader has judged the text; what it made is no text any more."""

    def to_python(self, value: Any) -> Any:
        text = one_line(str(value or ""))
        if not text:
            return None
        try:
            return self.read(text)
        except Invalid as refusal:
            fault = refusal.faults[0]
            raise ValidationError(
                str(fault.message), code="unread", params={"offer": fault.offer}
            ) from refusal


class DayField(_Reads):
    """A day; `not_after` gives the last one that makes sense (such as today)."""

    def __init__(self, *, not_after: Callable[[], date] | None = None, **rest: Any) -> None:
        rest.setdefault("hint", _("Such as 22 พ.ย. 2569 or 22/11/2569"))
        super().__init__(**rest)
        self.not_after = not_after

    def read(self, text: str) -> date:
        is_english = not (get_language() or "th").startswith("th")
        day = read_date(text, allow_ce=is_english)
        if self.not_after and day > self.not_after():
            message = _("This day is in the future (%(day)s). Please check the year.")
            raise Invalid.of("", message % {"day": written_day(day)})
        return day

    def prepare_value(self, value: Any) -> Any:
        return written_day(value) if isinstance(value, date) else value


class BahtField(_Reads):
    """Whole baht, typed with commas, Thai digits or as 1.2 ล้าน."""

    def __init__(self, **rest: Any) -> None:
        rest.setdefault("hint", _("In baht, such as 480,000 or 1.2 ล้าน"))
        super().__init__(**rest)

    def read(self, text: str) -> int:
        return read_baht(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class DegreesField(_Reads):
    """A latitude or longitude in decimal degrees."""

    def read(self, text: str) -> float:
        try:
            degrees = float(arabic_digits(text).replace("°", ""))
        except ValueError as fault:
            raise Invalid.of("", _("Write decimal degrees, such as 13.5475.")) from fault
        if not -180 <= degrees <= 180:
            raise Invalid.of("", _("Degrees run from -180 to 180. Such as 13.5475."))
        return degrees

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


class LineField(forms.CharField):
    """One line of text, without what can deceive a reader."""

    def to_python(self, value: Any) -> str:
        return one_line(str(value or ""))


class WordsField(forms.CharField):
    """Text of several lines, without what can deceive a reader."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return cleaned(str(value or ""))
