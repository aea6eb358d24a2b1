"""What must hold for every key and every text, not only for the examples."""

from __future__ import annotations

import pickle
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmac.vault.formats import box, code, padding, passphrase, secretbox, shamir, stream
from tmac.vault.formats.faults import (
    BadKey,
    FormatFault,
    Tampered,
    TooCostly,
    TooLong,
    Truncated,
    WrongSuite,
)
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey, FileKey, Seed

CASE = UUID("0d9d0f9c-7b57-4d0e-9c4a-5a1c8f0b7e74")
OTHER = UUID("e2f6f1a3-1ad2-4fd0-8f5e-0c2f38d6a5b1")
SEED, PUBLIC = box.new_pair()
KEY = CaseKey.new()
BOUND = info(Purpose.CASE_KEY, CASE, OTHER, 1)
texts = st.binary(max_size=400)
uuids = st.uuids()
epochs = st.integers(0, 2**32 - 1)


def flipped(raw: bytes, at: int, by: int = 1) -> bytes:
    return raw[:at] + bytes([raw[at] ^ by]) + raw[at + 1 :]


@given(texts)
def test_a_box_opens_for_its_key(plaintext: bytes) -> None:
    assert box.unseal(SEED, box.seal(PUBLIC, plaintext, BOUND), BOUND) == plaintext


@given(texts)
def test_a_secretbox_opens_for_its_key_and_is_29_bytes_longer(plaintext: bytes) -> None:
    sealed = secretbox.seal(KEY, plaintext, BOUND)
    assert secretbox.unseal(KEY, sealed, BOUND) == plaintext
    assert len(sealed) == len(plaintext) + secretbox.OVERHEAD_BYTES


@pytest.mark.parametrize("suite", [box.X25519, box.XWING])
def test_every_single_changed_byte_of_a_box_is_refused(suite: int) -> None:
    seed = Seed.new()
    sealed = box.seal(box.public_key_of(seed, suite), b"secret", BOUND, suite)
    for at in range(len(sealed)):
        with pytest.raises((Tampered, WrongSuite)):
            box.unseal(seed, flipped(sealed, at), BOUND, suite)


def test_every_single_changed_bit_of_a_secretbox_is_refused() -> None:
    sealed = secretbox.seal(KEY, b"secret", BOUND)
    for at in range(len(sealed)):
        for bit in range(8):
            with pytest.raises((Tampered, WrongSuite)):
                secretbox.unseal(KEY, flipped(sealed, at, 1 << bit), BOUND)


def test_every_truncation_is_refused() -> None:
    for seal, unseal in (
        (lambda: box.seal(PUBLIC, b"secret", BOUND), lambda raw: box.unseal(SEED, raw, BOUND)),
        (
            lambda: secretbox.seal(KEY, b"secret", BOUND),
            lambda raw: secretbox.unseal(KEY, raw, BOUND),
        ),
    ):
        sealed = seal()
        for length in [*range(40), *range(len(sealed) - 40, len(sealed))]:
            if length < len(sealed):
                with pytest.raises((Truncated, Tampered)):
                    unseal(sealed[:length])
        with pytest.raises(Tampered):
            unseal(sealed + b"\x00")


@given(st.sampled_from(Purpose), st.none() | uuids, st.none() | uuids, epochs)
def test_what_is_sealed_for_one_place_opens_in_no_other(
    purpose: Purpose, case: UUID | None, key: UUID | None, epoch: int
) -> None:
    """Another purpose, case, key or epoch: the seal does not hold, and nothing says which."""
    place, sealed_for = info(purpose, case, key, epoch), info(Purpose.CONTENT, CASE, CASE, 1)
    if place != sealed_for:
        with pytest.raises(Tampered):
            secretbox.unseal(KEY, secretbox.seal(KEY, b"x", sealed_for), place)
        with pytest.raises(Tampered):
            box.unseal(SEED, box.seal(PUBLIC, b"x", sealed_for), place)


@given(
    st.lists(
        st.tuples(st.sampled_from(Purpose), st.none() | uuids, st.none() | uuids, epochs),
        min_size=2,
        max_size=8,
        unique=True,
    )
)
def test_no_two_places_are_written_alike(
    places: list[tuple[Purpose, UUID | None, UUID | None, int]],
) -> None:
    assert len({info(*place) for place in places}) == len(places)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Tampered):
        box.unseal(Seed.new(), box.seal(PUBLIC, b"x", BOUND), BOUND)
    with pytest.raises(Tampered):
        secretbox.unseal(CaseKey.new(), secretbox.seal(KEY, b"x", BOUND), BOUND)


def test_a_weaker_suite_cannot_be_slipped_in() -> None:
    """A box of suite 1, made for the same 32 bytes as an X25519 key, is not even tried."""
    weaker = box.seal(box.public_key_of(SEED, box.X25519), b"x", BOUND, box.X25519)
    with pytest.raises(WrongSuite):
        box.unseal(SEED, weaker, BOUND)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 32, PUBLIC[:-1], PUBLIC + b"\x00"])
