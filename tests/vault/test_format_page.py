"""The page that another client is written from says what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import ROOT
from tmac.vault.formats import box, code, padding, passphrase, secretbox, shamir, stream, work
from tmac.vault.formats.info import Purpose, info

PAGE = (ROOT / "docs" / "reference" / "vault-format.md").read_text(encoding="utf-8")
BARE = re.sub(r"[\s|]", "", PAGE)
VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "tmac-v1.json").read_text(encoding="utf-8")
)
CASE = UUID(VECTORS["case"])


def test_every_purpose_has_its_row_and_there_is_no_other() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:case|nothing|unit|new)", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(Purpose)


def test_the_contexts_on_the_page_are_those_of_the_vectors() -> None:
    key = UUID("f0ab4e22-1a22-4dda-bb7a-e81cb3caf2ca")
    for purpose in (Purpose.CONTENT, Purpose.CASE_KEY):
        assert info(purpose, CASE, key, 1).hex() in BARE


@pytest.mark.parametrize(
    "bytes_",
    [
        box.PUBLIC_KEY_BYTES,
        len(box.seal(box.new_pair()[1], bytes(32), b"")),
        len(box.seal(box.new_pair()[1], bytes(shamir.SHARE_BYTES), b"")),
        padding.IDENTITY.first + secretbox.OVERHEAD_BYTES,
        padding.CONTENT.first + secretbox.OVERHEAD_BYTES,
        padding.CONTENT.limit_bytes,
        padding.MESSAGE.limit_bytes,
        stream.padme(1_048_577),
        passphrase.DEFAULT.memory_kib,
    ],
)
def test_the_sizes_on_the_page_are_those_of_the_code(bytes_: int) -> None:
    assert str(bytes_) in PAGE


def test_the_photo_of_the_example_has_the_length_told() -> None:
    assert f"{stream.padme(300_000):,}" in PAGE
    (size,) = stream.object_sizes(stream.padme(300_000))
    assert f"{size:,}" in PAGE


def test_the_code_the_share_and_the_file_on_the_page_can_be_recomputed() -> None:
    shown = re.search(r"`((?:\d{5} ){5}\d{5})`", PAGE)
    assert shown is not None
    made = code.parse(shown[1])
    for derived in (made.lookup(), made.reporter_seed()):
        assert derived.hex() in PAGE
    assert code.lookup_hash(made.lookup()) in PAGE
    row = next(row for row in VECTORS["stream"] if row["size"] == 1)
    assert row["objects"][0] in BARE
    share = VECTORS["shamir"][0]
    for first in (share["secret"], share["slopes"], share["shares"][0][2:], share["shares"][1][2:]):
        assert f"`{first[:2]}`" in PAGE


def test_the_box_of_the_example_is_the_first_of_the_vectors() -> None:
    row = VECTORS["box"][0]
    assert row["seed"] in PAGE
    assert row["plaintext"] in PAGE
    assert row["public_key"][:16] in PAGE
    opened = box.unseal(*(bytes.fromhex(row[name]) for name in ("seed", "box", "info")))
    assert opened.hex() == row["plaintext"]


def test_the_bounds_of_work_are_those_of_the_code() -> None:
    assert f"{work.BASE_BITS} bits when little is sent, at most {work.MOST_BITS}" in PAGE
    assert f"good for {work.GOOD_SECONDS // 60} minutes" in PAGE
