"""The root's private key as a file: sealed under a passphrase, kept away from the server."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from tmac.vault.formats import passphrase
from tmac.vault.formats.faults import Truncated
from tmac.vault.formats.passphrase import DEFAULT, Cost
from tmac.vault.formats.secret import SigningSeed

_KEY_ID = b"root"  # stands where an officer's key has its id
_HEAD = "TMAC root key, sealed under a passphrase. Keep it off the server, and a copy elsewhere."


def write(path: Path, seed: SigningSeed, phrase: str, cost: Cost = DEFAULT) -> None:
    """A new file, readable by its owner alone. Raises FileExistsError: a root is never replaced."""
    sealed = passphrase.seal(phrase, seed, _KEY_ID, cost)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(f"{_HEAD}\n{base64.b64encode(sealed).decode()}\n")
        out.flush()
        os.fsync(out.fileno())


def read(path: Path, phrase: str) -> SigningSeed:
    """The private key. Raises Tampered for a wrong passphrase, Truncated for another file."""
    lines = path.read_text(encoding="ascii", errors="replace").split("\n")
    try:
        sealed = base64.b64decode(lines[1], validate=True)
    except (IndexError, binascii.Error):
        raise Truncated from None
    return SigningSeed(passphrase.unseal(phrase, sealed, _KEY_ID))
