"""The directories among the vectors of the vault: one that holds, and many that must be refused."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import UUID

from tmac.vault.formats import box, directory, signing
from tmac.vault.formats.faults import FormatFault
from tmac.vault.formats.secret import SigningSeed

Vector = dict[str, Any]


def fixed(label: str, length: int = 32) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(b"TMAC-v1 test vectors\x00" + label.encode()).digest(length)


def uuid(label: str) -> UUID:
    return UUID(bytes=fixed(label, 16), version=4)


class Chain:
    """A directory in the making."""

    def __init__(self) -> None:
        self.root = SigningSeed(fixed("root"))
        self.entries: list[directory.Signed] = []

    def entry(self, **said: Any) -> directory.Entry:
        defaults = {
            "action": "add",
            "at": "2026-11-25",
            "epoch": 1,
            "owner_name": "",
            "previous": self.entries[-1].hash if self.entries else directory.GENESIS,
            "seq": len(self.entries) + 1,
            "sign_key": "",
            "signed_by": directory.ROOT,
            "suite": 2,
        }
        return directory.Entry(**{**defaults, **said})

    def unit(self, office: str, epoch: int, **said: Any) -> directory.Entry:
        seed = fixed(f"unit {office} {epoch}")
        signer = signing.unit_signing_seed(seed)
        return self.entry(
            **{
                "kind": "unit",
                "owner": office,
                "owner_name": "สำนักงาน ป.ป.ช. ประจำจังหวัด",
                "epoch": epoch,
                "key_id": str(uuid(f"unit {office} {epoch}")),
                "public_key": b64(box.public_key_of(seed)),
                "sign_key": b64(signing.public_half(signer)),
                **said,
            }
        )

    def person(self, name: str, **said: Any) -> directory.Entry:
        public_key = b64(box.public_key_of(fixed(f"custodian {name}")))
        key_id = str(uuid(f"custodian {name}"))
        return self.entry(
            kind="custodian", owner=name, key_id=key_id, public_key=public_key, **said
        )

    def receipt(self) -> directory.Entry:
        public_key = b64(signing.public_half(SigningSeed(fixed("receipt"))))
        return self.entry(
            kind="receipt",
            owner=directory.RECEIPT_OWNER,
            key_id=str(uuid("receipt")),
            public_key=public_key,
            suite=0,
        )

    def signed(self, entry: directory.Entry, seed: SigningSeed | None = None) -> directory.Signed:
        return directory.sign(entry, seed or self.root)

    def add(self, entry: directory.Entry, seed: SigningSeed | None = None) -> None:
        self.entries.append(self.signed(entry, seed))


def signer_of(office: str, epoch: int) -> SigningSeed:
    return signing.unit_signing_seed(fixed(f"unit {office} {epoch}"))


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def chain() -> Chain:
    """Two units, one of which changes its key twice; three custodians, one revoked; receipts."""
    made = Chain()
    made.add(made.unit("NACC-74", 1))
    made.add(made.unit("NACC-HQ", 1))
    for name in ("thida", "sombat", "wilai"):
        made.add(made.person(name))
    made.add(made.receipt())
    for epoch in (2, 3):
        before = made.unit("NACC-74", epoch - 1).key_id
        entry = made.unit("NACC-74", epoch, signed_by=before)
        made.add(entry, signer_of("NACC-74", epoch - 1))
    made.add(made.person("wilai", action="revoke"))
    return made


def directories() -> Vector:
    made = chain()
    root_key = signing.public_half(made.root)
    checked = directory.check(made.entries, root_key)
    return {
        "root_seed": bytes(made.root).hex(),
        "root_key": root_key.hex(),
        "entries": [signed.as_wire() for signed in made.entries],
        "pruned": [item.as_wire() for item in pruned(made.entries)],
        "head": checked.head,
        "units": {key.owner: key.key_id for key in checked.all_present("unit")},
        "custodians": {key.owner: key.key_id for key in checked.all_present("custodian")},
        "receipt": str(uuid("receipt")),
    }


def refused_directories() -> list[Vector]:
    """Directories that every reader must refuse whole, each for one reason."""
    good = chain()
    first, third = made_key(1), made_key(3)
    wrong = {
        "signed by a key that was followed": (4, first, signer_of("NACC-74", 1)),
        "signed by the unit but said to be the root's": (
            4,
            directory.ROOT,
            signer_of("NACC-74", 3),
        ),
        "signed by another unit": (4, good.unit("NACC-HQ", 1).key_id, signer_of("NACC-HQ", 1)),
        "epoch left out": (5, third, signer_of("NACC-74", 3)),
        "epoch repeated": (3, third, signer_of("NACC-74", 3)),
        "epoch of the root not higher": (2, directory.ROOT, None),
        "signed with another key": (4, third, signer_of("NACC-74", 2)),
        "unknown signer": (4, str(uuid("nobody")), signer_of("NACC-74", 3)),
        "revoked by itself": (3, third, signer_of("NACC-74", 3)),
    }
    rows = []
    for reason, (epoch, signed_by, seed) in wrong.items():
        action = "revoke" if reason.startswith("revoked") else "add"
        said = {"signed_by": signed_by, "action": action}
        if action == "add":
            said["key_id"] = str(uuid(reason))
        entry = good.unit("NACC-74", epoch, **said)
        rows.append(_refused(reason, [*good.entries, good.signed(entry, seed)]))
    entries = good.entries
    rows.append(_refused("an entry left out", [*entries[:3], *entries[4:]]))
    rows.append(_refused("two entries swapped", [entries[1], entries[0], *entries[2:]]))
    rows.append(_refused("without its beginning", entries[1:]))
    spaced = directory.Signed(entries[0].text.replace('":', '": ', 1), entries[0].signature)
    rows.append(_refused("not canonical", [spaced]))
    return rows


def pruned(entries: list[directory.Signed]) -> list[directory.Signed]:
    """What a reporter in province 74 gets: without the entries of other units."""
    return [signed for signed in entries if '"owner":"NACC-HQ"' not in signed.text]


def made_key(epoch: int) -> str:
    return str(uuid(f"unit NACC-74 {epoch}"))


def _refused(reason: str, entries: list[directory.Signed]) -> Vector:
    root_key = signing.public_half(SigningSeed(fixed("root")))
    try:
        directory.check(entries, root_key)
    except FormatFault:
        return {"reason": reason, "entries": [signed.as_wire() for signed in entries]}
    raise AssertionError(f"not refused: {reason}")
