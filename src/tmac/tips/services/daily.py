"""What has to be done once a day: waits that are over, retention, requests that have expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tmac.core.thai import today_in_thailand
from tmac.tips.conditions import Lack
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import step_named
from tmac.tips.models import IdentityRequest, Promise, Tip
from tmac.tips.promises import WAIT
from tmac.tips.services.ground import SYSTEM
from tmac.tips.services.identifying import close_overdue
from tmac.tips.services.keeping import RetentionRun, run_retention
from tmac.tips.services.stepping import move
from tmac.tips.situations import situation_of
from tmac.tips.states import State

ANSWERED = step_named("tip.answered")


@dataclass(frozen=True)
class DailyRun:
    """What one day's run has done."""

    waits_ended: int
    requests_closed: int
    retention: RetentionRun


def daily(now: datetime) -> DailyRun:
    """The duty of the day. Each tip in a transaction of its own; running twice changes nothing."""
    return DailyRun(end_waits(now=now), end_requests(now=now), run_retention(now=now))


def end_waits(*, now: datetime) -> int:
    """Tips whose reporter was asked and has not answered in time go on with what is there."""
    over = Promise.objects.filter(
        clock=WAIT, ended_on__isnull=True, due_on__lt=today_in_thailand(now)
    )
    return sum(_end_wait(tip_id, now) for tip_id in list(over.values_list("tip_id", flat=True)))


def _end_wait(tip_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        tip = Tip.objects.select_for_update().get(pk=tip_id)
        if tip.state != State.NEED_INFO or _lacks(tip, now):
            return False
        move(tip, ANSWERED, Grounds(), now, None, actor=SYSTEM, told_as="wait_over")
    return True


def _lacks(tip: Tip, now: datetime) -> tuple[Lack, ...]:
    return ANSWERED.lacks(situation_of(tip, ANSWERED, Grounds(), today_in_thailand(now)))


def end_requests(*, now: datetime) -> int:
    """Identity requests whose days or minutes are over are closed, and their shares deleted."""
    state = IdentityRequest.State
    running = IdentityRequest.objects.filter(state__in=(state.APPROVED, state.OPENED))
    ended = 0
    for tip_id in set(running.values_list("tip_id", flat=True)):
        with transaction.atomic():
            ended += close_overdue(Tip.objects.select_for_update().get(pk=tip_id), now)
    return ended
