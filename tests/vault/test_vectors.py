"""The vectors that other programs rely on are what this one makes and opens."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from tests.conftest import ROOT
from tmac.vault.formats import box, code, directory, passphrase, secretbox, work
from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.faults import NotACode, Tampered

SCRIPTS = ROOT / "scripts"
VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "tmac-v1.json").read_text(encoding="utf-8")
)
DIRECTORY = VECTORS["directory"]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/make_vault_vectors.py, which is no package."""
    sys.path.insert(0, str(SCRIPTS))
    spec = importlib.util.spec_from_file_location("vectors", SCRIPTS / "make_vault_vectors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def signed(entries: list[dict[str, str]]) -> list[directory.Signed]:
    return [directory.Signed.from_wire(one) for one in entries]


def test_the_script_makes_the_same_vectors_again(script: ModuleType) -> None:
    made = script.build(script.kept_boxes())
    assert json.loads(json.dumps(made)) == VECTORS


def test_the_kept_boxes_open() -> None:
    for row in VECTORS["box"]:
        seed, sealed, bound = (bytes.fromhex(row[name]) for name in ("seed", "box", "info"))
        assert box.unseal(seed, sealed, bound, row["suite"]).hex() == row["plaintext"]


def test_codes_are_read_or_refused_as_told() -> None:
    for row in VECTORS["code_typed"]:
        if row["digits"]:
            assert code.parse(row["typed"]).shown().replace(" ", "") == row["digits"]
        else:
            with pytest.raises(NotACode):
                code.parse(row["typed"])


def test_the_directory_holds_whole_and_with_the_entries_of_other_owners_left_out() -> None:
    root_key = bytes.fromhex(DIRECTORY["root_key"])
    whole = directory.check(signed(DIRECTORY["entries"]), root_key)
    pruned = directory.check(signed(DIRECTORY["pruned"]), root_key, has_gaps=True)
    assert whole.head == pruned.head == DIRECTORY["head"]
    assert {key.owner: key.key_id for key in whole.all_present("unit")} == DIRECTORY["units"]
    for known in (whole, pruned):
        present = {key.owner: key.key_id for key in known.all_present("custodian")}
        assert present == DIRECTORY["custodians"]
    with pytest.raises(Tampered):
        directory.check(signed(DIRECTORY["pruned"]), root_key)


@pytest.mark.parametrize("wrong", VECTORS["directory_refused"], ids=lambda row: row["reason"])
def test_a_directory_with_one_wrong_entry_is_worthless(wrong: dict[str, Any]) -> None:
    with pytest.raises(Tampered):
        directory.check(signed(wrong["entries"]), bytes.fromhex(DIRECTORY["root_key"]))


@pytest.mark.parametrize("field", ["at", "owner", "owner_name", "public_key", "key_id", "epoch"])
def test_every_field_of_an_entry_is_signed(field: str) -> None:
    first = signed(DIRECTORY["entries"])[0]
    said = json.loads(first.text)
    said[field] = 2 if field == "epoch" else json.loads(DIRECTORY["entries"][1]["entry"])[field]
    if field == "at":
        said[field] = "2026-11-26"
    if field == "owner_name":
        said[field] = "ศูนย์อื่น"
    changed = directory.Signed(canonical(said), first.signature)
    with pytest.raises(Tampered):
        directory.check([changed], bytes.fromhex(DIRECTORY["root_key"]))


def test_another_root_proves_nothing() -> None:
    with pytest.raises(Tampered):
        directory.check(signed(DIRECTORY["entries"]), bytes(32))


def test_a_revoked_custodian_is_present_no_more_and_a_followed_unit_key_stays_good() -> None:
    known = directory.check(signed(DIRECTORY["entries"]), bytes.fromhex(DIRECTORY["root_key"]))
    assert known.present("custodian", "wilai") is None
    first = json.loads(DIRECTORY["entries"][0]["entry"])["key_id"]
    assert known.is_good(first)
    assert not known.is_present(first)


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"action":"add"}'],
)
def test_a_text_that_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(Tampered):
        directory.parse(text)


def test_the_work_of_the_vectors_is_solved_and_no_smaller_counter_does() -> None:
    for row in VECTORS["work"]:
        case = UUID(row["case"])
        assert work.is_solved(row["token"], case, row["counter"], row["bits"])
        assert work.solve(row["token"], case, row["bits"]) == row["counter"]
        task = work.read(bytes.fromhex(row["server_key"]), row["token"])
        assert (task.bits, task.purpose, task.made) == (row["bits"], row["purpose"], row["made"])


def test_a_token_is_taken_as_it_was_made_and_in_no_other_spelling() -> None:
    """Also not with other bits that Base64 passes over: such a token could be spent twice."""
    row = VECTORS["work"][0]
    key, token = bytes.fromhex(row["server_key"]), row["token"]
    letters = "ABCDwxyz0189-_"
    wrong = [
        token[:at] + letter + token[at + 1 :]
        for at in range(len(token))
        for letter in letters
        if letter != token[at]
    ]
    for changed in [*wrong, token + "=", token + "A", f" {token}", token.replace(".", "..")]:
        with pytest.raises(Tampered):
            work.read(key, changed)
    with pytest.raises(Tampered):
        work.read(bytes(32), token)


def test_the_passphrase_vectors_open_in_any_unicode_form() -> None:
    for row in VECTORS["passphrase"]:
        sealed, key_id = bytes.fromhex(row["sealed"]), UUID(row["key_id"])
        assert passphrase.unseal(row["passphrase"], sealed, key_id).hex() == row["seed"]
    by_code = VECTORS["recovery"][0]
    opened = passphrase.unseal_with_code(
        code.AccessCode(by_code["digits"]),
        bytes.fromhex(by_code["sealed"]),
        UUID(by_code["key_id"]),
    )
    assert opened.hex() == by_code["seed"]
    assert len(bytes.fromhex(by_code["sealed"])) == secretbox.OVERHEAD_BYTES + 32
