"""How values are written for people: dates, years, money and names, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.core import thai
from tmac.core.money import thai_baht

NO_BREAK = "\u00a0"


def is_thai() -> bool:
    """Whether the page is in Thai, the first language."""
    return not (get_language() or "th").startswith("en")


def date_text(value: date | datetime | None, *, full: bool = False) -> str:
    """22 พ.ย. 2569 in Thai, 22 Nov 2026 in English; empty for no date."""
    if value is None or value == "":
        return ""
    day = thai.today_in_thailand(value) if isinstance(value, datetime) else value
    if is_thai():
        return thai.thai_date(day, full=full).replace(" ", NO_BREAK)
    return f"{day.day} {thai.ENGLISH_MONTHS[day.month - 1]} {day.year}".replace(" ", NO_BREAK)


def time_text(value: datetime) -> str:
    """16.30 น. in Thai, 16:30 in English, on the Thai clock."""
    local = value.astimezone(thai.BANGKOK)
    return f"{local:%H.%M}{NO_BREAK}น." if is_thai() else f"{local:%H:%M}"


def moment_text(value: datetime | None) -> str:
    """Day and time of an aware moment; empty for none."""
    return f"{date_text(value)} {time_text(value)}" if value else ""


def be_year_text(value: date | int | None) -> str:
    """The Buddhist year of a day, or of a common-era year given as a number."""
    if value is None or value == "":
        return ""
    year = value if isinstance(value, int) else value.year
    return str(year + thai.BE_OFFSET if year < 2400 else year)


def fiscal_text(value: date | int | None) -> str:
    """Fiscal year of a day, or of a year already in the Buddhist era."""
    if value is None or value == "":
        return ""
    year_be = value if isinstance(value, int) else thai.fiscal_year_be(value)
    return _("FY %(year)s") % {"year": year_be}


def quarter_text(quarter: int, year_be: int | None = None) -> str:
    """ไตรมาส 1/2569 (ต.ค.–ธ.ค.): the months stand beside the number, which few remember."""
    months = thai.SHORT_MONTHS if is_thai() else thai.ENGLISH_MONTHS
    first = (quarter * 3 + 6) % 12
    span = f"{months[first]}–{months[first + 2]}"
    name = f"{quarter}/{year_be}" if year_be else str(quarter)
    return _("Quarter %(name)s (%(span)s)") % {"name": name, "span": span}


def baht_text(amount: int | str | None) -> SafeString | str:
    """1.25 ล้านบาท, with the exact amount when one points at it."""
    if amount is None or amount == "":
        return ""
    amount = int(amount)
    exact = _("%(amount)s baht") % {"amount": f"{amount:,}"}
    short = thai_baht(amount) if is_thai() else _english_baht(amount)
    short = short.replace(" ", NO_BREAK)
    if short.replace(NO_BREAK, " ") == exact:
        return short
    return format_html('<data class="nowrap" value="{}" title="{}">{}</data>', amount, exact, short)


def _english_baht(amount: int) -> str:
    if abs(amount) < 1_000_000:
        return f"{amount:,} baht"
    return f"{amount / 1_000_000:,.2f}".rstrip("0").rstrip(".") + " million baht"


def number_text(value: Any) -> str:
    """Whole numbers with thousands separators, others with at most two decimals."""
    if value is None or value == "":
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}"
    return f"{int(value):,}"


def named(thing: Any) -> str:
    """The name of `thing` in the language of the page, falling back on the Thai one."""
    if thing is None:
        return ""
    english = getattr(thing, "name_en", "")
    return str(getattr(thing, "name_th", thing) if is_thai() or not english else english)


def ago_days(value: datetime | date) -> int:
    """Whole Thai days since `value`."""
    day = thai.today_in_thailand(value) if isinstance(value, datetime) else value
    return (thai.today_in_thailand(timezone.now()) - day).days
