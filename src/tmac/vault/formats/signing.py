"""Signatures: Ed25519 (RFC 8032), always over a label and then the message."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tmac.vault.formats.hkdf import hkdf
from tmac.vault.formats.secret import SigningSeed

DIRECTORY = b"TMAC-v1 directory\x00"
RECEIPT = b"TMAC-v1 receipt\x00"
RECEIPT_HEAD = b"TMAC-v1 receipt-head\x00"
PUBLIC_KEY_BYTES = 32
_UNIT_SALT = b"TMAC-v1 unit"


def sign(seed: SigningSeed, label: bytes, message: bytes) -> bytes:
    """64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(label + message)


def holds(public_key: bytes, label: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature was made by the holder of the private half."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, label + message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_half(seed: SigningSeed) -> bytes:
    """The 32-byte public key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def unit_signing_seed(unit_seed: bytes) -> SigningSeed:
    """The key with which a unit signs its successor, made from the unit's private key."""
    return SigningSeed(hkdf(unit_seed, _UNIT_SALT, b"sign"))
