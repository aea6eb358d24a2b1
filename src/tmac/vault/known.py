"""Keys that everybody knows, since they are made from names: those of the demonstration."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.conf import settings

from tmac.vault.formats import signing
from tmac.vault.formats.secret import SigningSeed


def drawn(what: str) -> bytes:
    """32 bytes that everybody can make again."""
    return hashlib.sha256(f"TMAC demonstration: {what}".encode()).digest()


def root_seed() -> SigningSeed:
    """The demonstration's root: in a real installation it never comes near the server."""
    return SigningSeed(drawn("root"))


def is_known_root(public_key: bytes) -> bool:
    """Whether everybody can sign keys under this root."""
    return public_key == _root()


def may_be_used() -> bool:
    """Only while there is a demonstration: what is sealed to these keys is read by everybody who
    has the database. Tests say so by a setting of their own."""
    return bool(getattr(settings, "DEMONSTRATION_KEYS", settings.DEMO))


@lru_cache(maxsize=1)
def _root() -> bytes:
    return signing.public_half(root_seed())
