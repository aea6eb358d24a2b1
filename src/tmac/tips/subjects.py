"""Reading what reporters ask about their own data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.core.thai import today_in_thailand
from tmac.tips import policies, words
from tmac.tips.models import SubjectRequest, Tip
from tmac.tips.sight import REDACTED, Sight
from tmac.tips.views import SubjectRequestView


def request_views(
    sight: Sight, rows: Iterable[SubjectRequest], now: datetime
) -> tuple[SubjectRequestView, ...]:
    """Each request with whether the reader may answer it."""
    today = today_in_thailand(now)
    return tuple(
        SubjectRequestView(
            id=row.pk,
            reference=row.tip.reference,
            request=row.request,
            request_name=str(words.REQUESTS[row.request]),
            day=row.asked_on,
            due_on=row.due_on,
            is_overdue=not row.outcome and row.due_on < today,
            outcome=row.outcome,
            answer=row.text,
            may_answer=policies.may_answer_request(sight, row.tip),
        )
        for row in rows
    )


def subject_requests(by: Principal, now: datetime) -> tuple[SubjectRequestView, ...]:
    """The requests of the tips whose summary `by` reads: open ones first, by the promised day."""
    sight = Sight(by)
    seen = Tip.objects.filter(sight.rows(REDACTED))
    rows = SubjectRequest.objects.filter(tip__in=seen).select_related("tip")
    return request_views(sight, rows.order_by("outcome", "due_on", "pk"), now)
