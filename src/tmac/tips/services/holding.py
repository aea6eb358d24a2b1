"""Legal holds, and answers to what reporters ask about their own data."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core.errors import Conflict, Fault, Invalid, NotFound, Refused
from tmac.core.text import cleaned
from tmac.tips import policies
from tmac.tips.conditions import MIN_TEXT
from tmac.tips.models import LegalHold, SubjectRequest, Tip
from tmac.tips.policies import unseen
from tmac.tips.services.ground import add_event, locked_tip, record, refuse_faults, save_tip
from tmac.tips.sight import Sight


def set_legal_hold(*, by: Principal, now: datetime, tip_id: UUID, is_on: bool, reason: str) -> None:
    """Stop the destruction of a tip, or let it go on. A custodian's hold also keeps the mailbox
    silent about an opened identity until it ends. Setting what is set changes nothing."""
    with transaction.atomic():
        tip = Tip.objects.select_for_update().filter(pk=tip_id).first()
        if tip is None:
            raise NotFound(unseen().refusal or "")
        policies.may_hold(Sight(by), tip).or_refuse()
        text = cleaned(reason)
        if len(text) < MIN_TEXT:
            message = _("Write the reason in at least 10 characters; others will read it later.")
            raise Invalid.of("reason", message)
        is_custodians = Role.IDENTITY_CUSTODIAN in by.roles
        hold = tip.holds.filter(is_custodians=is_custodians, lifted_at__isnull=True).first()
        if (hold is not None) == is_on:
            return
        if hold is None:
            _hold(by, tip, text, is_custodians, now)
        else:
            _lift(by, tip, hold, text, now)
        tip.is_held = tip.holds.filter(lifted_at__isnull=True).exists()
        tip.warned_on = None  # whatever was to be destroyed is told again before
        save_tip(tip, ["is_held", "warned_on"])
        verb = "held" if is_on else "hold_lifted"
        add_event(tip, verb, now, by, text=text)
        record(by, f"tip.{verb}", tip, now, custodians=is_custodians)


def _hold(by: Principal, tip: Tip, text: str, is_custodians: bool, now: datetime) -> None:
    LegalHold.objects.create(
        tip=tip, reason=text, is_custodians=is_custodians, set_by_id=by.user_id, set_at=now
    )


def _lift(by: Principal, tip: Tip, hold: LegalHold, text: str, now: datetime) -> None:
    hold.lifted_by_id, hold.lifted_at, hold.lift_reason = by.user_id, now, text
    hold.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    if hold.is_custodians:
        tip.events.filter(is_withheld=True).update(is_public=True, is_withheld=False)


def answer_subject_request(
    *, by: Principal, now: datetime, request_id: int, outcome: str, text: str
) -> None:
    """Answer a reporter's request about own data; the answer stands in the mailbox.

    What is granted is then done by its own verb: erasing by `shred`, a copy in a message.
    """
    with transaction.atomic():
        sight = Sight(by)
        row, tip = _request(sight, request_id)
        policies.may_answer_request(sight, tip).or_refuse()
        answer = cleaned(text)
        if row.outcome:
            if (row.outcome, row.text) == (outcome, answer):
                return
            raise Conflict(_("This request was answered meanwhile."))
        refuse_faults(_answer_faults(outcome, answer))
        if tip.is_held and row.request == "ERASE" and outcome != SubjectRequest.Outcome.REFUSED:
            raise Refused(_("A legal hold is in force: nothing of this tip is erased now."))
        row.outcome, row.text = outcome, answer
        row.answered_by_id, row.answered_at = by.user_id, now
        row.save(update_fields=["outcome", "text", "answered_by", "answered_at"])
        add_event(tip, "data_answer", now, by, is_public=True, text=answer)
        record(by, "tip.data_request_answered", tip, now, request=row.request, outcome=outcome)


def _answer_faults(outcome: str, answer: str) -> list[Fault]:
    faults = []
    if outcome not in SubjectRequest.Outcome.values:
        faults.append(Fault("outcome", _("Choose granted, partly granted or refused.")))
    if len(answer) < MIN_TEXT:
        message = _("Write the answer to the reporter, in at least 10 characters.")
        faults.append(Fault("text", message))
    return faults


def _request(sight: Sight, request_id: int) -> tuple[SubjectRequest, Tip]:
    tip_id = SubjectRequest.objects.filter(pk=request_id).values_list("tip_id", flat=True).first()
    if tip_id is None:
        raise NotFound(_("There is no such request."))
    tip = locked_tip(sight, tip_id)
    return SubjectRequest.objects.get(pk=request_id), tip
