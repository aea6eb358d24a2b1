"""A receipt is checked from files alone: genuine, changed, other key, not yet, log rewritten."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tmac.vault import receipts_offline as offline
from tmac.vault.formats.secret import SigningSeed
from tmac.vault.formats.signing import RECEIPT, RECEIPT_HEAD, public_half, sign
from tmac.vault.receipts_format import (
    FIRST,
    b64,
    commitment,
    head_text,
    read_receipt,
    receipt_text,
)
from tmac.vault.receipts_merkle import leaf_hash, root_of

KEY, OTHER = (SigningSeed(hashlib.sha256(name).digest()) for name in (b"key", b"other"))
FILE = UUID("6fbeb9d8-db04-4df5-9dc9-45a497811604")


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def made(position: int, previous: str, key: SigningSeed = KEY, day: str = "2026-11-25") -> Any:
    case = UUID(int=position)
    vouched = commitment(case, sha(f"content {position}"), sha("identity"), [(FILE, sha("file"))])
    text = receipt_text(position=position, previous=previous, day=day, commitment=vouched)
    return {
        "receipt": text,
        "signature": b64(sign(key, RECEIPT, text.encode())),
        "key": b64(public_half(key)),
        "parts": {
            "case": str(case),
            "content": sha(f"content {position}").hex(),
            "identity": sha("identity").hex(),
            "files": [{"id": str(FILE), "sha256": sha("file").hex()}],
        },
    }


def log(size: int, **changed: Any) -> list[Any]:
    """A log of receipts; `changed` goes to each of them."""
    previous, lines = FIRST, []
    for position in range(1, size + 1):
        lines.append(made(position, previous, **changed))
        previous = leaf_hash(lines[-1]["receipt"].encode()).hex()
    return lines


def head(lines: list[Any], hour: int, key: SigningSeed = KEY) -> Any:
    root = root_of([leaf_hash(line["receipt"].encode()) for line in lines])
    text = head_text(at=f"2026-11-25T{hour:02}:00:00+07:00", root=root, size=len(lines))
    signature = b64(sign(key, RECEIPT_HEAD, text.encode()))
    return {"head": text, "signature": signature, "key": b64(public_half(key))}


@pytest.fixture
def verify(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Writes the files, calls the command, gives (exit code, what it said)."""

    def run(receipt: Any, lines: Any = None, heads: Any = None, key: str = "") -> tuple[int, str]:
        file = tmp_path / "receipt.json"
        file.write_text(receipt if isinstance(receipt, str) else json.dumps(receipt))
        words = [str(file)]
        for name, rows in (("--log", lines), ("--heads", heads)):
            if rows is not None:
                path = tmp_path / f"{name[2:]}.jsonl"
                path.write_text("".join(json.dumps(row) + "\n" for row in rows))
                words += [name, str(path)]
        words += ["--key", key] if key else []
        return offline.main(words), capsys.readouterr().out

    return run


Verify = Callable[..., tuple[int, str]]


def test_a_genuine_receipt_in_a_log_under_a_head_is_told_so(verify: Verify) -> None:
    lines = log(5)
    heads = [head(lines[:2], 8), head(lines[:4], 9), head(lines, 10)]
    code, said = verify(lines[2], lines, heads, key=b64(public_half(KEY)))
    assert code == offline.GENUINE
    assert said.splitlines() == [
        "Genuine: receipt number 3 of 2026-11-25, signed.",
        "It vouches for exactly the report and files that it names.",
        "The log has it at its place, among 5 receipts.",
        "Under the head of 2026-11-25T09:00:00+07:00 (4 receipts) and all later.",
    ]


def test_a_receipt_alone_is_genuine_and_its_key_is_shown_for_comparison(verify: Verify) -> None:
    code, said = verify(log(1)[0])
    assert code == offline.GENUINE
    assert b64(public_half(KEY)) in said


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "2026-11-24"), ("position", 2), ("commitment", "0" * 64), ("previous", "1" * 64)],
)
def test_a_changed_receipt_is_told_so(verify: Verify, field: str, value: object) -> None:
    receipt = log(1)[0]
    said = {**json.loads(receipt["receipt"]), field: value}
    receipt["receipt"] = json.dumps(said, sort_keys=True, separators=(",", ":"))
    code, words = verify(receipt)
    assert code == offline.FALSE
    assert words.startswith("Changed")


