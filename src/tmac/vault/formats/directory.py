"""The directory of public keys: entries signed by an offline root and chained by their hashes.

An entry is canonical JSON; its signature is Ed25519 over "TMAC-v1 directory" 0x00 | JSON, its hash
SHA-256 over JSON | signature. Whoever knows the root's public key can check all of it.

The rules, in the order of the chain:
  - entries of the root may add any key and revoke any key;
  - a unit's present key may add the unit's next one, whose epoch is one higher (succession);
  - a key that has been followed or revoked signs nothing any more;
  - when the present key of an owner is revoked, the owner has none until the root adds one.
One entry that breaks a rule makes the whole directory worthless.

A reporter gets only the entries of the owners that concern the report, in their order: with these
gaps, neighbours alone are held to the chain, and the list stays short.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from tmac.vault.formats import box, signing
from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.faults import FormatFault, Tampered
from tmac.vault.formats.secret import SigningSeed

GENESIS = "0" * 64
ROOT = "root"
RECEIPT_OWNER = "receipt-log"
Action = Literal["add", "revoke"]
Kind = Literal["unit", "custodian", "receipt"]
_KINDS = ("unit", "custodian", "receipt")


@dataclass(frozen=True)
class Entry:
    """What one entry says; the fields are those of its JSON."""

    action: Action
    at: str  # YYYY-MM-DD
    epoch: int
    key_id: str
    kind: Kind
    owner: str  # office code, user name, or "receipt-log"
    owner_name: str
    previous: str
    public_key: str  # Base64
    seq: int
    sign_key: str  # Base64 of the unit's Ed25519 key; "" for others
    signed_by: str  # "root", or the id of the unit key before this one
    suite: int  # 2; 0 for a receipt key

    def text(self) -> str:
        """The canonical JSON that is signed and hashed."""
        return canonical(asdict(self))

    @property
    def public_key_bytes(self) -> bytes:
        return base64.b64decode(self.public_key)


@dataclass(frozen=True)
class Signed:
    """An entry as it is kept and sent: its exact text and the signature."""

    text: str
    signature: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode() + self.signature).hexdigest()

    def as_wire(self) -> dict[str, str]:
        return {"entry": self.text, "signature": base64.b64encode(self.signature).decode()}

    @classmethod
    def from_wire(cls, given: dict[str, str]) -> Signed:
        """Raises Tampered for what is no Base64 or has no such members."""
        try:
            return cls(given["entry"], base64.b64decode(given["signature"], validate=True))
        except (KeyError, TypeError, binascii.Error):
            raise Tampered from None


def sign(entry: Entry, seed: SigningSeed) -> Signed:
    """The entry signed by the root or by the unit's present key."""
    text = entry.text()
    return Signed(text, signing.sign(seed, signing.DIRECTORY, text.encode()))


def parse(text: str) -> Entry:
    """The entry in a text. Raises Tampered unless it is canonical, whole and well formed."""
    try:
        said = json.loads(text)
        entry = Entry(**said)
        is_whole = entry.text() == text and _is_well_formed(entry)
    except (TypeError, ValueError, FormatFault):
        raise Tampered from None
    if not is_whole:
        raise Tampered
    return entry


def _is_well_formed(entry: Entry) -> bool:
    numbers = ("epoch", "seq", "suite")
    if any(
        type(said) is not (int if name in numbers else str) for name, said in asdict(entry).items()
    ):
        return False
    date.fromisoformat(entry.at)
    public_key = base64.b64decode(entry.public_key, validate=True)
    sign_key = base64.b64decode(entry.sign_key, validate=True)
    is_receipt = entry.kind == "receipt"
    if not is_receipt:
        box.check_public_key(public_key)
    return (
        entry.action in ("add", "revoke")
        and entry.kind in _KINDS
        and entry.epoch >= 1
        and str(UUID(entry.key_id)) == entry.key_id
        and entry.suite == (0 if is_receipt else box.XWING)
        and (not is_receipt or len(public_key) == signing.PUBLIC_KEY_BYTES)
        and len(sign_key) == (signing.PUBLIC_KEY_BYTES if entry.kind == "unit" else 0)
        and bool(entry.owner)
    )


