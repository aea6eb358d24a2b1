"""The mailbox without script: what a reporter writes in clear is sealed in memory at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.tips.filings import ActDone, FileSecret, MessageSent, SealedMessage
from tmac.tips.mailbox import MailboxView, mailbox
from tmac.tips.reading import case_keys, code_typed
from tmac.tips.sealing import seal_identity, seal_json
from tmac.tips.services import messaging, reporting
from tmac.tips.services.filing_open import SealedFile
from tmac.tips.services.ground import no_such_code
from tmac.vault import queries as vault
from tmac.vault.formats import padding
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.info import Purpose, info


def answer_open(
    *, now: datetime, code: str, act_id: UUID, text: str, files: Sequence[SealedFile] = ()
) -> MessageSent:
    """A reporter's message that came in clear, sealed in memory under the newest case key."""
    access, view = _mailbox(code, now)
    message = _sealed_message(view, access, act_id, text, files)
    return messaging.answer(now=now, lookup=access.lookup(), message=message, sealed_by="SERVER")


def act_open(
    *, now: datetime, code: str, act: str, act_id: UUID, text: str = "", **given: Any
) -> ActDone:
    """One of the acts of `services.act`, with words that came in clear."""
    access, view = _mailbox(code, now)
    message = None
    if text.strip():
        message = _sealed_message(view, access, act_id, text, ())
    return reporting.act(
        now=now,
        lookup=access.lookup(),
        act=act,
        act_id=act_id,
        message=message,
        sealed_by="SERVER",
        **given,
    )


def replace_contact_open(*, now: datetime, code: str, identity: Mapping[str, Any]) -> ActDone:
    """A new contact that came in clear, sealed in memory to the custodians of today."""
    access, view = _mailbox(code, now)
    to = vault.recipients(view.scope, now)
    sealed, shares = seal_identity(view.case, identity, to)
    return reporting.replace_contact(
        now=now, lookup=access.lookup(), identity=sealed, shares=shares
    )


def _mailbox(typed: str, now: datetime) -> tuple[AccessCode, MailboxView]:
    access = code_typed(typed)
    view = mailbox(access.lookup(), now)
    if view is None:
        raise NotFound(no_such_code())
    return access, view


def _sealed_message(
    view: MailboxView, access: AccessCode, id_: UUID, text: str, files: Sequence[SealedFile]
) -> SealedMessage:
    if not text.strip() and not files:
        raise Invalid.of("text", _("Write something, or add a file."))
    keys = case_keys(view, access)
    if not keys:
        raise Conflict(_("What was sealed here was destroyed. Nothing can be added."))
    epoch = max(keys)
    given = {"v": 1, "text": text, "files": [one.manifest() for one in files], "by": ""}
    bound = info(Purpose.MESSAGE_IN, view.case, id_, epoch)
    sealed = seal_json(keys[epoch], given, bound, padding.MESSAGE, "text")
    secrets = tuple(FileSecret(one.id, one.secret) for one in files)
    return SealedMessage(id_, epoch, sealed, secrets)
