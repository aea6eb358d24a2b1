"""What a ciphertext is for: bound into every seal, so that none fits in the place of another.

    info = "TMAC-v1" 0x00 | lp(purpose) | lp(case) | lp(key) | u32(epoch)

with lp(b) = u16(length) | b. Integers are big-endian.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

PREFIX = b"TMAC-v1\x00"
Id = UUID | bytes | None


class Purpose(StrEnum):
    """The uses of a seal. Their texts are part of the format."""

    CONTENT = "content"
    MESSAGE_IN = "message-in"  # reporter to unit
    MESSAGE_OUT = "message-out"  # unit to reporter
    IDENTITY = "identity"
    CASE_KEY = "case-key"
    CASE_KEY_REPORTER = "case-key-reporter"
    CASE_PREVIOUS = "case-previous"
    IDENTITY_SHARE = "identity-share"
    IDENTITY_OPEN = "identity-open"
    UNIT_KEY = "unit-key"
    UNIT_PREVIOUS = "unit-previous"
    OFFICER_KEY = "officer-key"
    OFFICER_RECOVERY = "officer-recovery"
    FILE = "file"
    DRAFT = "draft"


def info(purpose: Purpose, case: Id, key: Id, epoch: int) -> bytes:
    """The bytes given as HPKE `info` and as the associated data of symmetric seals."""
    parts = (lp(purpose.encode()), lp(_bytes(case)), lp(_bytes(key)))
    return PREFIX + b"".join(parts) + epoch.to_bytes(4, "big")


def lp(part: bytes) -> bytes:
    """The part with its length before it."""
    return len(part).to_bytes(2, "big") + part


def _bytes(given: Id) -> bytes:
    if given is None:
        return b""
    return given.bytes if isinstance(given, UUID) else given