@dataclass
class Directory:
    """What the entries read so far amount to."""

    root_key: bytes
    has_gaps: bool = False  # entries of other owners were left out
    head: str = GENESIS
    length: int = 0
    keys: dict[str, Entry] = field(default_factory=dict)  # every added key, by its id
    revoked: set[str] = field(default_factory=set)
    _present: dict[tuple[str, str], str] = field(default_factory=dict)

    def present(self, kind: Kind, owner: str) -> Entry | None:
        """The owner's key of today; None when there is none or it is revoked."""
        key_id = self._present.get((kind, owner))
        return self.keys[key_id] if key_id else None

    def all_present(self, kind: Kind) -> list[Entry]:
        """The keys of today of all owners, by owner."""
        found = [(owner, key_id) for (of, owner), key_id in self._present.items() if of == kind]
        return [self.keys[key_id] for _owner, key_id in sorted(found)]

    def is_present(self, key_id: str) -> bool:
        entry = self.keys.get(key_id)
        return entry is not None and self._present.get((entry.kind, entry.owner)) == key_id

    def is_good(self, key_id: str) -> bool:
        """Whether the key was added by the rules and not revoked; it may have been followed."""
        return key_id in self.keys and key_id not in self.revoked

    def add(self, signed: Signed) -> Entry:
        """Take the next entry. Raises Tampered when it breaks a rule."""
        entry = parse(signed.text)
        if not self._is_next(entry) or not self._is_allowed(entry):
            raise Tampered
        if not self._is_signed(entry, signed):
            raise Tampered
        self._take(entry)
        self.head, self.length = signed.hash, entry.seq
        return entry

    def _is_next(self, entry: Entry) -> bool:
        if entry.seq == self.length + 1:
            return entry.previous == self.head
        return self.has_gaps and entry.seq > self.length

    def _is_signed(self, entry: Entry, signed: Signed) -> bool:
        key = self.root_key
        if entry.signed_by != ROOT:
            before = self.keys.get(entry.signed_by)
            if before is None or not self._may_follow(before, entry):
                return False
            key = base64.b64decode(before.sign_key)
        return signing.holds(key, signing.DIRECTORY, signed.text.encode(), signed.signature)

    def _may_follow(self, before: Entry, entry: Entry) -> bool:
        return (
            entry.action == "add"
            and (entry.kind, entry.owner) == (before.kind, before.owner) == ("unit", before.owner)
            and self.is_present(before.key_id)
            and entry.epoch == before.epoch + 1
        )

    def _is_allowed(self, entry: Entry) -> bool:
        known = self.keys.get(entry.key_id)
        if entry.action == "add":
            last = max((key.epoch for key in self.keys.values() if _alike(key, entry)), default=0)
            return known is None and entry.epoch > last
        return (
            known is not None
            and entry.key_id not in self.revoked
            and _alike(known, entry)
            and (known.public_key, known.epoch) == (entry.public_key, entry.epoch)
        )

    def _take(self, entry: Entry) -> None:
        owner = (entry.kind, entry.owner)
        if entry.action == "add":
            self.keys[entry.key_id] = entry
            self._present[owner] = entry.key_id
            return
        self.revoked.add(entry.key_id)
        if self._present.get(owner) == entry.key_id:
            del self._present[owner]


def _alike(known: Entry, entry: Entry) -> bool:
    return (known.kind, known.owner) == (entry.kind, entry.owner)


def check(entries: Iterable[Signed], root_key: bytes, *, has_gaps: bool = False) -> Directory:
    """Read a whole directory. Raises Tampered at the first entry that breaks a rule."""
    directory = Directory(root_key, has_gaps)
    for signed in entries:
        directory.add(signed)
    return directory
