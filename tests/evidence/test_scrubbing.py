"""Photos lose what they tell beside the picture; the picture itself stays byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence import samples
from tmac.core.errors import Invalid
from tmac.evidence.scrubbing import scrubbed

PHOTOS = {
    "image/jpeg": samples.jpeg(),
    "image/png": samples.png(),
    "image/webp": samples.webp(),
}


@pytest.mark.parametrize("mime", PHOTOS)
def test_nothing_of_the_metadata_is_left(mime: str) -> None:
    kept = scrubbed(PHOTOS[mime], mime)
    assert samples.SECRET not in kept
    assert b"Somsri" not in kept


@pytest.mark.parametrize("mime", PHOTOS)
def test_scrubbing_twice_changes_nothing_more(mime: str) -> None:
    once = scrubbed(PHOTOS[mime], mime)
    assert scrubbed(once, mime) == once


def test_the_picture_profile_and_scan_of_a_jpeg_stay() -> None:
    kept = scrubbed(samples.jpeg(), "image/jpeg")
    assert kept.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")
    assert b"ICC_PROFILE" in kept
    assert b"JFIF" in kept
    assert b"MPF" not in kept


@pytest.mark.parametrize("turn", [3, 6, 8])
def test_the_orientation_of_a_jpeg_stays_and_nothing_else_of_its_exif(turn: int) -> None:
    kept = scrubbed(samples.jpeg(orientation=turn), "image/jpeg")
    start = kept.index(b"Exif\x00\x00")
    length = int.from_bytes(kept[start - 2 : start], "big")
    assert length == 34
    assert kept[start + 6 + 18 : start + 6 + 20] == bytes([0, turn])


def test_an_upright_jpeg_keeps_no_exif_at_all() -> None:
    assert b"Exif" not in scrubbed(samples.jpeg(orientation=1), "image/jpeg")


def test_a_png_ends_with_its_last_chunk_and_keeps_its_picture() -> None:
    kept = scrubbed(samples.png(), "image/png")
    assert b"IDAT" in kept
    assert kept[-8:-4] == b"IEND"
    assert not {b"tEXt", b"tIME", b"eXIf"} & {kept[i : i + 4] for i in range(len(kept))}


def test_a_webp_no_longer_announces_metadata_and_states_its_new_size() -> None:
    kept = scrubbed(samples.webp(), "image/webp")
    assert kept[20] & 0x0C == 0
    assert int.from_bytes(kept[4:8], "little") == len(kept) - 8
    assert b"picture" in kept


def test_other_formats_come_back_as_they_are() -> None:
    assert scrubbed(samples.PDF, "application/pdf") == samples.PDF


@pytest.mark.parametrize("mime", PHOTOS)
def test_a_photo_cut_off_anywhere_is_refused_or_ends_in_order(mime: str) -> None:
    whole = PHOTOS[mime]
    for length in range(12, len(whole) - len(samples.SECRET) - 2):
        try:
            kept = scrubbed(whole[:length], mime)
        except Invalid:
            continue
        assert samples.SECRET not in kept


@given(noise=st.binary(max_size=200))
def test_noise_behind_the_signature_never_breaks_the_server(noise: bytes) -> None:
    for mime, head in (("image/jpeg", b"\xff\xd8\xff"), ("image/png", b"\x89PNG\r\n\x1a\n")):
        try:
            kept = scrubbed(head + noise, mime)
        except Invalid:
            continue
        assert kept.startswith(head[:2])
