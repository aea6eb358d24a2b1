"""The directory as it stands in the database, checked against the pinned root, once a head."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from tmac.core.errors import Refused
from tmac.vault import known
from tmac.vault.formats.directory import GENESIS, Directory, Entry, Signed, check
from tmac.vault.formats.faults import Tampered
from tmac.vault.models import DirectoryEntry


class NoRoot(Refused):
    """No root key is pinned: nobody can say which keys are good."""

    def __init__(self) -> None:
        super().__init__(
            _("The vault has no root key yet. The operator makes one: tmac vault root create.")
        )


class UnsoundDirectory(Refused):
    """The directory does not lead back to the pinned root: nothing is sealed to it."""

    def __init__(self) -> None:
        super().__init__(
            _("The directory of keys does not hold. Nothing can be sealed until it is repaired.")
        )


class DemonstrationRoot(UnsoundDirectory):
    """The root is the demonstration's, and there is none any more: its keys prove nothing."""


def root_path() -> Path:
    """Where the root's public key is pinned when no setting names it: outside the database."""
    return Path(settings.VAULT_ROOT) / "root.pub"


def root_key() -> bytes | None:
    """The pinned public key of the root (32 bytes), or None while there is none."""
    given = settings.ENV.vault_root_key.strip()
    if not given and root_path().exists():
        given = root_path().read_text().strip()
    if not given:
        return None
    try:
        return base64.b64decode(given, validate=True)
    except binascii.Error:
        raise UnsoundDirectory from None


def pin_root(public_key: bytes) -> None:
    """Pin the root; the file is never replaced by another one."""
    path = root_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("x") as out:
        out.write(base64.b64encode(public_key).decode() + "\n")


@dataclass(frozen=True)
class Chain:
    """All entries in order, and what they amount to."""

    entries: tuple[Signed, ...]
    directory: Directory

    @property
    def head(self) -> str:
        return self.directory.head

    @property
    def parsed(self) -> list[Entry]:
        """The entries that were added, oldest first."""
        return list(self.directory.keys.values())


def head() -> str:
    """The hash of the newest entry."""
    newest = DirectoryEntry.objects.order_by("-seq").values_list("hash", flat=True).first()
    return newest or GENESIS


def chain() -> Chain:
    """The checked chain. Raises NoRoot or UnsoundDirectory; costs one query when nothing is new."""
    root = root_key()
    if root is None:
        raise NoRoot
    if known.is_known_root(root) and not known.may_be_used():
        raise DemonstrationRoot
    return _checked(head(), root)


@lru_cache(maxsize=4)
def _checked(_head: str, root: bytes) -> Chain:
    entries = tuple(rows())
    try:
        return Chain(entries, check(entries, root))
    except Tampered:
        raise UnsoundDirectory from None


def rows() -> list[Signed]:
    """The entries as they were signed."""
    kept = DirectoryEntry.objects.order_by("seq").values_list("text", "signature")
    return [Signed(text, bytes(signature)) for text, signature in kept]


def append(signed: Signed, entry: Entry) -> DirectoryEntry:
    """Keep an entry that was checked; the unique predecessor lets only one of two come next."""
    return DirectoryEntry.objects.create(
        seq=entry.seq,
        text=signed.text,
        signature=signed.signature,
        hash=signed.hash,
        previous_hash=entry.previous,
        key_id=UUID(entry.key_id),
    )
