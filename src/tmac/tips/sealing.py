"""Sealing what came to the server in clear: in memory, to public keys, as a browser would do it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tmac.core.errors import Invalid
from tmac.tips.filings import KeyBox
from tmac.vault.formats import box, padding, secretbox, shamir
from tmac.vault.formats.faults import TooLong
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey, IdentityKey
from tmac.vault.recipients import Recipients

EMPTY_IDENTITY = {"v": 1, "name": "", "phone": "", "email": "", "line": "", "other": ""}


def seal_json(
    key: bytes, given: Mapping[str, Any], bound: bytes, ladder: padding.Ladder, field: str
) -> bytes:
    """A padded JSON object under a key. Raises Invalid for `field` when it is too long."""
    plain = json.dumps(given, ensure_ascii=False).encode()
    try:
        padded = padding.pad(plain, ladder)
    except TooLong as fault:
        message = _("This is too long: at most about %(count)d Thai letters. Shorten it.")
        raise Invalid.of(field, message % {"count": fault.limit_bytes // 3}) from None
    return secretbox.seal(key, padded, bound)


def seal_identity(
    case: UUID, given: Mapping[str, Any], to: Recipients
) -> tuple[bytes, tuple[KeyBox, ...]]:
    """A name and contact under a key of their own, of which each custodian gets a share.

    Always of the same size, whether anything was given or not.
    """
    key = IdentityKey.new()
    names = (name for name in EMPTY_IDENTITY if name in given)
    identity = {**EMPTY_IDENTITY, **{name: str(given[name]) for name in names}, "v": 1}
    bound = info(Purpose.IDENTITY, case, case, 1)
    sealed = seal_json(key, identity, bound, padding.IDENTITY, "identity")
    parts = shamir.split(key, len(to.custodians))
    shares = tuple(
        KeyBox(one.key_id, box.seal(one.public_key, part, _share_of(case, one.key_id)))
        for one, part in zip(to.custodians, parts, strict=True)
    )
    return sealed, shares


def _share_of(case: UUID, key_id: UUID) -> bytes:
    return info(Purpose.IDENTITY_SHARE, case, key_id, 1)


def wrap_for_unit(case: UUID, key: CaseKey, to: Recipients) -> KeyBox:
    """The first case key, sealed to the unit."""
    bound = info(Purpose.CASE_KEY, case, to.unit.key_id, 1)
    return KeyBox(to.unit.key_id, box.seal(to.unit.public_key, key, bound))


def wrap_for_reporter(case: UUID, key: CaseKey, reporter_key: bytes) -> bytes:
    """The first case key, sealed to the key that comes from the reporter's code."""
    return box.seal(reporter_key, key, info(Purpose.CASE_KEY_REPORTER, case, case, 1))
