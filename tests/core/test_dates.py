from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmac.core.dates import MAX_BAHT, read_baht, read_date
from tmac.core.errors import Invalid
from tmac.core.thai import thai_date, thai_digits

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed",
    [
        "22 พ.ย. 2569",
        "22 พฤศจิกายน 2569",
        "22 พฤศจิกายน พ.ศ. 2569",
        "วันที่ 22 พ.ย. 2569",
        "๒๒ พ.ย. ๒๕๖๙",
        "22พย2569",
        "22/11/2569",
        " 22 - 11 - 2569 ",
        "22.11.2569",
        "2026-11-22",
        "2569-11-22",
        "2026-11-22 00:00:00",
        "22 Nov 2569",
    ],
)
def test_a_day_is_read_however_an_officer_writes_it(typed: str) -> None:
    assert read_date(typed) == DAY


@pytest.mark.parametrize("typed", ["22/11/2026", "22 พ.ย. 2026", "22/11/69"])
def test_a_christian_or_short_year_is_recognised_and_offered(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_date(typed, "starts_on")
    (fault,) = refusal.value.faults
    assert (fault.field, fault.offer) == ("starts_on", "22 พ.ย. 2569")
    assert "22 พ.ย. 2569" in str(fault.message)


def test_a_christian_year_is_taken_where_the_page_is_in_english() -> None:
    assert read_date("22 November 2026", allow_ce=True) == DAY


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "31/2/2569", "22/13/2569", "22/11/999", "0/1/2569"]
)
def test_what_is_no_day_is_refused_without_an_offer(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_date(typed)
    assert refusal.value.faults[0].offer is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_written_in_thai_is_read_back(day: date) -> None:
    assert read_date(thai_date(day)) == day
    assert read_date(thai_digits(thai_date(day, full=True))) == day


@pytest.mark.parametrize(
    ("typed", "baht"),
    [
        ("480,000", 480_000),
        ("๔๘๐,๐๐๐ บาท", 480_000),
        ("1.2 ล้าน", 1_200_000),
        ("1.25ล้านบาท", 1_250_000),
        ("3 แสน", 300_000),
        ("฿500", 500),
        ("99.75", 99),
        ("0", 0),
        ("2 million baht", 2_000_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, baht: int) -> None:
    assert read_baht(typed) == baht


@pytest.mark.parametrize("typed", ["", "-5", "มาก", "1.2.3", str(MAX_BAHT + 1), "9e9"])
def test_what_is_no_amount_is_refused_with_the_rule(typed: str) -> None:
    with pytest.raises(Invalid):
        read_baht(typed)
