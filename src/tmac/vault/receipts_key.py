"""The key that signs receipts and heads: a file of the server, made when it is first needed."""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tmac.vault.formats.secret import SigningSeed
from tmac.vault.formats.signing import public_half


def path() -> Path:
    """VAULT_ROOT/receipt.key: 32 bytes, readable by the server's user only."""
    return Path(settings.VAULT_ROOT) / "receipt.key"


def signing_seed() -> SigningSeed:
    """The private half."""
    return _read(path())


def public_key() -> bytes:
    """The public half, for the directory and for whoever compares it."""
    return public_half(signing_seed())


@lru_cache(maxsize=8)
def _read(place: Path) -> SigningSeed:
    if not place.exists():
        _make(place)
    return SigningSeed(place.read_bytes())


def _make(place: Path) -> None:
    """Of two processes that make it at once, the first one's stays."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")  # 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(SigningSeed.new())
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, place)
    finally:
        Path(temporary).unlink()
