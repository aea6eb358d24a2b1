"""Proof of work: what a sender without a name pays instead of an account.

    token = b64url(json {"b": bits, "n": nonce, "p": purpose, "t": unix seconds})
            | "." | b64url(HMAC-SHA256(server key, first part))

A solution is a counter such that SHA-256(token | LF | case id | u64(counter)) begins with `bits`
zero bits. The server keeps nothing until a token is spent. (Back 2002, Hashcash.)
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from uuid import UUID

from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.faults import Tampered
from tmac.vault.formats.secret import Draw

GOOD_SECONDS = 30 * 60
BASE_BITS = 10
MOST_BITS = 20
_MOST_CHARACTERS = 300


@dataclass(frozen=True)
class Task:
    """What a token says: how many bits, for which purpose, made when (seconds of the epoch)."""

    bits: int
    purpose: str
    made: int

    def is_stale(self, now: int) -> bool:
        return not self.made <= now <= self.made + GOOD_SECONDS


class Unsolvable(Exception):
    """No counter of 64 bits solves the token; with at most 20 bits this does not happen."""


def mint(key: bytes, purpose: str, bits: int, now: int, draw: Draw = secrets.token_bytes) -> str:
    """A token, good for 30 minutes from `now`."""
    said = canonical({"b": bits, "n": draw(16).hex(), "p": purpose, "t": now})
    first = _text(said.encode())
    return f"{first}.{_text(_mac(key, first))}"


def read(key: bytes, token: str) -> Task:
    """What the token says. Raises Tampered unless this server made it."""
    first, _dot, mac = token.partition(".")
    # Texts are compared: of two texts of one code, only ours counts, so that none is spent twice.
    is_ours = hmac.compare_digest(mac.encode(), _text(_mac(key, first)).encode())
    if len(token) > _MOST_CHARACTERS or not is_ours:
        raise Tampered
    try:
        said = json.loads(base64.urlsafe_b64decode(_filled(first)))
    except (binascii.Error, ValueError):
        raise Tampered from None
    return Task(said["b"], said["p"], said["t"])


def is_solved(token: str, case: UUID, counter: int, bits: int) -> bool:
    """Whether the counter solves the token for this case."""
    if not 0 <= counter < 1 << 64:
        return False
    stem = token.encode() + b"\n" + case.bytes
    return _zero_bits(hashlib.sha256(stem + counter.to_bytes(8, "big")).digest()) >= bits


def solve(token: str, case: UUID, bits: int) -> int:
    """The smallest counter that solves the token: 2 ** bits tries on the average."""
    stem = hashlib.sha256(token.encode() + b"\n" + case.bytes)
    for counter in range(1 << 64):
        tried = stem.copy()
        tried.update(counter.to_bytes(8, "big"))
        if _zero_bits(tried.digest()) >= bits:
            return counter
    raise Unsolvable


def spent_hash(token: str) -> str:
    """Under which a spent token is remembered."""
    return hashlib.sha256(token.encode()).hexdigest()


def _zero_bits(digest: bytes) -> int:
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()


def _mac(key: bytes, first: str) -> bytes:
    return hmac.new(key, first.encode(), hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _filled(text: str) -> str:
    return text + "=" * (-len(text) % 4)
