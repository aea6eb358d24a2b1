"""Filing what came in clear: a form without script, a telephone call, a note that became a tip.

The text is sealed in memory at once, exactly as a browser would have sealed it, and is marked as
sealed by the server. Neither it nor the access code is written anywhere.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import Invalid
from tmac.core.thai import today_in_thailand
from tmac.tips.checking import facts_from
from tmac.tips.filings import FiledWithCode, FileSecret, SealedFiling
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import step_named
from tmac.tips.models import Tip
from tmac.tips.sealing import (
    EMPTY_IDENTITY,
    seal_identity,
    seal_json,
    wrap_for_reporter,
    wrap_for_unit,
)
from tmac.tips.services.filing import file_for
from tmac.tips.services.stepping import move
from tmac.vault import queries as vault
from tmac.vault.formats import box, code, padding
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.hkdf import hkdf
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey
from tmac.vault.recipients import Recipients

SEED_BYTES = 32
_SALT = b"TMAC-v1 server filing"
QUARANTINED = step_named("tip.quarantined")
_CONTENT: dict[str, Any] = {
    "v": 1,
    "kind": "TIP",
    "text": "",
    "where": {"text": "", "lat": None, "lon": None, "accuracy_m": None, "source": "none"},
    "when": "",
    "ongoing_text": "",
    "stop_text": "",
    "who": "",
    "how_known_text": "",
    "project_no": "",
    "told_elsewhere": "",
    "protection": {"text": ""},
    "contact_given": False,
    "files": [],
    "language": "th",
}


class SealedFile(Protocol):
    """A file that was sealed while it streamed in: `evidence.sealed.SealedUpload`, or kept."""

    @property
    def id(self) -> UUID: ...
    @property
    def secret(self) -> bytes: ...
    def manifest(self) -> dict[str, Any]: ...


def case_of_seed(seed: bytes) -> UUID:
    """The case that a seed gives; its files can be sealed before the form has arrived."""
    return UUID(bytes=hkdf(seed, _SALT, b"case")[:16], version=4)


def code_of_seed(seed: bytes) -> AccessCode:
    """The access code that a seed gives; 256 bits are taken modulo 10^28, so none is likelier."""
    return code.code_from_number(int.from_bytes(hkdf(seed, _SALT, b"code")) % 10**28)


def file_open(
    *,
    now: datetime,
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
    identity: Mapping[str, Any],
    files: Sequence[SealedFile] = (),
    channel: str,
    seed: bytes | None = None,
    by: Principal | None = None,
) -> FiledWithCode:
    """Seal a report in memory and file it; the answer holds the access code.

    `seed` are 32 random bytes that the sender's page keeps: case and code come from it, so that
    the same form sent twice is one report with one code. `by` files on behalf of somebody.
    """
    root = seed if seed is not None else secrets.token_bytes(SEED_BYTES)
    checked, faults = facts_from(facts, today_in_thailand(now))
    if faults or checked is None:
        raise Invalid(faults)
    to = vault.recipients(checked.scope, now)
    whole = _content(content, identity, files)
    filing = replace(_sealed(root, facts, whole, identity, files, to), channel=channel)
    mark = _mark_of(root, facts, content, identity, files)
    with transaction.atomic():
        filed = file_for(now=now, filing=filing, by=by, mark=mark)
        if filed.is_new and any(getattr(one, "quarantine", False) for one in files):
            _quarantine(filed.case, now)
    return FiledWithCode(**vars(filed), code=code_of_seed(root).shown().replace(" ", ""))


def _quarantine(case: UUID, now: datetime) -> None:
    """A scanner found something in a file: kept, and a person looks before it is screened."""
    tip = Tip.objects.select_for_update().get(pk=case)
    move(tip, QUARANTINED, Grounds(text=_("A file may hold a virus.")), now, None)


def _sealed(
    root: bytes,
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
    identity: Mapping[str, Any],
    files: Sequence[SealedFile],
    to: Recipients,
) -> SealedFiling:
    """What a browser would post. The case key exists only here and only now."""
    case, access, key = case_of_seed(root), code_of_seed(root), CaseKey.new()
    reporter_key = box.public_key_of(access.reporter_seed())
    blob, shares = seal_identity(case, identity, to)
    bound = info(Purpose.CONTENT, case, case, 1)
    return SealedFiling(
        case=case,
        facts=facts,
        content=seal_json(key, content, bound, padding.CONTENT, "content.text"),
        identity=blob,
        shares=shares,
        wraps=(wrap_for_unit(case, key, to),),
        reporter_key=reporter_key,
        reporter_wrap=wrap_for_reporter(case, key, reporter_key),
        lookup_hash=bytes.fromhex(code.lookup_hash(access.lookup())),
        files=tuple(FileSecret(one.id, one.secret) for one in files),
    )


def _content(
    given: Mapping[str, Any], identity: Mapping[str, Any], files: Sequence[SealedFile]
) -> dict[str, Any]:
    """The content with every part that the format has; what it has not is left out."""
    known = {name: given[name] for name in _CONTENT if name in given}
    where = {**_CONTENT["where"], **known.get("where", {})}
    is_known = any(str(identity.get(name, "")).strip() for name in EMPTY_IDENTITY if name != "v")
    manifests = [one.manifest() for one in files]
    always = {"v": 1, "where": where, "files": manifests, "contact_given": is_known}
    return {**_CONTENT, **known, **always}


def _mark_of(
    seed: bytes,
    facts: Mapping[str, Any],
    content: Mapping[str, Any],
    identity: Mapping[str, Any],
    files: Sequence[SealedFile],
) -> str:
    """Knows the same form again. Keyed by the seed, which is not kept: nobody tests guesses of
    the text against it. Files are the same when their bytes are, whatever their new ids."""
    manifests = [one.manifest() for one in files]
    pairs = [(one["name"], one["sha256"]) for one in manifests]
    plain = json.dumps([dict(facts), dict(content), dict(identity), pairs], sort_keys=True)
    return hmac.digest(hkdf(seed, _SALT, b"mark"), plain.encode(), "sha256").hex()
