"""Reading a mailbox without script: opened in memory with the code, for one answer only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tmac.tips.mailbox import MailboxView, MessageView, mailbox
from tmac.vault.formats import box, padding, secretbox
from tmac.vault.formats import code as codes
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.faults import FormatFault, NotACode
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey


@dataclass(frozen=True)
class OpenedMessage:
    """A message in clear, for the answer to one request."""

    id: UUID
    day: date
    from_unit: bool
    by: str
    text: str = field(repr=False)
    files: tuple[Mapping[str, Any], ...] = field(repr=False)
    is_readable: bool


@dataclass(frozen=True)
class OpenedMailbox:
    """What the code opens, in clear, for the answer to one request."""

    view: MailboxView
    content: Mapping[str, Any] = field(repr=False)
    messages: tuple[OpenedMessage, ...] = field(repr=False)


def mailbox_open(typed: str, now: datetime) -> OpenedMailbox | None:
    """Everything that a code opens; None for any that opens nothing, after the same work.

    A code with wrong check digits is one that opens nothing.
    """
    access = code_typed(typed)
    view = mailbox(access.lookup(), now)
    if view is None:
        return None
    keys = case_keys(view, access)
    return OpenedMailbox(
        view,
        _content(view, keys),
        tuple(_message(view.case, one, keys) for one in view.messages),
    )


def code_typed(typed: str) -> AccessCode:
    """The code typed. One with wrong check digits becomes another that was never given out, so
    that finding nothing takes the same time."""
    try:
        return codes.parse(typed)
    except NotACode:
        return codes.new_code()


def case_keys(view: MailboxView, access: AccessCode) -> dict[int, CaseKey]:
    """Epoch -> case key, as far as the reporter's wraps open them."""
    seed = access.reporter_seed()
    keys: dict[int, CaseKey] = {}
    for one in view.epochs:
        bound = info(Purpose.CASE_KEY_REPORTER, view.case, view.case, one.epoch)
        try:
            keys[one.epoch] = CaseKey(box.unseal(seed, one.wrap, bound))
        except FormatFault:
            continue  # a wrap that was altered opens nothing; the page says what is unreadable
    return keys


def _content(view: MailboxView, keys: Mapping[int, CaseKey]) -> dict[str, Any]:
    epoch, sealed = view.content
    return _opened(sealed, keys.get(epoch), info(Purpose.CONTENT, view.case, view.case, epoch))


def _opened(sealed: bytes, key: CaseKey | None, bound: bytes) -> dict[str, Any]:
    """The JSON inside, or {} for what cannot be opened."""
    if key is None or not sealed:
        return {}
    try:
        found = json.loads(padding.unpad(secretbox.unseal(key, sealed, bound)))
    except (FormatFault, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _message(case: UUID, one: MessageView, keys: Mapping[int, CaseKey]) -> OpenedMessage:
    is_out = one.direction == "out"
    purpose = Purpose.MESSAGE_OUT if is_out else Purpose.MESSAGE_IN
    found = _opened(one.box, keys.get(one.epoch), info(purpose, case, one.id, one.epoch))
    return OpenedMessage(
        id=one.id,
        day=one.day,
        from_unit=is_out,
        by=str(found.get("by", "")),
        text=str(found.get("text", "")),
        files=tuple(found.get("files", ())),
        is_readable=bool(found),
    )
