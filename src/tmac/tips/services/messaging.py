"""The dialogue: messages of the reporter and of the unit, stored as they were sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import Conflict, Refused
from tmac.core.thai import today_in_thailand
from tmac.evidence import sealed as store
from tmac.tips import policies
from tmac.tips.effects import looked
from tmac.tips.facts import MessageArrived
from tmac.tips.filings import EpochChanged, MessageSent, SealedMessage
from tmac.tips.forms import message_faults
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import step_named
from tmac.tips.mailbox_rules import MailboxRules
from tmac.tips.models import Message, Tip, TipFile
from tmac.tips.promises import INTERIM, Promises
from tmac.tips.services.ground import (
    REPORTER,
    add_event,
    check_fresh,
    locked_by_lookup,
    locked_tip,
    record,
    record_day,
    refuse_faults,
    save_tip,
)
from tmac.tips.services.stepping import check_conditions, move
from tmac.tips.sight import Sight
from tmac.tips.states import State

ASKED, ANSWERED = step_named("tip.asked"), step_named("tip.answered")


def answer(
    *, now: datetime, lookup: bytes, message: SealedMessage, sealed_by: str = "REPORTER"
) -> MessageSent:
    """A message of the reporter. It answers an open question; the same again is answered alike."""
    with transaction.atomic():
        tip = locked_by_lookup(lookup)
        known = sent_before(tip, message, sealed_by)
        if known is not None:
            return known
        rules_of(tip, now).answer().or_refuse()
        sent = put_message(tip, message, now, Note("IN", sealed_by=sealed_by))
        if tip.state == State.NEED_INFO:
            move(tip, ANSWERED, Grounds(), now, None, actor=REPORTER)
        else:
            add_event(tip, "message_in", now, None, is_public=True)
            record_day(REPORTER, "tip.message_in", tip, now)
    return sent


def rules_of(tip: Tip, now: datetime) -> MailboxRules:
    """What the reporter may do now with a tip."""
    today = today_in_thailand(now)
    running = tip.promises.filter(ended_on__isnull=True)
    sent = tip.messages.filter(direction=Message.Direction.IN, on=today)
    return MailboxRules(tip, today, dict(running.values_list("clock", "due_on")), sent.count())


@dataclass(frozen=True)
class Note:
    """What is kept beside a message."""

    direction: str
    sealed_by: str = "REPORTER"
    by_id: int | None = None
    is_question: bool = False
    is_interim: bool = False


def sent_before(
    tip: Tip, message: SealedMessage, sealed_by: str = "REPORTER"
) -> MessageSent | None:
    """The answer that the same message was given; Conflict when the id is another's.

    What the server seals is sealed anew with every press: there the id alone says that it is one.
    """
    known = Message.objects.filter(pk=message.id).first()
    if known is None:
        return None
    is_same = sealed_by == "SERVER" or bytes(known.box) == message.box
    if known.tip_id != tip.pk or not is_same:
        raise Conflict(_("Another message has this number. Send yours once more."))
    return MessageSent(known.pk, known.on, is_new=False)


def put_message(tip: Tip, message: SealedMessage, now: datetime, note: Note) -> MessageSent:
    """Store a message and make its files part of the case; the tip is locked."""
    refuse_faults(message_faults(message))
    epoch = tip.epochs.aggregate(newest=Max("number"))["newest"]
    if epoch is None:
        raise Refused(_("What was sealed here was destroyed. Nothing can be added."))
    if message.epoch != epoch:
        raise EpochChanged(_("The key of this case has changed. Open it again and send once more."))
    today = today_in_thailand(now)
    row = Message.objects.create(
        id=message.id,
        tip=tip,
        position=(tip.messages.aggregate(last=Max("position"))["last"] or 0) + 1,
        direction=note.direction,
        epoch=message.epoch,
        box=message.box,
        on=today,
        sealed_by=note.sealed_by,
        by_id=note.by_id,
        is_question=note.is_question,
        is_interim=note.is_interim,
    )
    _claim(tip, row, message, now)
    facts.publish(MessageArrived(tip.pk, row.pk, note.direction))
    return MessageSent(row.pk, today, is_new=True)


def _claim(tip: Tip, row: Message, message: SealedMessage, now: datetime) -> None:
    if not message.files:
        return
    wanted = [(file.id, file.secret) for file in message.files]
    claimed = store.claim(now=now, case=tip.pk, files=wanted)
    TipFile.objects.bulk_create(
        TipFile(id=file.id, tip=tip, message=row, objects_count=file.objects, size=file.size)
        for file in claimed
    )


def send_message(
    *,
    by: Principal,
    now: datetime,
    tip_id: UUID,
    message: SealedMessage,
    asks: bool = False,
    is_interim: bool = False,
    version: int | None = None,
) -> MessageSent:
    """A message of the unit. `asks` stops the clock of the decision until the answer;
    `is_interim` marks the interim result that the reporter was promised."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_write(sight, tip).or_refuse()
        known = sent_before(tip, message)
        if known is not None:
            return known
        if version is not None:
            check_fresh(tip, version)
        note = Note("OUT", "REPORTER", by.user_id, is_question=asks, is_interim=is_interim)
        if asks:
            _check_question(sight, tip)
        sent = put_message(tip, message, now, note)
        if asks and tip.state == State.SCREENING:
            check_conditions(tip, ASKED, Grounds(), now)
            move(tip, ASKED, Grounds(), now, by)
        else:
            _written(by, tip, now, asks=asks, is_interim=is_interim)
    return sent


def _check_question(sight: Sight, tip: Tip) -> None:
    """Screening asks while it decides; a further question may follow the first."""
    if tip.state == State.NEED_INFO:
        return
    policies.may_take(sight, tip, ASKED).or_refuse()


def _written(by: Principal, tip: Tip, now: datetime, *, asks: bool, is_interim: bool) -> None:
    promises = Promises(tip, today_in_thailand(now))
    looked(tip, promises)
    if is_interim:
        promises.end(INTERIM, kept=True)
    promises.settle()
    save_tip(tip, ["due_on", "sort_on", "first_action_on"])
    code = "question" if asks else "interim" if is_interim else "message_out"
    add_event(tip, code, now, by, is_public=True)
    record(by, f"tip.{code}", tip, now)


def mark_read(*, now: datetime, lookup: bytes) -> int:
    """The reporter has opened the mailbox: messages of the unit count as read; how many."""
    with transaction.atomic():
        tip = locked_by_lookup(lookup)
        return _mark(tip, Message.Direction.OUT, today_in_thailand(now))


def mark_read_by_unit(*, by: Principal, now: datetime, tip_id: UUID) -> int:
    """An officer has opened the tip: it was looked at, and the reporter's messages were read."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_read(sight, tip).or_refuse()
        promises = Promises(tip, today_in_thailand(now))
        looked(tip, promises)
        promises.settle()
        save_tip(tip, ["due_on", "sort_on", "first_action_on"])
        read = _mark(tip, Message.Direction.IN, promises.today)
        record(by, "tip.read", tip, now, messages=read)
        return read


def _mark(tip: Tip, direction: str, today: date) -> int:
    unread = tip.messages.filter(direction=direction, read_on__isnull=True)
    return unread.update(read_on=today)
