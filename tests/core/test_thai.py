"""Thai years, quarters, digits and the order of names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmac.core import thai

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "year_be", "quarter"),
    [
        (date(2026, 9, 30), 2569, 4),
        (date(2026, 10, 1), 2570, 1),
        (date(2026, 12, 31), 2570, 1),
        (date(2027, 1, 1), 2570, 2),
        (date(2027, 3, 31), 2570, 2),
        (date(2027, 4, 1), 2570, 3),
        (date(2027, 7, 1), 2570, 4),
    ],
)
def test_the_fiscal_year_and_its_quarters_begin_in_october(
    day: date, year_be: int, quarter: int
) -> None:
    assert (thai.fiscal_year_be(day), thai.fiscal_quarter(day)) == (year_be, quarter)


@given(DAYS)
def test_every_day_lies_within_the_bounds_of_its_own_fiscal_year(day: date) -> None:
    first, last = thai.fiscal_year_bounds(thai.fiscal_year_be(day))
    assert first <= day <= last
    assert thai.fiscal_year_be(last + timedelta(days=1)) == thai.fiscal_year_be(day) + 1


@given(DAYS)
def test_the_quarter_grows_within_a_fiscal_year(day: date) -> None:
    quarter = thai.fiscal_quarter(day)
    assert 1 <= quarter <= 4
    following = thai.fiscal_quarter(day + timedelta(days=1))
    assert following in {quarter, quarter % 4 + 1}


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙ก "))
def test_digits_go_to_thai_and_back(text: str) -> None:
    assert thai.arabic_digits(thai.thai_digits(text)) == thai.arabic_digits(text)


def test_the_day_in_thailand_begins_seven_hours_before_that_of_greenwich() -> None:
    assert thai.today_in_thailand(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
    assert thai.today_in_thailand(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 22)


@pytest.mark.parametrize(("full", "text"), [(False, "22 พ.ย. 2569"), (True, "22 พฤศจิกายน 2569")])
def test_dates_are_written_in_the_buddhist_era(full: bool, text: str) -> None:
    assert thai.thai_date(date(2026, 11, 22), full=full) == text


ROYAL_ORDER = [
    "กระบี่",
    "กรุงเทพมหานคร",
    "กาญจนบุรี",
    "เชียงราย",
    "เชียงใหม่",
    "ตรัง",
    "ตราด",
    "ตาก",
    "นครพนม",
    "นนทบุรี",
    "พระนครศรีอยุธยา",
    "แพร่",
    "ร้อยเอ็ด",
    "ระนอง",
    "เลย",
    "สกลนคร",
    "สมุทรปราการ",
    "สมุทรสงคราม",
    "สมุทรสาคร",
    "สระแก้ว",
]


def test_provinces_stand_in_the_order_of_the_dictionary() -> None:
    assert sorted(set(ROYAL_ORDER), key=thai.sort_key) == ROYAL_ORDER


@pytest.mark.parametrize(
    "words",
    [
        ["กก", "เก", "ข"],  # a leading vowel sorts after its consonant
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า"],  # tone marks decide ties, in their order
        ["กา", "ก้าง"],  # a tone never outweighs a letter
        ["อาน", "อำ", "อิ"],
    ],
)
def test_letters_first_then_tones(words: list[str]) -> None:
    assert sorted(set(words), key=thai.sort_key) == words


@given(st.text(), st.text())
def test_equal_names_have_equal_keys_and_white_space_around_does_not_count(
    one: str, other: str
) -> None:
    assert thai.sort_key(f" {one} ") == thai.sort_key(one)
    assert (one == other) <= (thai.sort_key(one) == thai.sort_key(other))
