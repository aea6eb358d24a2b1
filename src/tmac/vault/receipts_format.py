"""How receipts and heads of the receipt log are written. Pure; another program can follow it.

    receipt    = canonical JSON {commitment: hex, day: "YYYY-MM-DD", position: n from 1,
                 previous: hex of the leaf hash before (64 zeros first), v: 1}
    leaf hash  = SHA-256(0x00 | receipt)                                            (RFC 9162)
    signature  = Ed25519 over "TMAC-v1 receipt" 0x00 | receipt
    commitment = SHA-256("TMAC-v1 filing" 0x00 | case (16) | SHA-256(content) | SHA-256(identity)
                 | for each file in its order: id (16) | SHA-256(hashes of its objects, joined))
    head       = canonical JSON {at: a whole hour with its zone, root: hex, size: n, v: 1}
    signature  = Ed25519 over "TMAC-v1 receipt-head" 0x00 | head

The log and the heads are files of lines, each a JSON object: {key, receipt, signature} and
{head, key, signature}, with key and signature in Base64.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.signing import RECEIPT, RECEIPT_HEAD, holds
from tmac.vault.receipts_merkle import leaf_hash

FIRST = "0" * 64  # stands before the first leaf
FILING = b"TMAC-v1 filing\x00"


class Unreadable(ValueError):
    """Not a receipt, line of the log or head: its message says why."""


@dataclass(frozen=True)
class Signed:
    """A text (receipt or head) with its signature and the public key it was made with."""

    text: str
    signature: bytes
    key: bytes
    label: bytes

    @property
    def said(self) -> dict[str, Any]:
        return dict(json.loads(self.text))

    @property
    def leaf(self) -> bytes:
        return leaf_hash(self.text.encode())

    def holds(self) -> bool:
        """Whether text and signature fit each other and the key."""
        return holds(self.key, self.label, self.text.encode(), self.signature)

    def as_line(self) -> dict[str, str]:
        name = "receipt" if self.label == RECEIPT else "head"
        return {name: self.text, "signature": b64(self.signature), "key": b64(self.key)}


def commitment(
    case: UUID, content: bytes, identity: bytes, files: Sequence[tuple[UUID, bytes]]
) -> bytes:
    """What a receipt vouches for; all but the ids are SHA-256 hashes of what was sent."""
    parts = [FILING, case.bytes, content, identity]
    for file_id, digest in files:
        parts += [file_id.bytes, digest]
    return hashlib.sha256(b"".join(parts)).digest()


def commitment_of(parts: Mapping[str, Any]) -> bytes:
    """The same from the `parts` of a receipt file."""
    try:
        files = [(UUID(file["id"]), _hash(file["sha256"])) for file in parts["files"]]
        content, identity = _hash(parts["content"]), _hash(parts["identity"])
        return commitment(UUID(parts["case"]), content, identity, files)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Unreadable("The parts of the receipt are not complete.") from fault


def receipt_text(*, position: int, previous: str, day: str, commitment: bytes) -> str:
    return canonical(
        {
            "commitment": commitment.hex(),
            "day": day,
            "position": position,
            "previous": previous,
            "v": 1,
        }
    )


def head_text(*, at: str, root: bytes, size: int) -> str:
    return canonical({"at": at, "root": root.hex(), "size": size, "v": 1})


def read_receipt(line: Mapping[str, Any]) -> Signed:
    """A receipt file or a line of the log. Raises Unreadable."""
    kinds = {"commitment": str, "day": str, "position": int, "previous": str, "v": int}
    return _read(line, "receipt", RECEIPT, kinds)


def read_head(line: Mapping[str, Any]) -> Signed:
    """A line of the file of heads. Raises Unreadable."""
    return _read(line, "head", RECEIPT_HEAD, {"at": str, "root": str, "size": int, "v": int})


def _read(line: Mapping[str, Any], name: str, label: bytes, kinds: dict[str, type]) -> Signed:
    try:
        text = str(line[name])
        signed = Signed(text, _bytes(line["signature"]), _bytes(line["key"]), label)
        said = json.loads(text)
    except (KeyError, TypeError, ValueError) as fault:
        raise Unreadable(f"It holds no {name} with signature and key.") from fault
    if not isinstance(said, dict) or {n: type(value) for n, value in said.items()} != kinds:
        raise Unreadable(f"The {name} does not have the fields of version 1.")
    if canonical(said) != text or said["v"] != 1:
        raise Unreadable(f"The {name} is not written in the one way that can be signed.")
    return signed


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _hash(text: str) -> bytes:
    digest = bytes.fromhex(text)
    if len(digest) != 32:
        raise ValueError("not a SHA-256")
    return digest
