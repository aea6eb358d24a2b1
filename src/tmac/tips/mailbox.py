"""The reporter's mailbox: everything that the code opens, still sealed, with the public words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tmac.core.errors import Refused, Sentence
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import Verdict
from tmac.tips import promises as p
from tmac.tips.mailbox_rules import MailboxRules
from tmac.tips.models import Epoch, Message, Sealed, Tip, TipFile
from tmac.tips.states import State, state
from tmac.tips.telling import for_reporter
from tmac.tips.views import b64
from tmac.vault import queries as vault
from tmac.vault import receipts
from tmac.vault.formats.code import lookup_hash


class Wired(Protocol):
    """Recipients, as the vault gives them."""

    def as_wire(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Status:
    """The public word, since when, and what it means."""

    word: str
    word_en: str
    since: date
    explained: str


@dataclass(frozen=True)
class NextStep:
    """What comes next, and by when it was promised."""

    text: str
    due_on: date | None


@dataclass(frozen=True)
class MessageView:
    """A sealed message; `files` are the ids of what came with it."""

    id: UUID
    direction: str  # "in" from the reporter, "out" from the unit
    epoch: int
    box: bytes = field(repr=False)
    day: date
    files: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class FileView:
    """A sealed file: how many objects, how many padded bytes."""

    id: UUID
    objects: int
    size: int


@dataclass(frozen=True)
class EpochView:
    """One case key, sealed to the reporter."""

    epoch: int
    wrap: bytes = field(repr=False)
    previous: bytes = field(repr=False)


@dataclass(frozen=True)
class EventView:
    """One public event in a sentence."""

    day: date
    text: str


@dataclass(frozen=True)
class MailboxView:
    """What the code opens."""

    case: UUID
    reference: str
    day: date
    sealed_by: str
    status: Status
    next_step: NextStep
    is_terminal: bool
    outcome_text: str
    epochs: tuple[EpochView, ...]
    content: tuple[int, bytes] = field(repr=False)
    messages: tuple[MessageView, ...]
    files: tuple[FileView, ...]
    events: tuple[EventView, ...]
    may: Mapping[str, Verdict]
    receipt: Mapping[str, Any] = field(repr=False)
    recipients: Wired | None = field(repr=False)  # None while nobody has keys
    rating: int | None
    felt_safe: str
    content_destroyed_on: date | None
    scope: str = ""  # whose keys a new contact is sealed to

    def as_wire(self) -> dict[str, Any]:
        """The JSON of POST /mailbox/open/."""
        return {
            "case": str(self.case),
            "reference": self.reference,
            "day": self.day.isoformat(),
            "sealed_by": self.sealed_by,
            "status": {
                "word": self.status.word,
                "word_en": self.status.word_en,
                "since": self.status.since.isoformat(),
                "explained": self.status.explained,
            },
            "next": {"text": self.next_step.text, "by": _iso(self.next_step.due_on)},
            "terminal": self.is_terminal,
            "outcome": self.outcome_text,
            "epochs": [
                {"epoch": one.epoch, "wrap": b64(one.wrap), "previous": b64(one.previous)}
                for one in self.epochs
            ],
            "content": {"epoch": self.content[0], "box": b64(self.content[1])},
            "messages": [
                {
                    "id": str(one.id),
                    "direction": one.direction,
                    "epoch": one.epoch,
                    "box": b64(one.box),
                    "day": one.day.isoformat(),
                }
                for one in self.messages
            ],
            "files": [
                {"id": str(one.id), "objects": one.objects, "size": one.size} for one in self.files
            ],
            "events": [{"day": one.day.isoformat(), "text": one.text} for one in self.events],
            "may": {
                verb: {"ok": bool(verdict), "why": str(verdict.refusal or "")}
                for verb, verdict in self.may.items()
            },
            "rating": self.rating,
            "destroyed": _iso(self.content_destroyed_on),
            "receipt": dict(self.receipt),
            "recipients": self.recipients.as_wire() if self.recipients else {},
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def mailbox(lookup: bytes, now: datetime) -> MailboxView | None:
    """What a code opens; None for any that opens nothing, after one and the same question."""
    sealed = Sealed.objects.select_related("tip").filter(lookup_hash=lookup_hash(lookup)).first()
    return _view(sealed, now) if sealed is not None else None


def _view(sealed: Sealed, now: datetime) -> MailboxView:
    tip, today = sealed.tip, today_in_thailand(now)
    running = tip.promises.filter(ended_on__isnull=True)
    ends = dict(running.values_list("clock", "due_on"))
    files = list(TipFile.objects.filter(tip=tip).order_by("message__position", "id"))
    messages = list(tip.messages.order_by("position"))
    sent = sum(one.direction == Message.Direction.IN and one.on == today for one in messages)
    position = sealed.receipt_position
    shown = followed(tip)
    return MailboxView(
        case=tip.pk,
        reference=tip.reference,
        day=tip.received_on,
        sealed_by=tip.sealed_by,
        status=_status(shown, tip),
        next_step=next_step(shown, ends if shown is tip else _ends(shown)),
        is_terminal=state(shown.state).is_terminal and shown.state != State.MERGED,
        outcome_text=shown.outcome_text if shown is tip else "",
        epochs=tuple(
            EpochView(one.number, bytes(one.reporter_wrap), bytes(one.previous))
            for one in Epoch.objects.filter(tip=tip)
        ),
        content=(1, bytes(sealed.content)),
        messages=tuple(_message(one, files) for one in messages),
        files=tuple(FileView(one.pk, one.objects_count, one.size) for one in files),
        events=tuple(
            EventView(one.on, for_reporter(one)) for one in tip.events.filter(is_public=True)
        ),
        may=MailboxRules(tip, today, ends, sent).all(),
        receipt=receipts.receipt_for(position).as_wire() if position else {},
        recipients=_recipients(tip, now),
        rating=tip.rating,
        felt_safe=tip.felt_safe,
        content_destroyed_on=tip.content_destroyed_on,
        scope=tip.scope,
    )


def _recipients(tip: Tip, now: datetime) -> Wired | None:
    """To whom a new contact is sealed; a mailbox opens also while no custodian has a key."""
    try:
        return vault.recipients(tip.scope, now)
    except Refused:
        return None


def followed(tip: Tip) -> Tip:
    """The tip whose state the reporter is told: where one was joined, the tip it was joined to."""
    seen = {tip.pk}
    while tip.state == State.MERGED and tip.merged_into is not None:
        if tip.merged_into.pk in seen:
            return tip
        tip = tip.merged_into
        seen.add(tip.pk)
    return tip


def _ends(tip: Tip) -> dict[str, date]:
    return dict(tip.promises.filter(ended_on__isnull=True).values_list("clock", "due_on"))


def _status(shown: Tip, tip: Tip) -> Status:
    """In both languages at once: a reporter may have to show it to somebody."""
    info = state(shown.state)
    with override("en"):
        english = info.public_word
    with override("th"):
        thai = info.public_word
    own = state(tip.state) if tip.state == State.MERGED else info
    return Status(thai, english, shown.state_since, own.explained)


def next_step(tip: Tip, ends: Mapping[str, date]) -> NextStep:
    """What the reporter can expect next, and by which day it was promised."""
    text, clock = _NEXT[tip.state]
    return NextStep(str(text), ends.get(clock) if clock else None)


_NEXT: dict[str, tuple[Sentence, str]] = {
    State.RECEIVED: (_("An officer reads your report for the first time."), p.FIRST_LOOK),
    State.QUARANTINE: (_("An officer reads your report for the first time."), p.FIRST_LOOK),
    State.SCREENING: (_("We decide whether we take your report up."), p.DECISION),
    State.NEED_INFO: (_("We wait for your answer."), p.WAIT),
    State.ACCEPTED: (_("We tell you how far the matter is."), p.INTERIM),
    State.VERIFYING: (_("We tell you how far the matter is."), p.INTERIM),
    State.LINKED: (_("We tell you how far the matter is."), p.INTERIM),
    State.FORWARDED: (_("The other agency answers."), p.AGENCY),
    State.MERGED: (_("We tell you how far the matter is."), ""),
    State.NOT_ACCEPTED: (_("You may object."), p.OBJECT_REJECTED),
    State.CLOSED: (_("You may tell us that it is not really fixed."), p.OBJECT_CLOSED),
}


def _message(one: Message, files: list[TipFile]) -> MessageView:
    own = tuple(file.pk for file in files if file.message_id == one.pk)
    return MessageView(one.pk, one.direction.lower(), one.epoch, bytes(one.box), one.on, own)


def mailbox_object(lookup: bytes, file_id: UUID, n: int) -> tuple[UUID, UUID, int] | None:
    """What to ask the sealed store for, when the code's report has this object; else None."""
    found = TipFile.objects.filter(
        pk=file_id, tip__sealed__lookup_hash=lookup_hash(lookup), objects_count__gt=n
    )
    tip_id = found.values_list("tip_id", flat=True).first()
    return (tip_id, file_id, n) if tip_id is not None and n >= 0 else None