@pytest.mark.parametrize(
    "parts",
    [
        {"case": str(UUID(int=9))},
        {"content": "0" * 64},
        {"identity": "0" * 64},
        {"files": []},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_a_receipt_with_other_parts_is_told_so(verify: Verify, parts: dict[str, Any]) -> None:
    receipt = log(1)[0]
    receipt["parts"] |= parts
    code, said = verify(receipt)
    assert code == offline.FALSE
    assert "another report" in said


def test_a_receipt_of_another_key_is_told_so(verify: Verify) -> None:
    code, said = verify(log(1, key=OTHER)[0], key=b64(public_half(KEY)))
    assert code == offline.FALSE
    assert "another key" in said


def test_a_receipt_later_than_the_files_is_genuine_and_not_yet_in_them(verify: Verify) -> None:
    lines = log(3)
    code, said = verify(lines[2], lines, [head(lines[:2], 8)])
    assert code == offline.NOT_YET
    assert "Not yet under a signed head" in said
    code, said = verify(lines[2], lines[:2], [head(lines[:2], 8)])
    assert code == offline.NOT_YET
    assert "it ends at number 2" in said


def rewritten() -> dict[str, tuple[list[Any], list[Any]]]:
    lines = log(5)
    older = [head(lines[:3], 8), head(lines, 9)]
    other_leaf, forged = log(5), log(5)
    other_leaf[1] = made(2, json.loads(lines[1]["receipt"])["previous"], day="2026-11-26")
    forged[1] = {**forged[1], "signature": forged[2]["signature"]}
    whole = log(5, day="2026-11-26")
    last_of_another = made(5, json.loads(lines[4]["receipt"])["previous"], OTHER)
    return {
        "another receipt in its place": (whole, []),
        "one leaf replaced": (other_leaf, []),
        "one left out": ([*lines[:1], *lines[2:]], []),
        "two swapped": ([lines[1], lines[0], *lines[2:]], []),
        "one not signed": (forged, []),
        "one signed by another": ([*lines[:4], last_of_another], []),
        "the end cut off": (lines[:4], older),
        "a head of another log": (lines, [head(whole[:3], 8), head(lines, 9)]),
        "two heads of one size": (lines, [head(lines, 8), head(whole, 9)]),
        "a head signed by another": (lines, [head(lines, 8, OTHER)]),
    }


@pytest.mark.parametrize("way", rewritten())
def test_a_log_that_was_rewritten_is_told_so(verify: Verify, way: str) -> None:
    lines, heads = rewritten()[way]
    code, said = verify(log(5)[2], lines, heads)
    assert code == offline.FALSE
    assert "The log was rewritten" in said


def test_two_heads_of_one_size_are_found_without_the_log(verify: Verify) -> None:
    lines = log(5)
    code, said = verify(lines[2], None, [head(lines, 8)])
    assert (code, "1 heads hold" in said) == (offline.GENUINE, True)
    code, _said = verify(lines[2], None, [head(lines, 8), head(log(5, day="2026-11-26"), 9)])
    assert code == offline.FALSE


@pytest.mark.parametrize(
    "given",
    [
        "not json",
        "[1]",
        {},
        {**log(1)[0], "signature": "%"},
        {**log(1)[0], "receipt": '{"v":1}'},
        {**log(1)[0], "receipt": log(1)[0]["receipt"].replace(",", ", ")},
        {**log(1)[0], "receipt": log(1)[0]["receipt"].replace('"v":1', '"v":2')},
        {**log(1)[0], "receipt": log(1)[0]["receipt"].replace('"position":1', '"position":true')},
        {**log(1)[0], "parts": {"case": "1"}},
        {**log(1)[0], "parts": {"case": 1, "content": None, "identity": 2, "files": 3}},
    ],
)
def test_what_is_no_receipt_is_told_in_a_sentence(verify: Verify, given: object) -> None:
    code, said = verify(given)
    assert code == offline.UNREADABLE
    assert said.startswith("This cannot be read. ")


def test_files_that_are_not_there_or_not_a_log_are_told_in_a_sentence(
    verify: Verify, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert offline.main([str(tmp_path / "absent.json")]) == offline.UNREADABLE
    assert verify(log(1)[0], [{"x": 1}])[0] == offline.UNREADABLE
    assert verify(log(1)[0], key="%")[0] == offline.UNREADABLE


def test_the_check_loads_neither_django_nor_a_database(tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(log(1)[0]))
    program = (
        "import sys; from tmac.vault import receipts_offline as offline; "
        f"code = offline.main([{str(file)!r}]); "
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_receipt_reads_back_what_it_says() -> None:
    signed = read_receipt(log(2)[1])
    assert (signed.said["position"], signed.holds()) == (2, True)
