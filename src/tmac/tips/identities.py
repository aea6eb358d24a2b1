"""Reading requests to open an identity: custodians, requesters, and the monthly report R14."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core.errors import NotFound, Refused
from tmac.core.thai import BANGKOK, today_in_thailand
from tmac.core.verdict import ALLOWED, Verdict
from tmac.tips import keys
from tmac.tips.identity_rules import may_decide, may_open
from tmac.tips.models import IdentityRequest, Tip
from tmac.tips.sight import REDACTED, Sight
from tmac.tips.views import DecisionView, IdentityRequestView, b64

S = IdentityRequest.State
_LIVE = (S.PENDING, S.APPROVED, S.OPENED)


def views_of(
    by: Principal, rows: QuerySet[IdentityRequest], now: datetime
) -> tuple[IdentityRequestView, ...]:
    """Requests with what the reader may do about each."""
    sight = Sight(by)
    related = rows.select_related("tip", "tip__office", "requested_by")
    loaded = related.prefetch_related("decisions__by", "tip__holds")
    return tuple(_view(sight, row, now) for row in loaded)


def _view(sight: Sight, row: IdentityRequest, now: datetime) -> IdentityRequestView:
    tip, by = row.tip, sight.by
    reads = sight.holds(REDACTED, tip) or Role.IDENTITY_CUSTODIAN in by.roles
    return IdentityRequestView(
        id=row.pk,
        number=row.number,
        reference=tip.reference,
        case=tip.pk,
        requester_id=row.requested_by_id,
        requested_by=row.requested_by.name_th,
        office=tip.office.name,
        reason=row.reason,
        legal_basis=row.legal_basis,
        summary=tip.title if reads else None,
        state=state_now(row, now),
        day=today_in_thailand(row.requested_at),
        decisions=tuple(
            DecisionView(one.by.name_th, today_in_thailand(one.at), one.approves, one.reason)
            for one in row.decisions.all()
        ),
        may_decide=may_decide(by, row, tip),
        may_open=may_open(by, row, tip, now),
        may_close=_may_close(by, row),
        opened_until=row.open_until,
        expires_on=today_in_thailand(row.expires_at) if row.expires_at else None,
        has_hold=any(one.is_custodians and one.lifted_at is None for one in tip.holds.all()),
    )


def state_now(row: IdentityRequest, now: datetime) -> str:
    """The state at this moment: minutes and days run out before the daily duty notes it."""
    if row.state == S.OPENED and row.open_until is not None and now > row.open_until:
        return str(S.CLOSED)
    if row.state == S.APPROVED and row.expires_at is not None and now > row.expires_at:
        return str(S.EXPIRED)
    return row.state


def _may_close(by: Principal, row: IdentityRequest) -> Verdict:
    if row.requested_by_id != by.user_id:
        return Verdict(_("Only the one who asked closes it."))
    return ALLOWED if row.state in _LIVE else Verdict(_("This request is over."))


def visible(by: Principal) -> Q:
    """Custodians see all requests, but those about a body with which they have a conflict; an
    investigator sees the own ones, a unit those of its tips."""
    if Role.IDENTITY_CUSTODIAN in by.roles:
        within_reach = Sight(by).without_conflicts()
        return Q(tip__in=Tip.objects.filter(within_reach)) if within_reach else Q()
    units = Tip.objects.filter(Sight(by).rows(REDACTED))
    return Q(requested_by_id=by.user_id) | Q(tip__in=units)


def identity_requests(
    by: Principal, now: datetime, *, open_only: bool = False
) -> tuple[IdentityRequestView, ...]:
    """Requests within reach, newest first."""
    rows = IdentityRequest.objects.filter(visible(by))
    return views_of(by, rows.filter(state__in=_LIVE) if open_only else rows, now)


def identity_request(by: Principal, request_id: UUID, now: datetime) -> IdentityRequestView:
    """One request; NotFound when there is none or it is out of reach."""
    views = views_of(by, IdentityRequest.objects.filter(visible(by), pk=request_id), now)
    if not views:
        raise NotFound(_("There is no such request."))
    return views[0]


@dataclass(frozen=True)
class ShareForCustodian:
    """A custodian's sealed share, and the key to which it is sealed again on a yes."""

    request: UUID
    case: UUID
    share_box: bytes = field(repr=False)
    custodian_key_id: UUID
    requester_key: keys.OfficerKey

    def as_wire(self) -> dict[str, Any]:
        """share.json."""
        return {
            "request": str(self.request),
            "case": str(self.case),
            "share_box": b64(self.share_box),
            "custodian_key_id": str(self.custodian_key_id),
            "requester_key": {
                "key_id": str(self.requester_key.key_id),
                "public_key": b64(self.requester_key.public_key),
                "fingerprint": self.requester_key.fingerprint,
            },
        }


def identity_share(by: Principal, request_id: UUID, now: datetime) -> ShareForCustodian:
    """The share of the custodian who may decide now; nobody gets another's."""
    row = IdentityRequest.objects.select_related("tip").filter(pk=request_id).first()
    if row is None or Role.IDENTITY_CUSTODIAN not in by.roles:
        raise NotFound(_("There is no such request."))
    may_decide(by, row, row.tip).or_refuse()
    key_id = keys.key_of(by.user_id)
    share = row.tip.shares.filter(key_id=key_id).first() if key_id else None
    requester = keys.officer_key(row.key_id)
    if share is None or key_id is None or requester is None:
        raise Refused(_("This was not shared with your key. Another custodian decides."))
    return ShareForCustodian(row.pk, row.tip_id, bytes(share.box), key_id, requester)


@dataclass(frozen=True)
class IdentityReportRow:
    """One row of report R14, the columns as reports.csv names them."""

    request_no: str
    who: str
    why: str
    approved_by_1: str
    approved_by_2: str
    fields_opened: str
    when: datetime | None
    closed: datetime | None


def identity_report(month: date) -> list[IdentityReportRow]:
    """Every request asked in a month, opened or not; access to identities leaves no gap."""
    first = datetime.combine(month.replace(day=1), time(), BANGKOK)
    next_month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = datetime.combine(next_month, time(), BANGKOK)
    rows = IdentityRequest.objects.filter(requested_at__gte=first, requested_at__lt=last)
    related = rows.select_related("requested_by").prefetch_related("decisions__by")
    return [_report_row(row) for row in related.order_by("number")]


def _report_row(row: IdentityRequest) -> IdentityReportRow:
    agreed = [one.by.name_th for one in row.decisions.all() if one.approves]
    denied = next((one.reason for one in row.decisions.all() if not one.approves), "")
    opened = _("Everything that the reporter left") if row.opened_at else _("Nothing")
    return IdentityReportRow(
        request_no=row.number,
        who=row.requested_by.name_th,
        why=f"{row.reason} ({row.legal_basis})" + (f" – {denied}" if denied else ""),
        approved_by_1=agreed[0] if agreed else "",
        approved_by_2=agreed[1] if len(agreed) > 1 else "",
        fields_opened=opened,
        when=row.opened_at,
        closed=row.closed_at,
    )
