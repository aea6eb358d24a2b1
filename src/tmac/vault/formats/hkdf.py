"""HKDF-SHA256 (RFC 5869), 32 bytes out."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def hkdf(ikm: bytes, salt: bytes, use: bytes) -> bytes:
    """32 bytes for one `use` from key material that is random already."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=use).derive(ikm)