def test_bytes_that_are_no_public_key_are_told(raw: bytes) -> None:
    with pytest.raises(BadKey):
        box.check_public_key(raw)


def test_a_point_of_small_order_is_no_public_key() -> None:
    with pytest.raises(BadKey):
        box.check_public_key(PUBLIC[:1184] + bytes(32))


@pytest.mark.parametrize(
    "ladder", [padding.CONTENT, padding.MESSAGE, padding.IDENTITY], ids=["content", "message", "id"]
)
@given(data=st.data())
def test_padding_comes_off_again(ladder: padding.Ladder, data: st.DataObject) -> None:
    plaintext = data.draw(st.binary(max_size=min(ladder.limit_bytes, 5000)))
    padded = padding.pad(plaintext, ladder)
    assert len(padded) in ladder.steps
    assert padding.unpad(padded) == plaintext


def test_ten_and_three_hundred_letters_have_the_same_size() -> None:
    short, long = ("ก" * letters for letters in (10, 300))
    for ladder in (padding.CONTENT, padding.MESSAGE, padding.IDENTITY):
        assert len(padding.pad(short.encode(), ladder)) == len(padding.pad(long.encode(), ladder))


def test_an_identity_has_one_size_whether_anything_was_given_or_not() -> None:
    sizes = {len(padding.pad(b"x" * size, padding.IDENTITY)) for size in (0, 1, 500, 2047)}
    assert sizes == {2048}


@pytest.mark.parametrize("ladder", [padding.CONTENT, padding.MESSAGE, padding.IDENTITY])
def test_the_limit_is_named_to_who_wrote_too_much(ladder: padding.Ladder) -> None:
    padding.pad(b"x" * ladder.limit_bytes, ladder)
    with pytest.raises(TooLong) as told:
        padding.pad(b"x" * (ladder.limit_bytes + 1), ladder)
    assert told.value.limit_bytes == ladder.limit_bytes
    assert str(ladder.limit_bytes) in str(told.value)


@pytest.mark.parametrize("raw", [b"", b"\x00" * 2048, b"abc", b"abc\x80\x01"])
def test_padding_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises(Tampered):
        padding.unpad(raw)


CHEAP = passphrase.Cost(64, 1, 1)


@settings(max_examples=20)
@given(st.text(min_size=1, max_size=40))
def test_a_private_key_opens_by_its_passphrase_and_by_its_code(phrase: str) -> None:
    made = code.new_code()
    sealed = passphrase.seal(phrase, SEED, CASE, CHEAP)
    assert passphrase.unseal(phrase, sealed, CASE) == SEED
    by_code = passphrase.seal_for_recovery(made, SEED, CASE)
    assert passphrase.unseal_with_code(made, by_code, CASE) == SEED


def test_a_wrong_passphrase_looks_like_a_changed_key() -> None:
    sealed = passphrase.seal("เรือใบ", SEED, CASE, CHEAP)
    for phrase, raw, key_id in (
        ("เรือใบ ", sealed, CASE),
        ("เรือใบ", flipped(sealed, len(sealed) - 1), CASE),
        ("เรือใบ", sealed, OTHER),
    ):
        with pytest.raises(Tampered):
            passphrase.unseal(phrase, raw, key_id)


@pytest.mark.parametrize(
    ("offset", "value"),
    [(17, 262145), (17, 7), (21, 17), (21, 0)],
    ids=["memory", "too little memory", "rounds", "no round"],
)
def test_a_key_that_asks_for_endless_work_is_not_tried(offset: int, value: int) -> None:
    sealed = passphrase.seal("x", SEED, CASE, CHEAP)
    greedy = sealed[:offset] + value.to_bytes(4, "big") + sealed[offset + 4 :]
    with pytest.raises(TooCostly):
        passphrase.unseal("x", greedy, CASE)


@given(st.binary(max_size=120))
def test_rubbish_is_refused_with_a_fault_of_ours(raw: bytes) -> None:
    for read in (
        lambda: box.unseal(SEED, raw, BOUND),
        lambda: secretbox.unseal(KEY, raw, BOUND),
        lambda: passphrase.check_form(raw),
        lambda: shamir.join([raw, raw]),
        lambda: list(stream.unseal(FileKey(bytes(32)), CASE, OTHER, [raw], 10)),
        lambda: code.parse(raw.decode("latin-1")),
    ):
        with pytest.raises(FormatFault):
            read()


def test_secrets_print_as_their_kind_and_cannot_be_pickled() -> None:
    made = code.new_code()
    for secret in (SEED, KEY, made, made.lookup(), made.reporter_seed()):
        for shown in (repr(secret), str(secret), f"{secret}", repr([secret]), f"{secret!r}"):
            assert "bytes>" in shown or "AccessCode" in shown
            assert bytes(SEED).hex() not in shown
            assert made.shown()[:5] not in shown
        with pytest.raises(TypeError):
            pickle.dumps(secret)
