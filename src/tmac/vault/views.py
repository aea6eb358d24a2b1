"""Keys as pages and browsers are shown them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tmac.core.errors import Sentence
from tmac.vault import chain
from tmac.vault.formats.directory import Entry, Signed, parse
from tmac.vault.formats.fingerprint import fingerprint


@dataclass(frozen=True)
class _Shown:
    """A public key with the digits that two people compare aloud."""

    key_id: UUID
    public_key: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)


@dataclass(frozen=True)
class OfficerKeyInfo(_Shown):
    """An officer's own key as it is kept."""

    user_id: int
    by_passphrase: bytes = field(repr=False)
    by_recovery: bytes = field(repr=False)
    created_at: datetime


@dataclass(frozen=True)
class MyKey(_Shown):
    """The officer's own key on the page of keys."""

    made_at: datetime


@dataclass(frozen=True)
class UnitKeyInfo(_Shown):
    """A key of a unit."""

    epoch: int
    office: str
    owner_name: str


def unit_info(entry: Entry) -> UnitKeyInfo:
    return UnitKeyInfo(
        UUID(entry.key_id), entry.public_key_bytes, entry.epoch, entry.owner, entry.owner_name
    )


@dataclass(frozen=True)
class MemberKey(_Shown):
    """A member of a unit who holds its key."""

    user_id: int
    name: str
    has_left: bool
    is_me: bool


@dataclass(frozen=True)
class UnitKeyView:
    """A unit of the officer: its present key and who holds it."""

    office_code: str
    office_name: str
    entry: Entry | None
    members: tuple[MemberKey, ...]

    @property
    def key_id(self) -> UUID | None:
        return UUID(self.entry.key_id) if self.entry else None

    @property
    def epoch(self) -> int:
        return self.entry.epoch if self.entry else 0

    @property
    def owner_name(self) -> str:
        return self.entry.owner_name if self.entry else self.office_name

    @property
    def public_key(self) -> str:
        """Base64; "" while the unit has no key."""
        return self.entry.public_key if self.entry else ""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.entry.public_key_bytes) if self.entry else ""

    @property
    def holds(self) -> bool:
        """Whether the officer who asks holds the key."""
        return any(member.is_me for member in self.members)

    @property
    def may_rotate(self) -> bool:
        return self.holds


@dataclass(frozen=True)
class WaitingKey:
    """A colleague with an own key who does not hold the unit's yet."""

    unit_key_id: UUID
    office_name: str
    key_id: UUID
    public_key: bytes
    name: str

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    @property
    def public_key_b64(self) -> str:
        return _b64(self.public_key)


@dataclass(frozen=True)
class MyKeys:
    """What an officer's browser needs to open things: all of it sealed."""

    key: OfficerKeyInfo | None
    units: tuple[dict[str, Any], ...]

    def as_wire(self) -> dict[str, Any]:
        """The JSON of /workspace/keys/mine.json."""
        key = self.key
        return {
            "key": None
            if key is None
            else {
                "key_id": str(key.key_id),
                "public_key": _b64(key.public_key),
                "by_passphrase": _b64(key.by_passphrase),
                "by_recovery": _b64(key.by_recovery),
            },
            "units": list(self.units),
        }

    @staticmethod
    def unit_wire(entry: Entry, box: bytes, older: Sequence[tuple[Entry, bytes]]) -> dict[str, Any]:
        """One unit: its newest key sealed to the officer, and the line of keys before it."""
        return {
            "key_id": entry.key_id,
            "epoch": entry.epoch,
            "office": entry.owner,
            "public_key": entry.public_key,
            "box": _b64(box),
            "previous": [
                {
                    "key_id": before.key_id,
                    "epoch": before.epoch,
                    "public_key": before.public_key,
                    "box": _b64(sealed),
                }
                for before, sealed in older
            ],
        }


@dataclass(frozen=True)
class DirectoryRow:
    """One entry of the directory as the table of keys shows it."""

    entry: Entry
    is_present: bool
    is_good: bool

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.entry.public_key_bytes)


@dataclass(frozen=True)
class DirectoryView:
    """The directory with whether it leads back to the pinned root, and why not."""

    entries: tuple[Signed, ...]
    rows: tuple[DirectoryRow, ...]
    root_key: bytes | None
    fault: Sentence

    @property
    def is_sound(self) -> bool:
        return not self.fault

    @property
    def root_fingerprint(self) -> str:
        return fingerprint(self.root_key) if self.root_key else ""

    def as_wire(self) -> dict[str, Any]:
        """The JSON of the public file: everything that a stranger needs to check it."""
        return {
            "root": _b64(self.root_key) if self.root_key else "",
            "entries": [signed.as_wire() for signed in self.entries],
        }


def directory_view() -> DirectoryView:
    """The directory as it lies in the database."""
    try:
        checked = chain.chain()
    except (chain.NoRoot, chain.UnsoundDirectory) as fault:
        return DirectoryView(tuple(chain.rows()), (), _root(), fault.message)
    found = checked.directory
    rows = [
        DirectoryRow(entry, found.is_present(entry.key_id), found.is_good(entry.key_id))
        for entry in (parse(signed.text) for signed in checked.entries)
        if entry.action == "add"
    ]
    return DirectoryView(checked.entries, tuple(rows), found.root_key, "")


def _root() -> bytes | None:
    try:
        return chain.root_key()
    except chain.UnsoundDirectory:
        return None


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
