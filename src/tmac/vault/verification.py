"""Whether all keys hold together: what `tmac vault verify` reads, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from tmac.accounts import queries as accounts
from tmac.vault import receipts_key
from tmac.vault.chain import Chain
from tmac.vault.formats.directory import GENESIS, RECEIPT_OWNER
from tmac.vault.models import OfficerKey, UnitKeyWrap, UnitPrevious
from tmac.vault.recipients import CENTRE_OFFICE, THRESHOLD


def faults(checked: Chain, kept: str = "") -> Iterator[str]:
    """What is wrong, a sentence each. `kept` is a head that was printed earlier."""
    if kept and kept not in {GENESIS, *(signed.hash for signed in checked.entries)}:
        yield "The head that was kept elsewhere is not in this directory: entries are missing."
    yield from _units(checked)
    yield from _wraps(checked)
    yield from _former_keys(checked)
    yield from _custodians(checked)
    yield from _receipts(checked)


def _units(checked: Chain) -> Iterator[str]:
    present = checked.directory.all_present("unit")
    if CENTRE_OFFICE not in {unit.owner for unit in present}:
        yield f"{CENTRE_OFFICE} has no key, so provinces without one have nowhere to go."
    live = UnitKeyWrap.objects.filter(officer_key__retired_at__isnull=True)
    held = set(live.values_list("unit_key_id", flat=True))
    for unit in present:
        if UUID(unit.key_id) not in held:
            yield f"Nobody holds the key of {unit.owner} ({unit.key_id})."


def _wraps(checked: Chain) -> Iterator[str]:
    for wrap in UnitKeyWrap.objects.select_related("officer_key").order_by("pk"):
        if str(wrap.unit_key_id) not in checked.directory.keys:
            yield f"A wrap is for a unit key {wrap.unit_key_id} that the directory does not know."
        if wrap.officer_key.retired_at is not None:
            yield f"A wrap of {wrap.unit_key_id} belongs to a retired key of an officer."


def _former_keys(checked: Chain) -> Iterator[str]:
    for row in UnitPrevious.objects.order_by("pk"):
        new = checked.directory.keys.get(str(row.key_id))
        old = checked.directory.keys.get(str(row.previous_key_id))
        if new is None or old is None or (new.owner, new.signed_by) != (old.owner, old.key_id):
            yield f"A former key is kept under {row.key_id}, which did not follow it."


def _custodians(checked: Chain) -> Iterator[str]:
    present = checked.directory.all_present("custodian")
    if len(present) < THRESHOLD:
        yield f"There are {len(present)} custodians; identities need {THRESHOLD}."
    for entry in present:
        key = OfficerKey.objects.filter(pk=entry.key_id, retired_at__isnull=True).first()
        if key is None or bytes(key.public_key) != entry.public_key_bytes:
            yield f"The key of the custodian {entry.owner} is not the person's key of today."
        elif accounts.person_named(entry.owner) != key.user_id:
            yield f"The key of the custodian {entry.owner} belongs to somebody else."


def _receipts(checked: Chain) -> Iterator[str]:
    entry = checked.directory.present("receipt", RECEIPT_OWNER)
    if entry is None:
        yield "The key that signs receipts is not in the directory."
    elif receipts_key.path().exists() and entry.public_key_bytes != receipts_key.public_key():
        yield "The receipt key of this server is not the one in the directory."
