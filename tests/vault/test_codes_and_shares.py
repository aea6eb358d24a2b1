"""The access code finds every slip of the pen; one share of an identity tells nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmac.vault.formats import code, shamir
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.faults import NotACode, Tampered, Truncated

numbers = st.integers(0, 10**28 - 1)


@given(numbers)
def test_a_code_is_read_as_it_is_shown(number: int) -> None:
    made = code.code_from_number(number)
    assert code.parse(made.shown()) == made
    assert len(made.shown().split()) == 6


@given(numbers)
def test_a_code_is_read_in_thai_digits_with_dashes_and_dots(number: int) -> None:
    made = code.code_from_number(number)
    thai = made.shown().translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert code.parse(f" {thai.replace(' ', '–')}. ") == made


@settings(max_examples=12)
@given(numbers)
def test_the_check_digits_find_every_wrong_digit_and_every_swap(number: int) -> None:
    digits = code.code_from_number(number).shown().replace(" ", "")
    wrong = [
        digits[:at] + other + digits[at + 1 :]
        for at in range(30)
        for other in "0123456789"
        if other != digits[at]
    ]
    wrong += [
        digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        for at in range(29)
        if digits[at] != digits[at + 1]
    ]
    for typed in wrong:
        with pytest.raises(NotACode):
            AccessCode(typed)


@pytest.mark.parametrize(
    ("typed", "count"), [("", 0), ("12345", 5), ("1" * 31, 31), ("1" * 29 + "O", 29)]
)
def test_a_code_of_another_length_says_how_many_digits_it_has(typed: str, count: int) -> None:
    with pytest.raises(NotACode) as told:
        code.parse(typed)
    assert told.value.typed == count
    assert str(count) in str(told.value)


def test_the_uses_of_a_code_have_nothing_in_common() -> None:
    made = code.new_code()
    derived = {
        bytes(made.lookup()),
        bytes(made.reporter_seed()),
        bytes(made.draft_key()),
        bytes(made.recovery_key()),
    }
    assert len(derived) == 4


def test_the_product_table_is_the_field_of_the_polynomial() -> None:
    """Every product of two bytes against multiplication bit by bit."""

    def slowly(a: int, b: int) -> int:
        product = 0
        while b:
            product ^= a if b & 1 else 0
            a = (a << 1) ^ (0x11B if a & 0x80 else 0)
            b >>= 1
        return product

    for a in range(256):
        for b in range(256):
            product = shamir.multiply(a, b)
            assert product == slowly(a, b)
            if b:
                assert shamir.divide(product, b) == a


@given(st.binary(min_size=32, max_size=32), st.integers(2, 9))
def test_any_two_shares_open_the_secret(secret: bytes, count: int) -> None:
    shares = shamir.split(secret, count)
    for first in range(count):
        for second in range(count):
            if first != second:
                assert shamir.join([shares[first], shares[second]]) == secret
    assert shamir.join(shares) == secret


@pytest.mark.parametrize("number", [1, 2, 3, 255])
def test_one_share_is_every_byte_equally_often_whatever_the_secret(number: int) -> None:
    """Exhaustive over one byte: for each secret, the 256 slopes give each share value once."""
    for secret in range(256):
        values = Counter(secret ^ shamir.multiply(slope, number) for slope in range(256))
        assert set(values.values()) == {1}
        assert len(values) == 256


def test_shares_that_do_not_belong_together_are_refused() -> None:
    secret = bytes(range(32))
    one, two, three = shamir.split(secret, 3)
    other = shamir.split(secret, 3)[2]
    with pytest.raises(Truncated):
        shamir.join([one])
    with pytest.raises(Truncated):
        shamir.join([one, two[:-1]])
    with pytest.raises(Tampered):
        shamir.join([one, one])
    with pytest.raises(Tampered):
        shamir.join([one, two, other])
    with pytest.raises(Tampered):
        shamir.join([bytes([0]) + two[1:], three])
