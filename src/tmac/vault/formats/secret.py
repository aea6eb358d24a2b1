"""Bytes that must not be seen: typed by what they open, and silent when printed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import NoReturn, Self

Draw = Callable[[int], bytes]
"""Gives so many random bytes; only test vectors give another than the system's own."""


class Secret(bytes):
    """Bytes whose repr and str tell their length only, and which refuse to be pickled."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)} bytes>"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is not written down")

    @classmethod
    def new(cls, draw: Draw = secrets.token_bytes) -> Self:
        """32 fresh random bytes."""
        return cls(draw(32))


class Seed(Secret):
    """The 32 bytes that an X-Wing private key is made from: of an officer, a unit, a reporter."""


class CaseKey(Secret):
    """The symmetric key of one epoch of a case: opens its content and messages."""


class IdentityKey(Secret):
    """The symmetric key of one tip's identity; exists whole only while sealing and opening."""


class FileKey(Secret):
    """The symmetric key of one file; travels in the sealed manifest."""


class Share(Secret):
    """One custodian's part of an identity key: its number, then 32 bytes."""


class SigningSeed(Secret):
    """The 32 bytes of an Ed25519 private key."""


class DerivedKey(Secret):
    """A symmetric key that comes from a passphrase or from an access code."""
