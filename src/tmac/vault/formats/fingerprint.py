"""A public key in 25 digits that two people can read to each other."""

from __future__ import annotations

import hashlib
import struct


def fingerprint(public_key: bytes) -> str:
    """Five groups of five digits: the first 80 bits of SHA-256 of the key.

    Each group is a 16-bit number, 00000 to 65535.
    """
    groups = struct.unpack(">5H", hashlib.sha256(public_key).digest()[:10])
    return " ".join(f"{group:05d}" for group in groups)
