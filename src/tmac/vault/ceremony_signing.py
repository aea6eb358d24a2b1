"""What happens on the machine of the root's keeper: keys of units are made, entries are signed.

Needs no database and no network. A request comes as a file that holds public keys only; the answer
goes back as a file that holds signatures and ciphertext only. The private keys of new units exist
for the moment in which they are sealed to their members.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from tmac.vault.formats import box, directory, signing
from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.directory import Action, Entry, Kind, Signed
from tmac.vault.formats.faults import Tampered
from tmac.vault.formats.fingerprint import fingerprint
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Seed, SigningSeed

VERSION = 1
MakeUnit = Callable[[str], tuple[UUID, Seed]]


@dataclass(frozen=True)
class Member:
    """An officer to whom a new unit key is sealed."""

    name: str
    key_id: str
    public_key: str  # Base64

    @property
    def fingerprint(self) -> str:
        return fingerprint(_raw(self.public_key))


@dataclass(frozen=True)
class Wanted:
    """One entry that is asked for. A new unit has no key yet: the signer makes it."""

    action: Action
    kind: Kind
    owner: str
    owner_name: str
    epoch: int
    key_id: str = ""
    public_key: str = ""
    sign_key: str = ""
    members: tuple[Member, ...] = ()

    @property
    def makes_unit(self) -> bool:
        return self.action == "add" and self.kind == "unit"

    def lines(self) -> list[str]:
        """What the keeper of the root compares before signing."""
        verb = "Add" if self.action == "add" else "REVOKE"
        name = f" ({self.owner_name})" if self.owner_name else ""
        head = f"{verb} {self.kind} {self.owner}{name}, key number {self.epoch}"
        if self.makes_unit:
            return [head, *(f"  for {one.name}: {one.fingerprint}" for one in self.members)]
        return [head, f"  key {fingerprint(_raw(self.public_key))}"]


@dataclass(frozen=True)
class Request:
    """Entries asked for, and where in the directory they come."""

    day: str
    seq: int
    previous: str
    wanted: tuple[Wanted, ...]

    def text(self) -> str:
        return canonical({"v": VERSION, **asdict(self)})

    @classmethod
    def read(cls, text: str) -> Request:
        """Raises Tampered for a text that is no request."""
        try:
            said = json.loads(text)
            wanted = tuple(_wanted(one) for one in said["wanted"])
            return cls(said["day"], said["seq"], said["previous"], wanted)
        except (KeyError, TypeError, ValueError):
            raise Tampered from None


@dataclass(frozen=True)
class UnitWrap:
    """A new unit's private key, sealed to one member."""

    unit_key_id: UUID
    key_id: UUID
    box: bytes


@dataclass(frozen=True)
class Answer:
    """The signed entries in their order, and the wraps of new units."""

    entries: tuple[Signed, ...]
    wraps: tuple[UnitWrap, ...]

    def text(self) -> str:
        wraps = [
            {"unit_key_id": str(one.unit_key_id), "key_id": str(one.key_id), "box": _b64(one.box)}
            for one in self.wraps
        ]
        entries = [signed.as_wire() for signed in self.entries]
        return canonical({"v": VERSION, "entries": entries, "wraps": wraps})

    @classmethod
    def read(cls, text: str) -> Answer:
        """Raises Tampered for a text that is no answer."""
        try:
            said = json.loads(text)
            wraps = tuple(
                UnitWrap(UUID(one["unit_key_id"]), UUID(one["key_id"]), _raw(one["box"]))
                for one in said["wraps"]
            )
            return cls(tuple(Signed.from_wire(one) for one in said["entries"]), wraps)
        except (KeyError, TypeError, ValueError):
            raise Tampered from None


def fresh_unit(_office: str) -> tuple[UUID, Seed]:
    """A random key for a unit."""
    return uuid4(), Seed.new()


def answer(request: Request, root: SigningSeed, make: MakeUnit = fresh_unit) -> Answer:
    """Sign everything that is asked for, making the keys of new units."""
    seq, previous = request.seq, request.previous
    entries: list[Signed] = []
    wraps: list[UnitWrap] = []
    for wanted in request.wanted:
        keys = {name: getattr(wanted, name) for name in ("key_id", "public_key", "sign_key")}
        if wanted.makes_unit:
            key_id, seed = make(wanted.owner)
            keys = _public(key_id, seed)
            wraps += _sealed(key_id, seed, wanted)
        signed = directory.sign(_entry(wanted, keys, request.day, seq, previous), root)
        entries.append(signed)
        seq, previous = seq + 1, signed.hash
    return Answer(tuple(entries), tuple(wraps))


def _entry(wanted: Wanted, keys: Mapping[str, str], day: str, seq: int, previous: str) -> Entry:
    return Entry(
        action=wanted.action,
        at=day,
        epoch=wanted.epoch,
        kind=wanted.kind,
        owner=wanted.owner,
        owner_name=wanted.owner_name,
        previous=previous,
        seq=seq,
        signed_by=directory.ROOT,
        suite=0 if wanted.kind == "receipt" else box.XWING,
        **keys,
    )


def _public(key_id: UUID, seed: Seed) -> dict[str, str]:
    sign_key = signing.public_half(signing.unit_signing_seed(seed))
    return {
        "key_id": str(key_id),
        "public_key": _b64(box.public_key_of(seed)),
        "sign_key": _b64(sign_key),
    }


def _sealed(key_id: UUID, seed: Seed, wanted: Wanted) -> list[UnitWrap]:
    wraps = []
    for member in wanted.members:
        bound = info(Purpose.UNIT_KEY, key_id, UUID(member.key_id), wanted.epoch)
        sealed = box.seal(_raw(member.public_key), seed, bound)
        wraps.append(UnitWrap(key_id, UUID(member.key_id), sealed))
    return wraps


def _wanted(said: dict[str, Any]) -> Wanted:
    members = tuple(Member(**one) for one in said.pop("members"))
    return Wanted(**said, members=members)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
