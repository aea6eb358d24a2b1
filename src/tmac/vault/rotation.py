"""Changing the key of a unit at the command line, as the page does it in an officer's browser."""

from __future__ import annotations

import base64
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import NotFound, Refused
from tmac.core.thai import today_in_thailand
from tmac.vault import queries
from tmac.vault.formats import box, directory, passphrase, signing
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Seed
from tmac.vault.services import next_links, rotate_unit
from tmac.vault.views import UnitKeyView


def rotate(*, by: Principal, now: datetime, office: str, phrase: str) -> int:
    """A new key for the unit, sealed to those who remain; returns how many they are.

    `phrase` is the passphrase of the own key of `by`. Raises Tampered for a wrong one, Refused
    when `by` does not hold the unit's key.
    """
    unit = _held(by, now, office)
    assert unit.entry is not None
    old = _unit_seed(by, now, unit.entry, phrase)
    new, key_id = Seed.new(), uuid4()
    public_key = box.public_key_of(new)
    signed = directory.sign(
        _successor(unit.entry, key_id, new, now), signing.unit_signing_seed(old)
    )
    epoch = unit.entry.epoch + 1
    staying = [member for member in unit.members if not member.has_left]
    wraps = [
        (
            one.key_id,
            box.seal(one.public_key, new, info(Purpose.UNIT_KEY, key_id, one.key_id, epoch)),
        )
        for one in staying
    ]
    bound = info(Purpose.UNIT_PREVIOUS, key_id, UUID(unit.entry.key_id), epoch)
    rotate_unit(
        by=by,
        now=now,
        office=office,
        key_id=key_id,
        public_key=public_key,
        entry=signed.text,
        signature=signed.signature,
        wraps=wraps,
        previous=box.seal(public_key, old, bound),
    )
    return len(staying)


def _held(by: Principal, now: datetime, office: str) -> UnitKeyView:
    units = queries.my_units(by, now)
    unit = next((one for one in units if one.office_code == office and one.entry), None)
    if unit is None:
        raise NotFound(_("%(name)s is in no such unit with a key.") % {"name": by.name})
    if not unit.holds:
        raise Refused(_("%(name)s does not hold the key of this unit.") % {"name": by.name})
    return unit


def _unit_seed(by: Principal, now: datetime, entry: directory.Entry, phrase: str) -> Seed:
    mine = queries.my_keys(by, now)
    assert mine.key is not None
    own = passphrase.unseal(phrase, mine.key.by_passphrase, mine.key.key_id)
    wire = next(unit for unit in mine.units if unit["key_id"] == entry.key_id)
    bound = info(Purpose.UNIT_KEY, UUID(entry.key_id), mine.key.key_id, entry.epoch)
    return Seed(box.unseal(own, base64.b64decode(wire["box"]), bound))


def _successor(before: directory.Entry, key_id: UUID, new: Seed, now: datetime) -> directory.Entry:
    seq, previous = next_links()
    sign_key = signing.public_half(signing.unit_signing_seed(new))
    return directory.Entry(
        action="add",
        at=today_in_thailand(now).isoformat(),
        epoch=before.epoch + 1,
        key_id=str(key_id),
        kind="unit",
        owner=before.owner,
        owner_name=before.owner_name,
        previous=previous,
        public_key=base64.b64encode(box.public_key_of(new)).decode(),
        seq=seq,
        sign_key=base64.b64encode(sign_key).decode(),
        signed_by=before.key_id,
        suite=box.XWING,
    )
