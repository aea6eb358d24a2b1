"""To whom a tip is sealed: the unit of the place and all custodians, and what proves the keys."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.core.errors import Refused
from tmac.geography import queries as geography
from tmac.vault import chain
from tmac.vault.formats.canonical import canonical
from tmac.vault.formats.directory import RECEIPT_OWNER, Entry, Signed, parse

THRESHOLD = 2
CENTRE = "centre"
CENTRE_OFFICE = "NACC-HQ"
PROVINCE_OFFICE, CENTRE_CHOSEN, CENTRE_NO_KEY = "PROVINCE_OFFICE", "CENTRE_CHOSEN", "CENTRE_NO_KEY"


class NoRecipients(Refused):
    """Nobody has a key yet to whom a tip could be sealed."""

    def __init__(self) -> None:
        super().__init__(_("Reports cannot be taken yet: the keys of the offices are not set up."))


@dataclass(frozen=True)
class UnitRecipient:
    """The unit key to seal to."""

    key_id: UUID
    epoch: int
    public_key: bytes
    office: str
    name: str


@dataclass(frozen=True)
class Custodian:
    """A custodian's key; identity shares go to all of them, in this order."""

    key_id: UUID
    public_key: bytes
    name: str


@dataclass(frozen=True)
class Recipients:
    """Who receives a tip of a scope, why, and the signed entries that prove the keys."""

    unit: UnitRecipient
    why_code: str
    why: str
    custodians: tuple[Custodian, ...]
    threshold: int
    entries: tuple[Signed, ...]
    root_key: bytes
    receipt_key: bytes
    stamp: str

    def as_wire(self) -> dict[str, Any]:
        """The JSON of /tell/keys/<scope>.json."""
        return {
            "unit": {
                "key_id": str(self.unit.key_id),
                "epoch": self.unit.epoch,
                "public_key": _b64(self.unit.public_key),
                "office": self.unit.office,
                "name": self.unit.name,
            },
            "why": self.why,
            "why_code": self.why_code,
            "custodians": [
                {
                    "key_id": str(one.key_id),
                    "public_key": _b64(one.public_key),
                    "name": one.name,
                }
                for one in self.custodians
            ],
            "threshold": self.threshold,
            "root": _b64(self.root_key),
            "receipt_key": _b64(self.receipt_key),
            "entries": [signed.as_wire() for signed in self.entries],
            "stamp": self.stamp,
        }

    def as_json(self) -> bytes:
        """As `as_wire`, written once a directory and language."""
        return _written(self)


@lru_cache(maxsize=512)
def _written(recipients: Recipients) -> bytes:
    return json.dumps(recipients.as_wire(), ensure_ascii=False).encode()


def recipients(scope: str, now: datetime) -> Recipients:
    """The recipients for a province code or "centre"; NoRecipients when there are none."""
    checked = chain.chain()
    return _recipients(scope, checked.head, checked.directory.root_key, get_language() or "th")


@lru_cache(maxsize=512)
def _recipients(scope: str, head: str, root: bytes, language: str) -> Recipients:
    checked = chain.chain()
    unit, why_code = _unit_of(scope, checked)
    custodians = checked.directory.all_present("custodian")
    if unit is None or len(custodians) < THRESHOLD:
        raise NoRecipients
    receipt = checked.directory.present("receipt", RECEIPT_OWNER)
    return Recipients(
        unit=_unit(unit),
        why_code=why_code,
        why=_why(why_code, scope, unit),
        custodians=tuple(_custodian(entry) for entry in custodians),
        threshold=THRESHOLD,
        entries=_proof(checked, unit.owner),
        root_key=root,
        receipt_key=receipt.public_key_bytes if receipt else b"",
        stamp=_stamp(unit, custodians),
    )


def _stamp(unit: Entry, custodians: list[Entry]) -> str:
    """The same while the keys are the same, whatever else is entered into the directory."""
    keys = {"custodians": [one.key_id for one in custodians], "unit": unit.key_id}
    whole = canonical({**keys, "threshold": THRESHOLD})
    return hashlib.sha256(whole.encode()).hexdigest()


def _unit_of(scope: str, checked: chain.Chain) -> tuple[Entry | None, str]:
    present = checked.directory.present
    if scope != CENTRE and (own := present("unit", f"NACC-{scope}")) is not None:
        return own, PROVINCE_OFFICE
    why = CENTRE_CHOSEN if scope == CENTRE else CENTRE_NO_KEY
    return present("unit", CENTRE_OFFICE), why


def _unit(entry: Entry) -> UnitRecipient:
    office = accounts.office_of(entry.owner)
    name = office.name if office else entry.owner_name
    return UnitRecipient(UUID(entry.key_id), entry.epoch, entry.public_key_bytes, entry.owner, name)


def _custodian(entry: Entry) -> Custodian:
    return Custodian(UUID(entry.key_id), entry.public_key_bytes, entry.owner_name)


def _why(why_code: str, scope: str, unit: Entry) -> str:
    """The sentence after "it is sent to ... because"."""
    area = geography.area(scope)
    place = area.name if area else ""
    if why_code == PROVINCE_OFFICE:
        return _("what you tell happened in %(place)s") % {"place": place}
    if why_code == CENTRE_CHOSEN:
        return _("you chose the central office, or it is about the provincial one")
    return _("the office of %(place)s cannot receive sealed reports yet") % {"place": place}


def _proof(checked: chain.Chain, office: str) -> tuple[Signed, ...]:
    """The entries of this unit, of the custodians and of the receipt log, in their order."""
    wanted = {("unit", office), ("receipt", RECEIPT_OWNER)}
    return tuple(
        signed
        for signed in checked.entries
        if (entry := _parsed(signed)).kind == "custodian" or (entry.kind, entry.owner) in wanted
    )


@lru_cache(maxsize=4096)
def _parsed(signed: Signed) -> Entry:
    return parse(signed.text)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
