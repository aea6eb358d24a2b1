"""What a door hands in, and what it gets back: sealed parts as bytes, facts as they were posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from tmac.core.errors import Conflict


class KeysChanged(Conflict):
    """The recipients are not those that the directory names now: seal again to the new ones."""

    code = "keys_changed"


class EpochChanged(Conflict):
    """The case has a newer key: open the mailbox again and seal with that one."""

    code = "epoch_changed"


@dataclass(frozen=True)
class KeyBox:
    """Something sealed to one key: a wrap of a case key, or a custodian's share."""

    key_id: UUID
    box: bytes = field(repr=False)


@dataclass(frozen=True)
class EpochBox:
    """The wrap of one epoch's case key to one key."""

    epoch: int
    key_id: UUID
    box: bytes = field(repr=False)


@dataclass(frozen=True)
class FileSecret:
    """A file that was uploaded before, and the secret that shows who uploaded it."""

    id: UUID
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class SealedFiling:
    """A report as a browser seals it. `facts` is the posted object; every value is checked here."""

    case: UUID
    facts: Mapping[str, Any] = field(repr=False)
    content: bytes = field(repr=False)
    identity: bytes = field(repr=False)
    shares: tuple[KeyBox, ...]
    wraps: tuple[KeyBox, ...]
    reporter_key: bytes = field(repr=False)
    reporter_wrap: bytes = field(repr=False)
    lookup_hash: bytes = field(repr=False)
    files: tuple[FileSecret, ...] = ()
    stamp: str = ""
    token: str = field(default="", repr=False)
    counter: int = 0
    channel: str = "MAILBOX"


@dataclass(frozen=True)
class SealedMessage:
    """A message as its writer sealed it, under the case key of an epoch."""

    id: UUID
    epoch: int
    box: bytes = field(repr=False)
    files: tuple[FileSecret, ...] = ()


@dataclass(frozen=True)
class Filed:
    """What the reporter is answered; `is_new` is false when the same filing came before."""

    case: UUID
    reference: str
    day: date
    receipt: dict[str, Any] = field(repr=False)
    is_new: bool


@dataclass(frozen=True)
class FiledWithCode(Filed):
    """As `Filed`, with the access code: shown once, kept nowhere."""

    code: str = field(default="", repr=False)


@dataclass(frozen=True)
class MessageSent:
    """A message is on disk."""

    id: UUID
    day: date
    is_new: bool


@dataclass(frozen=True)
class ActDone:
    """An act of the reporter is on disk."""

    act: str
    day: date
    is_new: bool


@dataclass(frozen=True)
class StepTaken:
    """What came of a step: the tip moved, or a proposal waits for a further person."""

    tip_id: UUID
    reference: str
    version: int
    has_moved: bool
    proposal_id: int | None = None


@dataclass(frozen=True)
class SummaryDraft:
    """The redacted summary: what others may read and search, and what the officer learnt."""

    title: str
    text: str
    category: str = ""
    agency_kind: str = ""
    agency_id: int | None = None
    district: str = ""
    subdistrict: str = ""
    is_anonymous: bool | None = None
    has_evidence: bool | None = None


@dataclass(frozen=True)
class NoteDraft:
    """A watch note: something seen or heard in an area, not yet a report."""

    title: str
    text: str
    province: str
    district: str = ""
    subdistrict: str = ""
    agency_id: int | None = None


@dataclass(frozen=True)
class WrittenNote:
    """A watch note is stored; `warnings` are sentences about what it had better leave out."""

    id: UUID
    version: int
    warnings: tuple[str, ...] = ()
