"""Unit keys: given to a colleague, and changed in one act when somebody leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded
from tmac.core import facts
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.vault import policies
from tmac.vault.chain import chain
from tmac.vault.facts import UnitKeyRotated
from tmac.vault.formats import box as boxes
from tmac.vault.formats.directory import Entry, Signed
from tmac.vault.formats.faults import FormatFault
from tmac.vault.models import OfficerKey, UnitKeyWrap
from tmac.vault.services.entering import (
    MemberWrap,
    checked_entries,
    enter,
    keep_previous,
    keep_wraps,
)

SEED_BYTES = 32


@transaction.atomic
def admit(
    *, by: Principal, now: datetime, unit_key_id: UUID, officer_key_id: UUID, box: bytes
) -> None:
    """Give the unit key to a colleague: sealed in the browser of one who holds it.

    Raises Refused, NotFound, Invalid, or Conflict when the colleague holds it already.
    """
    unit, office_id = _present_unit(unit_key_id)
    newcomer = OfficerKey.objects.filter(pk=officer_key_id, retired_at__isnull=True).first()
    if newcomer is None:
        raise NotFound(_("This colleague has no such key any more. Load the page again."))
    holds = _holds(by.user_id, unit_key_id)
    policies.may_admit(by, newcomer.user_id, office_id, now, holds=holds).or_refuse()
    _check_boxes([("box", box)])
    if UnitKeyWrap.objects.filter(unit_key_id=unit_key_id, officer_key=newcomer).exists():
        raise Conflict(_("This colleague holds the key of the unit already."))
    wrap = MemberWrap(officer_key_id, box)
    keep_wraps(by=by, now=now, unit_key_id=unit_key_id, wraps=[wrap])
    recorded(
        by,
        "unit_key_given",
        "key",
        str(unit_key_id),
        now,
        office=unit.owner,
        user_id=newcomer.user_id,
        officer_key=str(officer_key_id),
    )


@transaction.atomic
def rotate_unit(
    *,
    by: Principal,
    now: datetime,
    office: str,
    key_id: UUID,
    public_key: bytes,
    entry: str,
    signature: bytes,
    wraps: Sequence[tuple[UUID, bytes]],
    previous: bytes,
) -> None:
    """Replace the key of a unit: the successor is signed by the present key, sealed to exactly
    those who belong to the unit today, and the former key is sealed to the new one.

    Raises Refused, Invalid (the entry says something else) or Conflict (the members changed).
    """
    present = chain().directory.present("unit", office)
    if present is None:
        raise NotFound(_("This unit has no key."))
    office_id = _office_id(office)
    policies.may_rotate(by, office_id, holds=_holds(by.user_id, UUID(present.key_id))).or_refuse()
    signed = Signed(entry, signature)
    (said,) = checked_entries([signed])
    _check_succession(said, present, key_id, public_key)
    _check_boxes([("previous", previous), *(("wraps", box) for _key, box in wraps)])
    if {member for member, _box in wraps} != _staying_keys(UUID(present.key_id), office_id, now):
        raise Conflict(_("The members of the unit have changed meanwhile. Load the page again."))
    enter(by=by, now=now, signed=[signed])
    sealed = [MemberWrap(member, box) for member, box in wraps]
    keep_wraps(by=by, now=now, unit_key_id=key_id, wraps=sealed)
    keep_previous(key_id, UUID(present.key_id), previous)
    UnitKeyWrap.objects.filter(unit_key_id=present.key_id).delete()
    facts.publish(UnitKeyRotated(office, str(key_id)))
    recorded(by, "unit_key_rotated", "key", str(key_id), now, office=office, members=len(sealed))


def _staying_keys(unit_key_id: UUID, office_id: int, now: datetime) -> set[UUID]:
    """The own keys of those who hold the unit key and still belong to the unit."""
    held = UnitKeyWrap.objects.filter(unit_key_id=unit_key_id).select_related("officer_key")
    stays = policies.belongs_now
    return {
        wrap.officer_key_id
        for wrap in held
        if wrap.officer_key.retired_at is None and stays(wrap.officer_key.user_id, office_id, now)
    }


def _check_succession(said: Entry, present: Entry, key_id: UUID, public_key: bytes) -> None:
    is_meant = (
        said.action == "add"
        and said.signed_by == present.key_id
        and said.owner == present.owner
        and said.key_id == str(key_id)
        and said.public_key_bytes == public_key
    )
    if not is_meant:
        raise Invalid.of("entry", _("The signed entry names another unit or another key."))


def _check_boxes(given: Sequence[tuple[str, bytes]]) -> None:
    faults = []
    for name, box in given:
        try:
            boxes.check_form(box, boxes.XWING, SEED_BYTES)
        except FormatFault as fault:
            faults.append(Fault(name, fault.message))
    if faults:
        raise Invalid(faults)


def _present_unit(unit_key_id: UUID) -> tuple[Entry, int]:
    directory = chain().directory
    entry = directory.keys.get(str(unit_key_id))
    if entry is None or entry.kind != "unit" or not directory.is_present(entry.key_id):
        raise NotFound(_("This is not the key of a unit any more. Load the page again."))
    return entry, _office_id(entry.owner)


def _office_id(code: str) -> int:
    office = accounts.office_of(code)
    if office is None:
        raise NotFound(_("There is no such unit."))
    return office.pk


def _holds(user_id: int, unit_key_id: UUID) -> bool:
    held = UnitKeyWrap.objects.filter(
        unit_key_id=unit_key_id, officer_key__user_id=user_id, officer_key__retired_at__isnull=True
    )
    return held.exists()
