"""What officers' browsers do with the private keys of a keyring: admit, and change a unit's key."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from tests.vault.keys import Keyring
from tmac.vault import chain, demonstration
from tmac.vault.formats import box, code, directory, passphrase, signing
from tmac.vault.formats.directory import Entry
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Seed

PHRASE = "ทางน้ำไหล-ลงทะเล"


def own_key_made(seed: Seed, **other: Any) -> dict[str, Any]:
    """What the officer's browser posts for a new key."""
    key_id = uuid4()
    return {
        "key_id": key_id,
        "public_key": box.public_key_of(seed),
        "by_passphrase": passphrase.seal(PHRASE, seed, key_id, demonstration.CHEAP),
        "by_recovery": passphrase.seal_for_recovery(code.new_code(), seed, key_id),
        **other,
    }


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def admission(keyring: Keyring, office: str, newcomer: str) -> dict[str, Any]:
    """The unit key sealed to a colleague's own key."""
    unit = keyring.unit_key_id(office)
    entry = chain.chain().directory.keys[str(unit)]
    bound = info(Purpose.UNIT_KEY, unit, keyring.key_id(newcomer), entry.epoch)
    sealed = box.seal(box.public_key_of(keyring.seed(newcomer)), keyring.unit_seed(office), bound)
    return {"unit_key_id": unit, "officer_key_id": keyring.key_id(newcomer), "box": sealed}


@dataclass
class Rotation:
    """A new key of a unit in the making; fields may be bent before `body` is asked for."""

    keyring: Keyring
    office: str
    old_seed: bytes
    members: Iterable[str]
    seed: Seed = field(default_factory=Seed.new)
    key_id: UUID = field(default_factory=uuid4)
    bent: dict[str, Any] = field(default_factory=dict)

    @property
    def public_key(self) -> bytes:
        return box.public_key_of(self.seed)

    def entry(self) -> Entry:
        known = chain.chain().directory
        before = known.present("unit", self.office)
        assert before is not None
        said: dict[str, Any] = {
            "action": "add",
            "at": "2026-11-25",
            "epoch": before.epoch + 1,
            "key_id": str(self.key_id),
            "kind": "unit",
            "owner": self.office,
            "owner_name": before.owner_name,
            "previous": known.head,
            "public_key": b64(self.public_key),
            "seq": known.length + 1,
            "sign_key": b64(signing.public_half(signing.unit_signing_seed(self.seed))),
            "signed_by": before.key_id,
            "suite": 2,
        }
        return Entry(**{**said, **self.bent})

    def body(self, **other: Any) -> dict[str, Any]:
        """What is posted to change the key."""
        entry = self.entry()
        signed = directory.sign(entry, signing.unit_signing_seed(self.old_seed))
        before = UUID(entry.signed_by) if entry.signed_by != "root" else uuid4()
        bound = info(Purpose.UNIT_PREVIOUS, self.key_id, before, entry.epoch)
        return {
            "office": self.office,
            "key_id": self.key_id,
            "public_key": self.public_key,
            "entry": signed.text,
            "signature": signed.signature,
            "wraps": [self._wrap(name, entry.epoch) for name in self.members],
            "previous": box.seal(self.public_key, self.old_seed, bound),
            **other,
        }

    def _wrap(self, name: str, epoch: int) -> tuple[UUID, bytes]:
        own = self.keyring.key_id(name)
        bound = info(Purpose.UNIT_KEY, self.key_id, own, epoch)
        return own, box.seal(box.public_key_of(self.keyring.seed(name)), self.seed, bound)
