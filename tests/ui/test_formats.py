"""Dates, years, money and names as people read them, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from tmac.ui import formats

MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@dataclass
class Named:
    name_th: str
    name_en: str


def test_a_thai_date_is_short_and_in_the_buddhist_era() -> None:
    with translation.override("th"):
        assert formats.date_text(date(2026, 11, 22)) == "22\u00a0พ.ย.\u00a02569"


def test_an_english_date_is_in_the_christian_era() -> None:
    with translation.override("en"):
        assert formats.date_text(date(2026, 11, 22)) == "22\u00a0Nov\u00a02026"


def test_a_time_is_on_the_thai_clock_and_never_parts_from_its_unit() -> None:
    with translation.override("th"):
        assert formats.moment_text(MOMENT).endswith("16.30\u00a0น.")


def test_a_moment_late_at_night_in_utc_is_the_next_thai_day() -> None:
    late = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
    with translation.override("th"):
        assert formats.date_text(late) == "1\u00a0ต.ค.\u00a02569"
        assert formats.fiscal_text(late.date()) == "ปีงบประมาณ 2569"


@pytest.mark.parametrize(
    ("value", "shown"), [(2569, "2569"), (2026, "2569"), (date(2026, 1, 1), "2569"), (None, "")]
)
def test_years_are_shown_in_the_buddhist_era(value: date | int | None, shown: str) -> None:
    assert formats.be_year_text(value) == shown


@pytest.mark.parametrize(
    ("quarter", "months"),
    [(1, "ต.ค.–ธ.ค."), (2, "ม.ค.–มี.ค."), (3, "เม.ย.–มิ.ย."), (4, "ก.ค.–ก.ย.")],
)
def test_a_fiscal_quarter_names_its_months(quarter: int, months: str) -> None:
    with translation.override("th"):
        assert formats.quarter_text(quarter, 2569) == f"ไตรมาส {quarter}/2569 ({months})"


def test_money_is_short_with_the_exact_amount_behind_it() -> None:
    with translation.override("th"):
        html = formats.baht_text(1_250_000)
    assert "1.25\u00a0ล้านบาท" in html
    assert 'title="1,250,000 บาท"' in html
    assert 'value="1250000"' in html


def test_small_money_is_exact_and_needs_nothing_behind_it() -> None:
    with translation.override("th"):
        assert formats.baht_text(480_000) == "480,000\u00a0บาท"


def test_nothing_is_shown_for_no_value() -> None:
    assert formats.baht_text(None) == ""
    assert formats.moment_text(None) == ""
    assert formats.number_text(None) == ""


def test_a_name_follows_the_language_and_falls_back_on_thai() -> None:
    with translation.override("en"):
        assert formats.named(Named("สมุทรสาคร", "Samut Sakhon")) == "Samut Sakhon"
        assert formats.named(Named("ชมรมบ้านเรา", "")) == "ชมรมบ้านเรา"
    with translation.override("th"):
        assert formats.named(Named("สมุทรสาคร", "Samut Sakhon")) == "สมุทรสาคร"


def test_templates_know_the_words_without_loading_anything() -> None:
    source = (
        "{{ day|thai_date_full }} {{ 2569|digits }} {{ 1234567|grouped }} {{ place|by_language }}"
    )
    context = {"day": date(2026, 11, 22), "place": Named("ตรัง", "Trang")}
    with translation.override("th"):
        shown = engines["django"].from_string(source).render(context)
    assert shown == "22\u00a0พฤศจิกายน\u00a02569 ๒๕๖๙ 1,234,567 ตรัง"
