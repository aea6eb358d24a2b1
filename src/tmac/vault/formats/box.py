"""Sealing to a public key: HPKE base mode, single shot (RFC 9180).

    box = suite (1) | enc | ciphertext and tag

Suite 0x01: DHKEM(X25519, HKDF-SHA256), enc 32 bytes. Suite 0x02: MLKEM768-X25519, called X-Wing
(KEM 0x647a), enc 1120 bytes, public key 1216. Both with HKDF-SHA256 and ChaCha20Poly1305; the aad
is empty, the context is bound through `info`. Everything new is sealed with 0x02.

A private key is its 32-byte seed: SHAKE256(seed, 96) gives ML-KEM's d and z [0:64] and the X25519
scalar [64:96] (draft-connolly-cfrg-xwing-kem). With suite 0x01 the 32 bytes are the scalar.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tmac.vault.formats.faults import BadKey, Tampered, Truncated, WrongSuite
from tmac.vault.formats.secret import Seed

X25519 = 0x01
XWING = 0x02
PUBLIC_KEY_BYTES = 1216
_MLKEM_PUBLIC_BYTES = 1184
_TAG_BYTES = 16


@dataclass(frozen=True)
class _Kind:
    hpke: hpke.Suite
    enc_bytes: int


_KINDS = {
    suite: _Kind(hpke.Suite(kem, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305), enc_bytes)
    for suite, kem, enc_bytes in (
        (X25519, hpke.KEM.X25519, 32),
        (XWING, hpke.KEM.MLKEM768_X25519, 1120),
    )
}


def seal(public_key: bytes, plaintext: bytes, info: bytes, suite: int = XWING) -> bytes:
    """The box that only the holder of the private key opens. Raises BadKey."""
    try:
        sealed = _KINDS[suite].hpke.encrypt(plaintext, _public(public_key, suite), info=info)
    except ValueError as fault:  # a point of small order
        raise BadKey from fault
    return bytes([suite]) + sealed


def unseal(seed: bytes, box: bytes, info: bytes, suite: int = XWING) -> bytes:
    """What was sealed. Raises WrongSuite, Truncated or Tampered, the same for every cause of it."""
    check_form(box, suite)
    try:
        opened: bytes = _KINDS[suite].hpke.decrypt(box[1:], _private(seed, suite), info=info)
    except (InvalidTag, ValueError):
        raise Tampered from None
    return opened


def check_form(box: bytes, suite: int = XWING, plaintext_bytes: int | None = None) -> None:
    """Whether bytes can be a box of this suite, for who cannot open it.

    `plaintext_bytes` is the length of what it must hold. Raises WrongSuite or Truncated.
    """
    if not box:
        raise Truncated
    if box[0] != suite:
        raise WrongSuite
    overhead = 1 + _KINDS[suite].enc_bytes + _TAG_BYTES
    if len(box) < overhead:
        raise Truncated
    if plaintext_bytes is not None and len(box) != overhead + plaintext_bytes:
        raise Truncated


def public_key_of(seed: bytes, suite: int = XWING) -> bytes:
    """The public key of a private one: 1216 bytes with suite 0x02, 32 with 0x01."""
    if suite == X25519:
        return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    lattice, curve = _expanded(seed)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def new_pair() -> tuple[Seed, bytes]:
    """A fresh private key and its public half."""
    seed = Seed.new()
    return seed, public_key_of(seed)


def check_public_key(public_key: bytes) -> None:
    """Raises BadKey unless the bytes are an X-Wing public key that can be sealed to."""
    seal(public_key, b"", b"")


@lru_cache(maxsize=1024)
def _public(public_key: bytes, suite: int) -> Any:
    try:
        if suite == X25519:
            return X25519PublicKey.from_public_bytes(public_key)
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public_key[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public_key[_MLKEM_PUBLIC_BYTES:]),
        )
    except ValueError as fault:
        raise BadKey from fault


def _private(seed: bytes, suite: int) -> Any:
    if suite == X25519:
        return X25519PrivateKey.from_private_bytes(seed)
    return hpke.MLKEM768X25519PrivateKey(*_expanded(seed))


def _expanded(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != 32:
        raise BadKey
    wide = hashlib.shake_256(seed).digest(96)
    return (
        MLKEM768PrivateKey.from_seed_bytes(wide[:64]),
        X25519PrivateKey.from_private_bytes(wide[64:]),
    )
