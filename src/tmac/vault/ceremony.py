"""Keys that the root enters into the directory: asked for here, signed elsewhere, taken here.

The root's private key need never come to the server: `request` gives a text for the machine of its
keeper (`ceremony_signing`), `take` receives what comes back.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts.roles import Role
from tmac.core.errors import Invalid, NotFound, Refused
from tmac.core.thai import today_in_thailand
from tmac.vault import chain, policies, queries, receipts_key
from tmac.vault.ceremony_signing import Answer, Member, Request, Wanted
from tmac.vault.formats.directory import RECEIPT_OWNER, Entry, Kind
from tmac.vault.services import MemberWrap, enter, keep_wraps, next_links
from tmac.vault.services.entering import OPERATOR
from tmac.vault.views import OfficerKeyInfo


def request(wanted: Sequence[Wanted], now: datetime) -> Request:
    """What the root's keeper is asked to sign. Raises chain.NoRoot while none is pinned."""
    seq, previous = next_links()
    return Request(today_in_thailand(now).isoformat(), seq, previous, tuple(wanted))


def take(answer: Answer, now: datetime) -> list[Entry]:
    """Enter what the root has signed, with the wraps of new units; all or nothing.

    Raises Invalid when an entry breaks a rule or a new unit comes without members, Conflict when
    the directory or a member's key has changed since the request.
    """
    with transaction.atomic():
        entries = enter(now=now, signed=answer.entries)
        new = {UUID(one.key_id) for one in entries if one.kind == "unit" and one.action == "add"}
        if {wrap.unit_key_id for wrap in answer.wraps} != new:
            raise Invalid.of("wraps", _("A new unit needs members to whom its key is sealed."))
        for key_id, group in groupby(answer.wraps, key=lambda wrap: wrap.unit_key_id):
            wraps = [MemberWrap(wrap.key_id, wrap.box) for wrap in group]
            keep_wraps(by=OPERATOR, now=now, unit_key_id=key_id, wraps=wraps)
    return entries


def want_unit(office_code: str, usernames: Sequence[str], now: datetime) -> Wanted:
    """A new key for an office, sealed to people who belong to it and have keys of their own.

    Raises NotFound or Refused with a sentence that names who is in the way.
    """
    office = accounts.office_of(office_code)
    if office is None or not office.is_active:
        raise NotFound(_("There is no office %(code)s.") % {"code": office_code})
    if not usernames:
        raise Refused(_("A unit key needs at least one officer who can open it."))
    members = tuple(_member(name, office.pk, now) for name in usernames)
    epoch = next_epoch("unit", office_code)
    return Wanted("add", "unit", office_code, office.name_th, epoch, members=members)


def want_custodian(username: str, now: datetime) -> Wanted:
    """The own key of an identity custodian. Raises NotFound or Refused."""
    key = own_key(username)
    if Role.IDENTITY_CUSTODIAN not in accounts.principal(key.user_id, now).roles:
        raise Refused(_("%(name)s is not an identity custodian.") % {"name": username})
    return Wanted(
        "add",
        "custodian",
        username,
        accounts.display_name(key.user_id),
        next_epoch("custodian", username),
        str(key.key_id),
        _b64(key.public_key),
    )


def want_receipts() -> Wanted:
    """The key with which this server signs receipts; made now if there is none yet."""
    public_key = _b64(receipts_key.public_key())
    epoch = next_epoch("receipt", RECEIPT_OWNER)
    return Wanted("add", "receipt", RECEIPT_OWNER, "TMAC", epoch, str(uuid4()), public_key)


def want_revocation(key_id: UUID) -> Wanted:
    """The end of a key: stolen, or of somebody who is a custodian no more."""
    directory = chain.chain().directory
    if not directory.is_good(str(key_id)):
        raise NotFound(_("The directory has no such key, or it is revoked already."))
    known = directory.keys[str(key_id)]
    return Wanted(
        "revoke",
        known.kind,
        known.owner,
        known.owner_name,
        known.epoch,
        known.key_id,
        known.public_key,
        known.sign_key,
    )


def next_epoch(kind: Kind, owner: str) -> int:
    """One more than the highest epoch of the owner so far."""
    keys = chain.chain().directory.keys.values()
    alike = (key.epoch for key in keys if (key.kind, key.owner) == (kind, owner))
    return max(alike, default=0) + 1


def own_key(username: str) -> OfficerKeyInfo:
    """The person's own key; NotFound with the remedy when there is none."""
    user_id = accounts.person_named(username)
    key = queries.officer_key(user_id) if user_id is not None else None
    if user_id is None:
        raise NotFound(_("There is nobody called %(name)s.") % {"name": username})
    if key is None:
        raise NotFound(
            _("%(name)s has no key yet: they make one under Keys, in their browser.")
            % {"name": username}
        )
    return key


def _member(username: str, office_id: int, now: datetime) -> Member:
    key = own_key(username)
    if not policies.belongs_now(key.user_id, office_id, now):
        raise Refused(
            _("%(name)s is not posted to this office in a role that reads its tips.")
            % {"name": username}
        )
    return Member(username, str(key.key_id), _b64(key.public_key))


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
