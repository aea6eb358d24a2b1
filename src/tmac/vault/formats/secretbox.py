"""Sealing under a symmetric key: AES-256-GCM.

    secretbox = 0x11 | nonce (12, random) | ciphertext and tag (16)

The associated data are `info`, so that a box opens only in its own place. A key seals few boxes
(a case's epoch: its messages), far below what random nonces bear.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tmac.vault.formats.faults import Tampered, Truncated, WrongSuite
from tmac.vault.formats.secret import Draw

SUITE = 0x11
OVERHEAD_BYTES = 1 + 12 + 16


def seal(key: bytes, plaintext: bytes, info: bytes, draw: Draw = secrets.token_bytes) -> bytes:
    """The box; as long as the plaintext and 29 bytes more."""
    nonce = draw(12)
    return bytes([SUITE]) + nonce + AESGCM(key).encrypt(nonce, plaintext, info)


def unseal(key: bytes, box: bytes, info: bytes) -> bytes:
    """What was sealed. Raises WrongSuite, Truncated or Tampered."""
    check_form(box)
    try:
        return AESGCM(key).decrypt(box[1:13], box[13:], info)
    except InvalidTag:
        raise Tampered from None


def check_form(box: bytes, plaintext_bytes: int | None = None) -> None:
    """Whether bytes can be such a box, for who cannot open it. Raises WrongSuite or Truncated."""
    if not box:
        raise Truncated
    if box[0] != SUITE:
        raise WrongSuite
    if len(box) < OVERHEAD_BYTES:
        raise Truncated
    if plaintext_bytes is not None and len(box) != OVERHEAD_BYTES + plaintext_bytes:
        raise Truncated
