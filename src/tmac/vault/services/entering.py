"""Taking signed entries into the directory, and the keys of units that come with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded
from tmac.core.errors import Conflict, Invalid
from tmac.vault import chain
from tmac.vault.formats.directory import Directory, Entry, Signed, check
from tmac.vault.formats.faults import Tampered
from tmac.vault.models import OfficerKey, UnitKeyWrap, UnitPrevious

OPERATOR = Principal(0, "operator")


@dataclass(frozen=True)
class MemberWrap:
    """The private half of a unit key, sealed to the own key of one member."""

    key_id: UUID
    box: bytes


def next_links() -> tuple[int, str]:
    """The number and the predecessor's hash that the next entry must carry."""
    checked = chain.chain().directory
    return checked.length + 1, checked.head


def enter(*, by: Principal = OPERATOR, now: datetime, signed: Sequence[Signed]) -> list[Entry]:
    """Append entries that follow the chain and its rules, all or none; audited.

    Raises Invalid when one breaks a rule, Conflict when somebody else was faster.
    """
    with transaction.atomic():
        entries = checked_entries(signed)
        try:
            with transaction.atomic():
                for one, entry in zip(signed, entries, strict=True):
                    chain.append(one, entry)
        except IntegrityError:
            raise Conflict(_("The directory has grown meanwhile. Sign the entry again.")) from None
        for entry in entries:
            recorded(
                by,
                f"directory_{entry.action}",
                "key",
                entry.key_id,
                now,
                kind=entry.kind,
                owner=entry.owner,
                epoch=entry.epoch,
                seq=entry.seq,
            )
    return entries


def checked_entries(signed: Iterable[Signed]) -> list[Entry]:
    """What the entries say when they come next; Invalid otherwise."""
    directory = _copy()
    try:
        return [directory.add(one) for one in signed]
    except Tampered:
        raise Invalid.of("entry", _refused()) from None


def _copy() -> Directory:
    present = chain.chain()
    return check(present.entries, present.directory.root_key)


def keep_wraps(
    *, by: Principal, now: datetime, unit_key_id: UUID, wraps: Sequence[MemberWrap]
) -> None:
    """Keep the unit key for members whose own keys are in force; in the caller's transaction."""
    live = set(
        OfficerKey.objects.filter(
            pk__in=[wrap.key_id for wrap in wraps], retired_at__isnull=True
        ).values_list("pk", flat=True)
    )
    if live != {wrap.key_id for wrap in wraps} or len(live) != len(wraps):
        raise Conflict(_("A colleague's key has changed meanwhile. Load the page again."))
    UnitKeyWrap.objects.bulk_create(
        UnitKeyWrap(
            unit_key_id=unit_key_id,
            officer_key_id=wrap.key_id,
            box=wrap.box,
            by_id=by.user_id or None,
            at=now,
        )
        for wrap in wraps
    )


def keep_previous(key_id: UUID, previous_key_id: UUID, box: bytes) -> None:
    """Keep the key before this one, sealed to this one."""
    UnitPrevious.objects.create(key_id=key_id, previous_key_id=previous_key_id, box=box)


def _refused() -> str:
    return _("This entry does not follow the directory, or its signature does not hold.")
