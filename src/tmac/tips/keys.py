"""What tips asks the vault about keys: whose a key is, and whether one may seal to it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tmac.accounts import queries as accounts
from tmac.vault import queries as vault
from tmac.vault.formats.fingerprint import fingerprint


@dataclass(frozen=True)
class NamedKey:
    """A public key with the name of whom it belongs to."""

    key_id: UUID
    public_key: bytes
    name: str

    @property
    def fingerprint(self) -> str:
        """The digits that two people compare aloud."""
        return fingerprint(self.public_key)


@dataclass(frozen=True)
class OfficerKey:
    """An officer's own public key."""

    key_id: UUID
    user_id: int
    public_key: bytes

    @property
    def fingerprint(self) -> str:
        """The digits that two people compare aloud."""
        return fingerprint(self.public_key)


@dataclass(frozen=True)
class Unit:
    """The office behind a unit key that is good and current."""

    key_id: UUID
    public_key: bytes
    office_id: int
    name: str
    province_code: str

    def as_named(self) -> NamedKey:
        return NamedKey(self.key_id, self.public_key, self.name)


def custodian_ids(scope: str, now: datetime) -> list[UUID]:
    """The keys of the custodians to whom an identity is shared now, in their order."""
    return [key.key_id for key in vault.recipients(scope, now).custodians]


def officer_key(key_id: UUID) -> OfficerKey | None:
    """The officer's key of this id, while it is in force."""
    key = vault.officer_key_named(key_id)
    return OfficerKey(key.key_id, key.user_id, bytes(key.public_key)) if key else None


def owner_of(officer_key_id: UUID) -> int | None:
    """The officer whose own key this is, while it is in force."""
    key = officer_key(officer_key_id)
    return key.user_id if key else None


def key_of(user_id: int) -> UUID | None:
    """The id of an officer's own key."""
    key = vault.officer_key(user_id)
    return key.key_id if key else None


def keys_of(people: Mapping[int, str]) -> list[NamedKey]:
    """The own keys of some officers, by name; who has none is left out."""
    found = ((name, vault.officer_key(user_id)) for user_id, name in people.items())
    named = [NamedKey(key.key_id, bytes(key.public_key), name) for name, key in found if key]
    return sorted(named, key=lambda one: one.name)


def held_by(user_id: int) -> list[UUID]:
    """Every key that an officer can open something with: the own one, and those of the units."""
    own = key_of(user_id)
    units = [key.key_id for key in vault.unit_keys_for(user_id)]
    return [own, *units] if own else units


def units() -> list[Unit]:
    """Every unit that has a good key now, by name."""
    found = (_unit(key) for key in vault.current_unit_keys())
    return sorted((unit for unit in found if unit), key=lambda unit: unit.name)


def unit_of(unit_key_id: UUID) -> Unit | None:
    """The unit to whose key one may seal now; None for a key that is none, or no longer."""
    return next((unit for unit in units() if unit.key_id == unit_key_id), None)


def _unit(key: vault.UnitKeyInfo) -> Unit | None:
    office = accounts.office_of(key.office)
    if office is None:
        return None
    public = bytes(key.public_key)
    return Unit(key.key_id, public, office.pk, office.name, office.province_code)
