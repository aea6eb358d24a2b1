"""Reading tips: for who has the code, for officers as far as each may see, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.tips.filters import TipFilter
from tmac.tips.identities import (
    IdentityReportRow,
    ShareForCustodian,
    identity_report,
    identity_request,
    identity_requests,
    identity_share,
)
from tmac.tips.listing import TipPage, tips_of
from tmac.tips.mailbox import MailboxView, mailbox, mailbox_object
from tmac.tips.models import Tip
from tmac.tips.notebook import watch_note, watch_notes
from tmac.tips.pages import offers as steps_offered
from tmac.tips.pages import reasons_for, view_of
from tmac.tips.people import unit_members
from tmac.tips.reading import OpenedMailbox, OpenedMessage, mailbox_open
from tmac.tips.retention import CONTENT, IDENTITY, ended_by, rules
from tmac.tips.sight import REDACTED, Sight
from tmac.tips.statistics import PublicIndicators, public_indicators
from tmac.tips.subjects import subject_requests
from tmac.tips.unsealing import addable_colleagues, consultable_units, file_object, sealed_of
from tmac.tips.views import RetentionWarning, SealedTip, TipView

__all__ = [
    "IdentityReportRow",
    "MailboxView",
    "OpenedMailbox",
    "OpenedMessage",
    "PublicIndicators",
    "RetentionWarning",
    "SealedTip",
    "ShareForCustodian",
    "TipFilter",
    "TipPage",
    "TipView",
    "addable_colleagues",
    "assignable",
    "consultable_units",
    "file_object",
    "identity_report",
    "identity_request",
    "identity_requests",
    "identity_share",
    "mailbox",
    "mailbox_object",
    "mailbox_open",
    "public_indicators",
    "public_status",
    "reasons_for",
    "retention_ahead",
    "sealed_of",
    "steps_offered",
    "subject_requests",
    "tip",
    "tips_of",
    "watch_note",
    "watch_notes",
]

public_status = public_indicators


def tip(by: Principal, reference: str, now: datetime) -> TipView:
    """One tip as `by` may see it; NotFound when there is none or it is out of reach."""
    return view_of(by, reference, now)


def assignable(by: Principal, reference: str, now: datetime) -> dict[int, str]:
    """To whom of the unit a tip may be passed: user id -> name."""
    row = Tip.objects.filter(reference=reference).first()
    return unit_members(row, now) if row is not None and Sight(by).sees(row) else {}


def retention_ahead(by: Principal, now: datetime, days: int = 90) -> list[RetentionWarning]:
    """What of the reader's tips will be destroyed within some days, what a legal hold keeps."""
    seen = Tip.objects.filter(Sight(by).rows(REDACTED))
    return sorted(_ahead(seen, now, days), key=lambda one: (one.on, one.reference))


def _ahead(seen: QuerySet[Tip], now: datetime, days: int) -> Iterator[RetentionWarning]:
    today = today_in_thailand(now)
    for rule in rules(CONTENT, IDENTITY):
        near = ended_by(rule, today + timedelta(days=days))
        for row in Tip.objects.filter(near, pk__in=seen):
            on = (row.closed_on or today) + timedelta(days=rule.days)
            what = "content" if rule.data_class == CONTENT else "identity"
            yield RetentionWarning(row.reference, what, on, rule.code, row.is_held)
