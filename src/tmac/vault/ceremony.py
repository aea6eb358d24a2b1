"""Making keys where a person stands at the machine: root, units, custodians, the receipt log.

What the command line does with the root's passphrase typed in, and what the demonstration does
with keys that everybody may know. A unit's private key exists only while it is sealed to members.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.core.errors import Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.vault import queries, receipts_key
from tmac.vault.chain import chain
from tmac.vault.formats import box, signing
from tmac.vault.formats.directory import RECEIPT_OWNER, ROOT, Entry, Kind, Signed, sign
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Seed, SigningSeed
from tmac.vault.services import MemberWrap, enter, keep_wraps, next_links
from tmac.vault.services.entering import OPERATOR
from tmac.vault.views import OfficerKeyInfo


@dataclass(frozen=True)
class Wish:
    """An entry that waits for the root's signature."""

    kind: Kind
    owner: str
    owner_name: str
    key_id: UUID
    public_key: bytes
    sign_key: bytes = b""
    suite: int = box.XWING

    def entry(self, now: datetime, epoch: int, links: tuple[int, str]) -> Entry:
        """The entry that adds this key as the next one of the chain."""
        return Entry(
            action="add",
            at=today_in_thailand(now).isoformat(),
            epoch=epoch,
            key_id=str(self.key_id),
            kind=self.kind,
            owner=self.owner,
            owner_name=self.owner_name,
            previous=links[1],
            public_key=base64.b64encode(self.public_key).decode(),
            seq=links[0],
            sign_key=base64.b64encode(self.sign_key).decode(),
            signed_by=ROOT,
            suite=self.suite,
        )


def add_unit(
    *, now: datetime, root: SigningSeed, office_code: str, user_ids: Sequence[int]
) -> tuple[Entry, Seed]:
    """A first key for a unit, sealed to these members. The seed is the caller's to forget.

    Raises NotFound for an unknown office, Invalid when a member has no key of their own.
    """
    office = accounts.office_of(office_code)
    if office is None:
        raise NotFound(_("There is no office %(code)s.") % {"code": office_code})
    members = [own_key(user_id) for user_id in user_ids]
    seed, public_key = box.new_pair()
    sign_key = signing.public_half(signing.unit_signing_seed(seed))
    wish = Wish("unit", office_code, office.name_th, uuid4(), public_key, sign_key)
    entry = add(now=now, root=root, wish=wish)
    keep_wraps(
        by=OPERATOR,
        now=now,
        unit_key_id=wish.key_id,
        wraps=[wrap_for(wish.key_id, entry.epoch, seed, member) for member in members],
    )
    return entry, seed


def add_custodian(*, now: datetime, root: SigningSeed, user_id: int, username: str) -> Entry:
    """An officer's own key becomes a custodian's: shares of identities are sealed to it."""
    key = own_key(user_id)
    name = accounts.display_name(user_id)
    return add(
        now=now, root=root, wish=Wish("custodian", username, name, key.key_id, key.public_key)
    )


def add_receipt_key(*, now: datetime, root: SigningSeed) -> Entry:
    """The key that signs receipts, made on this machine when it was not there."""
    public_key = receipts_key.public_key()
    wish = Wish("receipt", RECEIPT_OWNER, "TMAC", uuid4(), public_key, suite=0)
    return add(now=now, root=root, wish=wish)


def add(*, now: datetime, root: SigningSeed, wish: Wish) -> Entry:
    """Sign and append at once, where the root key is at hand."""
    entry = wish.entry(now, next_epoch(wish.kind, wish.owner), next_links())
    (said,) = enter(now=now, signed=[sign(entry, root)])
    return said


def revoke(*, now: datetime, root: SigningSeed, key_id: UUID) -> Entry:
    """Say that a key is not good any more; NotFound when the directory does not hold it."""
    known = chain().directory.keys.get(str(key_id))
    if known is None:
        raise NotFound(_("The directory holds no key %(id)s.") % {"id": key_id})
    seq, previous = next_links()
    fields = {
        **known.__dict__,
        "action": "revoke",
        "at": today_in_thailand(now).isoformat(),
        "seq": seq,
        "previous": previous,
        "signed_by": ROOT,
    }
    (said,) = enter(now=now, signed=[sign(Entry(**fields), root)])
    return said


def next_epoch(kind: Kind, owner: str) -> int:
    """One more than the highest epoch of the owner so far."""
    keys = chain().directory.keys.values()
    return 1 + max((k.epoch for k in keys if (k.kind, k.owner) == (kind, owner)), default=0)


def wrap_for(unit_key_id: UUID, epoch: int, seed: bytes, member: OfficerKeyInfo) -> MemberWrap:
    """A unit's private key sealed to a member's own key."""
    bound = info(Purpose.UNIT_KEY, unit_key_id, member.key_id, epoch)
    return MemberWrap(member.key_id, box.seal(member.public_key, seed, bound))


def own_key(user_id: int) -> OfficerKeyInfo:
    """The officer's own key; Invalid with the remedy when there is none."""
    key = queries.officer_key(user_id)
    if key is None:
        name = accounts.display_name(user_id)
        raise Invalid.of(
            "officer",
            _("%(name)s has no key yet: they make one under Keys, in their browser.")
            % {"name": name},
        )
    return key


def signed_file(entries: Sequence[Signed]) -> list[dict[str, str]]:
    """Entries as they travel between the server and the machine of the root."""
    return [signed.as_wire() for signed in entries]
