"""Files in chunks: whole, in order, in their own case, or not at all."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmac.vault.formats import stream
from tmac.vault.formats.faults import Tampered, TooLong, Truncated, WrongSuite
from tmac.vault.formats.secret import FileKey

CASE = UUID("0d9d0f9c-7b57-4d0e-9c4a-5a1c8f0b7e74")
OTHER = UUID("e2f6f1a3-1ad2-4fd0-8f5e-0c2f38d6a5b1")


def flipped(raw: bytes, at: int, by: int = 1) -> bytes:
    return raw[:at] + bytes([raw[at] ^ by]) + raw[at + 1 :]


def small_file(size: int) -> tuple[FileKey, bytes, list[bytes]]:
    """A file in small chunks would be another format, so sizes here are real ones."""
    key, plaintext = FileKey.new(), bytes(i % 251 for i in range(256)) * (size // 256 + 1)
    return key, plaintext[:size], stream.seal(key, CASE, OTHER, plaintext[:size])


def opened(key: FileKey, objects: list[bytes], size: int, case: UUID = CASE) -> bytes:
    return b"".join(stream.unseal(key, case, OTHER, objects, size))


THREE = small_file(2 * stream.CHUNK_BYTES + 5)


@given(st.integers(0, 4000))
def test_a_file_opens_again_and_its_objects_have_the_told_sizes(size: int) -> None:
    key, plaintext, objects = small_file(size)
    assert opened(key, objects, size) == plaintext
    assert [len(one) for one in objects] == stream.object_sizes(stream.padme(size))


@given(st.lists(st.binary(max_size=300), max_size=12))
def test_a_file_sealed_in_pieces_opens_like_one_sealed_whole(parts: list[bytes]) -> None:
    key = FileKey.new()
    sealer = stream.Sealer(key, CASE, OTHER)
    objects = [one for part in parts for one in sealer.feed(part)]
    objects += sealer.finish()
    assert opened(key, objects, sealer.size) == b"".join(parts)


def test_objects_left_out_swapped_repeated_or_cut_are_refused() -> None:
    key, plaintext, (one, two, three) = THREE
    assert opened(key, [one, two, three], len(plaintext)) == plaintext
    for wrong in (
        [],
        [one],
        [one, two],
        [one, three],
        [two, three],
        [one, three, two],
        [one, two, two],
        [one, one, two, three],
        [one, two, three, three],
        [one, two[:-1], three],
        [one, two, three[:-1]],
        [one, two, flipped(three, 0)],
        [flipped(one, 3), two, three],
        [flipped(one, 8), two, three],
    ):
        with pytest.raises((Tampered, Truncated, WrongSuite)):
            opened(key, wrong, len(plaintext))


def test_a_file_opens_in_its_own_case_only_and_with_its_own_size_only() -> None:
    key, plaintext, objects = THREE
    with pytest.raises(Tampered):
        opened(key, objects, len(plaintext), case=OTHER)
    with pytest.raises(Truncated):
        opened(key, objects, 5)
    with pytest.raises(Tampered):
        opened(FileKey.new(), objects, len(plaintext))


def test_a_file_over_the_limit_is_refused_while_it_passes() -> None:
    sealer = stream.Sealer(FileKey.new(), CASE, OTHER)
    for _megabyte in range(25):
        list(sealer.feed(bytes(stream.CHUNK_BYTES)))
    with pytest.raises(TooLong):
        list(sealer.feed(b"x"))


@given(st.integers(0, 2**40))
def test_padded_lengths_grow_by_at_most_an_eighth_and_never_shrink(size: int) -> None:
    padded = stream.padme(size)
    assert max(size, 1) <= padded <= size * 1.12 + 1
    assert stream.padme(padded) == padded
