"""Dates and amounts as people type them: Thai months and digits, พ.ศ. years, offers to correct."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.core.text import one_line
from tmac.core.thai import (
    BE_OFFSET,
    ENGLISH_MONTHS,
    MONTHS,
    SHORT_MONTHS,
    arabic_digits,
    thai_date,
)

_FULL_ENGLISH = month_name[1:]
_MONTH_OF = {
    name.replace(".", "").lower(): number
    for names in (MONTHS, SHORT_MONTHS, ENGLISH_MONTHS, _FULL_ENGLISH)
    for number, name in enumerate(names, start=1)
}
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{2,4})$")
_WORDS = re.compile(r"^(?:วันที่)?\s*(\d{1,2})\s*([^\d\s]+(?:\s*พ\.ศ\.)?)\s*(\d{2,4})$")
_FIRST_BE = 2400  # a year from here on is meant in the Buddhist era


def read_date(text: str, field: str = "", *, allow_ce: bool = False) -> date:
    """The day that a person typed.

    Read are '22 พ.ย. 2569', '22/11/2569', '๒๒ พฤศจิกายน ๒๕๖๙' and ISO dates in either era.
    A Christian year in Thai order is recognised and offered in พ.ศ. (taken when `allow_ce`), and
    so is a year of two digits. Raises Invalid with the rule, and with the offer when there is one.
    """
    typed = arabic_digits(one_line(text))
    year, month, day, is_iso = _parts(typed, field)
    if year < 100:
        meant = _day(2500 + year - BE_OFFSET, month, day, field)
        raise Invalid.of(field, _TWO_DIGITS % {"day": thai_date(meant)}, thai_date(meant))
    if year >= _FIRST_BE:
        return _day(year - BE_OFFSET, month, day, field)
    if not 1800 <= year <= 2200:
        raise Invalid.of(field, _YEAR % {"year": year})
    meant = _day(year, month, day, field)
    if is_iso or allow_ce:
        return meant
    raise Invalid.of(field, _CHRISTIAN % {"year": year, "day": thai_date(meant)}, thai_date(meant))


_UNREAD = _("This date cannot be read. Write it like 22 พ.ย. 2569 or 22/11/2569.")
_NO_SUCH_DAY = _("There is no such day. Check the day and the month, such as 22/11/2569.")
_YEAR = _("The year %(year)s cannot be right. Write the Buddhist year, such as 2569.")
_TWO_DIGITS = _("Write the year in full. Did you mean %(day)s?")
_CHRISTIAN = _("%(year)s looks like a Christian year (ค.ศ.). In พ.ศ. this day is %(day)s.")


def _parts(typed: str, field: str) -> tuple[int, int, int, bool]:
    """Year, month, day as typed, and whether it stood in ISO order."""
    if found := _ISO.match(typed):
        year, month, day = (int(part) for part in found.groups())
        return year, month, day, True
    if found := _NUMBERS.match(typed):
        day, month, year = (int(part) for part in found.groups())
        return year, month, day, False
    if found := _WORDS.match(typed):
        name = found[2].replace("พ.ศ.", "").replace(".", "").strip().lower()
        if name in _MONTH_OF:
            return int(found[3]), _MONTH_OF[name], int(found[1]), False
    raise Invalid.of(field, _UNREAD)


def _day(year: int, month: int, day: int, field: str) -> date:
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise Invalid.of(field, _NO_SUCH_DAY) from fault


_SCALES = {"ล้าน": 1_000_000, "แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000}
_AMOUNT = re.compile(r"^(\d[\d,]*(?:\.\d+)?)\s*(ล้าน|แสน|หมื่น|พัน|million)?\s*(?:บาท|baht|฿)?$", re.I)
_AMOUNT_RULE = _("Write the amount in baht as a number, such as 480,000 or 1.2 ล้าน.")
_TOO_LARGE = _("The amount is larger than the whole national budget. Check the number of zeros.")
MAX_BAHT = 10_000_000_000_000


def read_baht(text: str, field: str = "") -> int:
    """Whole baht from '480,000', '๔๘๐,๐๐๐ บาท' or '1.2 ล้าน'; satang are dropped."""
    found = _AMOUNT.match(arabic_digits(one_line(text)).removeprefix("฿").strip())
    if found is None:
        raise Invalid.of(field, _AMOUNT_RULE)
    scale = 1_000_000 if (found[2] or "").lower() == "million" else _SCALES.get(found[2] or "", 1)
    whole, _dot, part = found[1].replace(",", "").partition(".")
    amount = int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)
    if amount > MAX_BAHT:
        raise Invalid.of(field, _TOO_LARGE)
    return amount
