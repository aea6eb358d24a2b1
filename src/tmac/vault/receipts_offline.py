"""Is a receipt genuine, and does the log still say so? Needs no database, settings or network.

    python -m tmac.vault.receipts_offline RECEIPT [--log FILE] [--heads FILE] [--key BASE64]

Log and heads are the public files; copies of them that somebody else has kept are the best ones.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tmac.vault.receipts_format import (
    FIRST,
    Signed,
    Unreadable,
    b64,
    commitment_of,
    read_head,
    read_receipt,
)
from tmac.vault.receipts_merkle import Growing

GENUINE, FALSE, UNREADABLE, NOT_YET = 0, 1, 2, 3  # exit codes


@dataclass(frozen=True)
class Finding:
    """One thing that was found out: a code for programs, a sentence for people, the exit code."""

    code: str
    sentence: str
    exit: int = GENUINE


@dataclass(frozen=True)
class Case:
    """Everything that is at hand for a judgement; None for a file that was not given."""

    receipt: Signed
    parts: dict[str, object] | None
    log: Sequence[Signed] | None = None
    heads: Sequence[Signed] | None = None
    keys: frozenset[bytes] = frozenset()

    @property
    def position(self) -> int:
        return int(self.receipt.said["position"])


def judge(case: Case) -> list[Finding]:
    """All that can be said, the worst last; the first thing that is false ends the list."""
    found: list[Finding] = []
    for step in (_signature, _key, _parts, _log, _heads):
        found += step(case)
        if found and found[-1].exit == FALSE:
            break
    return sorted(found, key=lambda finding: (GENUINE, NOT_YET, FALSE).index(finding.exit))


def _signature(case: Case) -> Iterator[Finding]:
    if case.receipt.holds():
        said = case.receipt.said
        sentence = f"Genuine: receipt number {said['position']:,} of {said['day']}, signed."
        yield Finding("GENUINE", sentence)
    else:
        sentence = "Changed: the signature does not fit what the receipt says."
        yield Finding("CHANGED", sentence, FALSE)


def _key(case: Case) -> Iterator[Finding]:
    used = b64(case.receipt.key)
    if not case.keys:
        sentence = f"Compare the key with one from elsewhere (or give --key): {used}"
        yield Finding("KEY_NOT_COMPARED", sentence)
    elif case.receipt.key not in case.keys:
        yield Finding("OTHER_KEY", f"Signed by another key than the one given: {used}", FALSE)


def _parts(case: Case) -> Iterator[Finding]:
    if case.parts is None:
        return
    if commitment_of(case.parts).hex() == case.receipt.said["commitment"]:
        yield Finding("PARTS", "It vouches for exactly the report and files that it names.")
    else:
        sentence = "Changed: the receipt was given for another report than the one it names."
        yield Finding("CHANGED", sentence, FALSE)


def _log(case: Case) -> Iterator[Finding]:
    if case.log is None:
        return
    if fault := _chain_fault(case):
        yield Finding("LOG_REWRITTEN", f"The log was rewritten: {fault}", FALSE)
    elif case.position > len(case.log):
        sentence = f"Not in this copy of the log: it ends at number {len(case.log):,}."
        yield Finding("NOT_IN_LOG", sentence, NOT_YET)
    elif case.log[case.position - 1].text != case.receipt.text:
        sentence = f"The log was rewritten: number {case.position:,} is another receipt there."
        yield Finding("LOG_REWRITTEN", sentence, FALSE)
    else:
        yield Finding("IN_LOG", f"The log has it at its place, among {len(case.log):,} receipts.")


def _chain_fault(case: Case) -> str:
    """What is wrong with the log itself; "" when every line follows from the one before."""
    previous = FIRST
    for number, line in enumerate(case.log or (), start=1):
        said = line.said
        if said["position"] != number or said["previous"] != previous:
            return f"line {number:,} does not follow from the line before."
        if line.key not in _trusted(case) or not line.holds():
            return f"line {number:,} is not signed by the key of the receipts."
        previous = line.leaf.hex()
    return ""


def _heads(case: Case) -> Iterator[Finding]:
    if case.heads is None:
        return
    heads = sorted(case.heads, key=lambda head: (head.said["size"], head.said["at"]))
    if fault := _head_fault(case, heads):
        yield Finding("LOG_REWRITTEN", f"The log was rewritten: {fault}", FALSE)
        return
    covering = [head for head in heads if head.said["size"] >= case.position]
    if not covering:
        sentence = "Not yet under a signed head: heads are signed every hour. Try a later copy."
        yield Finding("NOT_IN_HEAD", sentence, NOT_YET)
    elif case.log is None:
        yield Finding("HEADS", f"{len(heads):,} heads hold; give --log too to see it under them.")
    else:
        first = covering[0].said
        sentence = f"Under the head of {first['at']} ({first['size']:,} receipts) and all later."
        yield Finding("IN_HEAD", sentence)


def _head_fault(case: Case, heads: Sequence[Signed]) -> str:
    """What contradicts a head, which nobody could have signed had the log been as it is now."""
    roots: dict[int, str] = {}
    for head in heads:
        said = head.said
        if head.key not in _trusted(case) or not head.holds():
            return f"the head of {said['at']} is not signed by the key of the receipts."
        if roots.setdefault(said["size"], said["root"]) != said["root"]:
            return f"there are two different heads for {said['size']:,} receipts."
    return _roots_fault(case.log, roots) if case.log is not None else ""


def _roots_fault(log: Sequence[Signed], roots: dict[int, str]) -> str:
    tree = Growing()
    for line in [None, *log]:
        if line is not None:
            tree.add(line.leaf)
        if tree.size in roots and roots[tree.size] != tree.root().hex():
            return f"its first {tree.size:,} lines are not those that a head was signed for."
    if max(roots, default=0) > len(log):
        return (
            f"a head was signed for {max(roots):,} receipts, and this copy of the log ends at "
            f"{len(log):,}. Is the copy an older one?"
        )
    return ""


def _trusted(case: Case) -> frozenset[bytes]:
    return case.keys or frozenset({case.receipt.key})


def main(argv: Sequence[str], say: Callable[[str], object] = print) -> int:
    """Read the files, say what was found, return the exit code."""
    parser = argparse.ArgumentParser(
        prog="receipt verify",
        description="Check a receipt against the public log and heads, without any server.",
        epilog="Exit code 0: genuine. 1: false or the log was rewritten. 2: cannot be read. "
        "3: genuine, but not (yet) in the files given.",
    )
    add_arguments(parser)
    given = parser.parse_args(list(argv))
    return verify(given.file, log=given.log, heads=given.heads, keys=given.key or (), say=say)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the receipt that was given when filing")
    parser.add_argument("--log", type=Path, help="a copy of receipt-log.jsonl")
    parser.add_argument("--heads", type=Path, help="a copy of receipt-heads.jsonl")
    parser.add_argument("--key", action="append", help="the public key, from another source")


def verify(
    file: Path,
    *,
    log: Path | None,
    heads: Path | None,
    keys: Sequence[str],
    say: Callable[[str], object],
) -> int:
    """The same for files that are named already."""
    try:
        case = _gathered(file, log, heads, keys)
        found = judge(case)
    except (OSError, Unreadable) as fault:
        say(f"This cannot be read. {fault}")
        return UNREADABLE
    for finding in found:
        say(finding.sentence)
    return found[-1].exit


def _gathered(file: Path, log: Path | None, heads: Path | None, keys: Sequence[str]) -> Case:
    given = _json(file.read_text(encoding="utf-8"))
    parts = given.get("parts")
    return Case(
        receipt=read_receipt(given),
        parts=parts if isinstance(parts, dict) else None,
        log=[read_receipt(line) for line in _lines(log)] if log else None,
        heads=[read_head(line) for line in _lines(heads)] if heads else None,
        keys=frozenset(_key_bytes(key) for key in keys),
    )


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _json(line)


def _json(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError as fault:
        raise Unreadable("It is not JSON.") from fault
    if not isinstance(found, dict):
        raise Unreadable("It is not a JSON object.")
    return found


def _key_bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise Unreadable("The key given is not written in Base64.") from fault


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
