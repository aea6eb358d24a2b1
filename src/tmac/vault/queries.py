"""What other packages may ask about keys: whose they are, who holds them, whether they are good."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.vault import policies
from tmac.vault.chain import Chain, NoRoot, UnsoundDirectory, chain
from tmac.vault.formats.directory import Entry
from tmac.vault.models import OfficerKey, UnitKeyWrap, UnitPrevious
from tmac.vault.recipients import Custodian, NoRecipients, Recipients, UnitRecipient, recipients
from tmac.vault.views import (
    DirectoryView,
    MemberKey,
    MyKey,
    MyKeys,
    OfficerKeyInfo,
    UnitKeyInfo,
    UnitKeyView,
    WaitingKey,
    directory_view,
    unit_info,
)

__all__ = [
    "Custodian",
    "DirectoryView",
    "MemberKey",
    "MyKey",
    "MyKeys",
    "NoRecipients",
    "NoRoot",
    "OfficerKeyInfo",
    "Recipients",
    "UnitKeyInfo",
    "UnitKeyView",
    "UnitRecipient",
    "UnsoundDirectory",
    "WaitingKey",
    "current_unit_keys",
    "directory",
    "directory_head",
    "my_key",
    "my_keys",
    "my_units",
    "officer_key",
    "officer_key_named",
    "recipients",
    "unit_keys_for",
    "waiting",
]


def officer_key(user_id: int) -> OfficerKeyInfo | None:
    """The officer's own key that is in force."""
    key = OfficerKey.objects.filter(user_id=user_id, retired_at__isnull=True).first()
    return _info(key) if key else None


def officer_key_named(key_id: UUID) -> OfficerKeyInfo | None:
    """The officer's key of this id, while it is in force."""
    key = OfficerKey.objects.filter(pk=key_id, retired_at__isnull=True).first()
    return _info(key) if key else None


def _info(key: OfficerKey) -> OfficerKeyInfo:
    return OfficerKeyInfo(
        key_id=key.pk,
        public_key=bytes(key.public_key),
        user_id=key.user_id,
        by_passphrase=bytes(key.by_passphrase),
        by_recovery=bytes(key.by_recovery),
        created_at=key.created_at,
    )


def current_unit_keys() -> list[UnitKeyInfo]:
    """The present key of every unit, by office code; none while there is no sound directory."""
    checked = _chain()
    return [unit_info(entry) for entry in checked.directory.all_present("unit")] if checked else []


def unit_keys_for(user_id: int) -> list[UnitKeyInfo]:
    """The unit keys that an officer can open, the newest of each unit and all before it."""
    checked = _chain()
    if checked is None:
        return []
    held = UnitKeyWrap.objects.filter(
        officer_key__user_id=user_id, officer_key__retired_at__isnull=True
    )
    found = []
    for key_id in held.values_list("unit_key_id", flat=True).order_by("pk"):
        for older in _line_of(key_id):
            entry = checked.directory.keys.get(str(older))
            if entry is not None:
                found.append(unit_info(entry))
    return found


def _line_of(key_id: UUID) -> list[UUID]:
    """A unit key and those before it, newest first."""
    before = dict(UnitPrevious.objects.values_list("key_id", "previous_key_id"))
    line = [key_id]
    while line[-1] in before:
        line.append(before[line[-1]])
    return line


def my_key(by: Principal) -> MyKey | None:
    """The officer's own key, for a page."""
    key = officer_key(by.user_id)
    return MyKey(key.key_id, key.public_key, key.created_at) if key else None


def my_keys(by: Principal, now: datetime) -> MyKeys:
    """The own key as it is sealed, and the unit keys sealed to it: for the officer's browser.

    Whoever has moved on is handed no key of the former unit, changed already or not.
    """
    key = officer_key(by.user_id)
    checked = _chain()
    if key is None or checked is None:
        return MyKeys(key, ())
    wraps = UnitKeyWrap.objects.filter(officer_key_id=key.key_id).order_by("pk")
    here = {accounts.office_code(grant.office_id) for grant in by.grants_of(policies.UNIT_ROLES)}
    own = [wrap for wrap in wraps if checked.directory.keys[str(wrap.unit_key_id)].owner in here]
    return MyKeys(key, tuple(_held_unit(wrap, checked) for wrap in own))


def _held_unit(wrap: UnitKeyWrap, checked: Chain) -> dict[str, object]:
    entry = checked.directory.keys[str(wrap.unit_key_id)]
    previous = {row.key_id: row for row in UnitPrevious.objects.all()}
    older = []
    row = previous.get(wrap.unit_key_id)
    while row is not None:
        older.append((checked.directory.keys[str(row.previous_key_id)], bytes(row.box)))
        row = previous.get(row.previous_key_id)
    return MyKeys.unit_wire(entry, bytes(wrap.box), older)


def my_units(by: Principal, now: datetime) -> list[UnitKeyView]:
    """The units whose tips the officer reads, with who holds their keys."""
    checked = _chain()
    offices = {grant.office_id: grant.office_name for grant in by.grants_of(policies.UNIT_ROLES)}
    return [_unit_view(pk, name, by, now, checked) for pk, name in offices.items()]


def _unit_view(
    office_id: int, name: str, by: Principal, now: datetime, checked: Chain | None
) -> UnitKeyView:
    code = accounts.office_code(office_id)
    entry = checked.directory.present("unit", code) if checked else None
    members = _members(entry, office_id, by, now) if entry else ()
    return UnitKeyView(code, name, entry, members)


def _members(entry: Entry, office_id: int, by: Principal, now: datetime) -> tuple[MemberKey, ...]:
    wraps = UnitKeyWrap.objects.filter(
        unit_key_id=entry.key_id, officer_key__retired_at__isnull=True
    )
    held = list(wraps.select_related("officer_key").order_by("pk"))
    names = accounts.display_names(wrap.officer_key.user_id for wrap in held)
    return tuple(
        MemberKey(
            key_id=wrap.officer_key_id,
            public_key=bytes(wrap.officer_key.public_key),
            user_id=wrap.officer_key.user_id,
            name=names.get(wrap.officer_key.user_id, ""),
            has_left=not policies.belongs_now(wrap.officer_key.user_id, office_id, now),
            is_me=wrap.officer_key.user_id == by.user_id,
        )
        for wrap in held
    )


def waiting(by: Principal, now: datetime) -> list[WaitingKey]:
    """Colleagues of units whose key the officer holds, who have an own key and not the unit's."""
    found = []
    for unit in my_units(by, now):
        if unit.entry is None or not unit.holds:
            continue
        inside = [member.key_id for member in unit.members]
        office = accounts.office_of(unit.office_code)
        people = accounts.posted_to(office.pk if office else 0, now, policies.UNIT_ROLES)
        keys = OfficerKey.objects.filter(user__in=people, retired_at__isnull=True)
        found += [
            WaitingKey(UUID(unit.entry.key_id), unit.office_name, key.pk,
                       bytes(key.public_key), accounts.display_name(key.user_id))
            for key in keys.exclude(pk__in=inside).order_by("created_at")
        ]  # fmt: skip
    return found


def directory() -> DirectoryView:
    """The whole directory with whether it holds; never raises."""
    return directory_view()


def directory_head() -> str:
    """The hash of the newest entry of a sound directory; "" while there is none."""
    checked = _chain()
    return checked.head if checked else ""


def _chain() -> Chain | None:
    try:
        return chain()
    except (NoRoot, UnsoundDirectory):
        return None
