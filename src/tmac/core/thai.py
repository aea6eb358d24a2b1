"""Thai years, quarters, dates, digits and order of names.

The Thai fiscal year runs from 1 October to 30 September and is named, in the Buddhist era
(พ.ศ. = CE + 543), after the year in which it ends.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
BE_OFFSET = 543
MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
SHORT_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_LEADING_VOWELS = "เแโใไ"
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def arabic_digits(text: str) -> str:
    return text.translate(_TO_ARABIC)


def thai_digits(text: str) -> str:
    return text.translate(_TO_THAI)


def today_in_thailand(now: datetime) -> date:
    """The Thai calendar day of an aware moment."""
    return now.astimezone(BANGKOK).date()


def fiscal_year_be(day: date) -> int:
    """The Thai fiscal year (พ.ศ.) that holds `day`: 2026-10-01 -> 2570, 2026-09-30 -> 2569."""
    return day.year + BE_OFFSET + (1 if day.month >= 10 else 0)


def fiscal_quarter(day: date) -> int:
    """1 (Oct-Dec) to 4 (Jul-Sep)."""
    return (day.month - 10) % 12 // 3 + 1


def fiscal_year_bounds(year_be: int) -> tuple[date, date]:
    """First and last day of a fiscal year given in the Buddhist era."""
    ends = year_be - BE_OFFSET
    return date(ends - 1, 10, 1), date(ends, 9, 30)


def thai_date(day: date, *, full: bool = False) -> str:
    """22 พ.ย. 2569, or 22 พฤศจิกายน 2569 when full."""
    month = (MONTHS if full else SHORT_MONTHS)[day.month - 1]
    return f"{day.day} {month} {day.year + BE_OFFSET}"


def sort_key(name: str) -> str:
    """A key that orders Thai names as the Royal Institute dictionary does, on any database.

    A leading vowel sorts after its consonant; tone marks and other signs decide only ties.
    """
    name = name.strip().lower()
    swapped = re.sub(f"([{_LEADING_VOWELS}])([\u0e01-\u0e2e])", r"\2\1", name)
    base = re.sub("[\u0e47-\u0e4e]", "", swapped)
    tones = "".join(_MARKS.findall(swapped))
    return f"{base}\u0001{tones}"
