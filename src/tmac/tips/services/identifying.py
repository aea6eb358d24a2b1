"""Opening who the reporter is: an investigator asks, two custodians answer, one person looks.

The server moves sealed boxes about and can open none of them. Every step is in the audit chain.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core import facts
from tmac.core.errors import Fault, NotFound, Refused
from tmac.core.text import cleaned
from tmac.core.thai import BANGKOK, fiscal_year_be, thai_date, today_in_thailand
from tmac.tips import keys, policies
from tmac.tips.conditions import MIN_TEXT
from tmac.tips.facts import IdentityDecided, IdentityOpened, IdentityRequested
from tmac.tips.forms import is_share_box
from tmac.tips.identity_rules import may_decide, may_open
from tmac.tips.models import IdentityBlob, IdentityDecision, IdentityRequest, Tip
from tmac.tips.services.ground import (
    add_event,
    locked_tip,
    next_number,
    record,
    refuse_faults,
)
from tmac.tips.sight import Sight
from tmac.tips.views import b64

CUSTODIANS = 2  # how many have to agree
GOOD_FOR = timedelta(days=7)  # after the second has agreed
SHOWN_FOR = timedelta(minutes=15)  # after the first opening
S = IdentityRequest.State


@dataclass(frozen=True)
class OpenedIdentity:
    """What the requester's browser opens, until when, and the line that it lays over the page."""

    case: UUID
    request: UUID
    identity: bytes = field(repr=False)
    boxes: tuple[bytes, ...] = field(repr=False)
    until: datetime
    watermark: str

    def as_wire(self) -> dict[str, Any]:
        """The JSON of the requester's browser."""
        return {
            "case": str(self.case),
            "request": str(self.request),
            "identity": b64(self.identity),
            "boxes": [b64(one) for one in self.boxes],
            "until": self.until.astimezone(BANGKOK).isoformat(timespec="seconds"),
            "watermark": self.watermark,
        }


def request_identity(
    *, by: Principal, now: datetime, tip_id: UUID, reason: str, legal_basis: str
) -> UUID:
    """Ask the custodians; a request that waits already is the answer to a second press."""
    with transaction.atomic():
        sight = Sight(by)
        tip = locked_tip(sight, tip_id)
        policies.may_request_identity(sight, tip).or_refuse()
        close_overdue(tip, now)
        waiting = tip.identity_requests.filter(
            requested_by_id=by.user_id, state__in=(S.PENDING, S.APPROVED, S.OPENED)
        ).first()
        if waiting is not None:
            return waiting.pk
        why, basis = cleaned(reason), cleaned(legal_basis)
        refuse_faults(_reason_faults(why, basis))
        key_id = keys.key_of(by.user_id)
        if key_id is None:
            raise Refused(_("Set up your own key first: the answer is sealed to it."))
        year = fiscal_year_be(today_in_thailand(now))
        row = IdentityRequest.objects.create(
            id=uuid.uuid4(),
            number=f"ID{year}-{next_number(f'identity:{year}'):04d}",
            tip=tip,
            requested_by_id=by.user_id,
            key_id=key_id,
            reason=why,
            legal_basis=basis,
            requested_at=now,
        )
        add_event(tip, "identity_requested", now, by)
        facts.publish(IdentityRequested(tip.pk, row.pk))
        record(by, "identity.requested", tip, now, request=row.number)
    return row.pk


def _reason_faults(reason: str, basis: str) -> list[Fault]:
    faults = []
    if len(reason) < MIN_TEXT:
        message = _("Write why you need to know who it is, in at least 10 characters.")
        faults.append(Fault("reason", message))
    if len(basis) < MIN_TEXT:
        message = _("Name the law or order that allows it, in at least 10 characters.")
        faults.append(Fault("legal_basis", message))
    return faults


def decide_identity(
    *,
    by: Principal,
    now: datetime,
    request_id: UUID,
    approves: bool,
    box: bytes = b"",
    reason: str = "",
) -> str:
    """One custodian's answer; returns the state that the request is in then.

    A no ends the request and needs a reason, which the requester reads. With the second yes the
    requester has seven days to look.
    """
    with transaction.atomic():
        row, tip = locked_request(request_id)
        close_overdue(tip, now)
        row.refresh_from_db()
        may_decide(by, row, tip).or_refuse()
        why = cleaned(reason)
        refuse_faults(_decision_faults(approves, box, why))
        key_id = keys.key_of(by.user_id)
        is_shared = key_id is not None and tip.shares.filter(key_id=key_id).exists()
        if approves and not is_shared:
            raise Refused(_("This was not shared with your key. Another custodian decides."))
        IdentityDecision.objects.create(
            request=row,
            by_id=by.user_id,
            key_id=key_id,
            approves=approves,
            box=box if approves else b"",
            reason=why,
            at=now,
        )
        _settle(row, approves, now)
        code = "identity_approved" if approves else "identity_denied"
        add_event(tip, code, now, by, text=why)
        if row.state != S.PENDING:
            facts.publish(IdentityDecided(tip.pk, row.pk, row.state))
        verb = "approved" if approves else "denied"
        record(by, f"identity.{verb}", tip, now, request=row.number)
    return str(row.state)


def approve_identity(*, by: Principal, now: datetime, request_id: UUID, box: bytes) -> str:
    """A custodian agrees; `box` is the share, sealed again to the requester."""
    return decide_identity(by=by, now=now, request_id=request_id, approves=True, box=box)


def deny_identity(*, by: Principal, now: datetime, request_id: UUID, reason: str) -> str:
    """A custodian denies, with a reason that the requester reads."""
    return decide_identity(by=by, now=now, request_id=request_id, approves=False, reason=reason)


def _decision_faults(approves: bool, box: bytes, reason: str) -> list[Fault]:
    if approves and not is_share_box(box):
        message = _("The share was not sealed as it has to be. Load the page and try again.")
        return [Fault("box", message)]
    if not approves and len(reason) < MIN_TEXT:
        message = _("Write why you deny it, in at least 10 characters. The requester reads it.")
        return [Fault("reason", message)]
    return []


def _settle(row: IdentityRequest, approves: bool, now: datetime) -> None:
    if not approves:
        row.state, row.closed_at = S.DENIED, now
        row.decisions.update(box=b"")  # the other's yes, sealed anew, serves nobody any more
    elif row.decisions.filter(approves=True).count() >= CUSTODIANS:
        row.state, row.approved_at, row.expires_at = S.APPROVED, now, now + GOOD_FOR
    row.save(update_fields=["state", "closed_at", "approved_at", "expires_at"])


def open_identity(*, by: Principal, now: datetime, request_id: UUID) -> OpenedIdentity:
    """Hand the sealed identity and the two shares to the requester, for fifteen minutes.

    The reporter reads of it in the mailbox, unless the custodians have set a legal hold.
    """
    with transaction.atomic():
        row, tip = locked_request(request_id)
        close_overdue(tip, now)
        row.refresh_from_db()
        may_open(by, row, tip, now).or_refuse()
        blob = IdentityBlob.objects.filter(tip=tip).first()
        if blob is None:
            raise Refused(_("The identity was destroyed when its time was over."))
        is_first = row.opened_at is None
        if is_first:
            row.state, row.opened_at, row.open_until = S.OPENED, now, now + SHOWN_FOR
            row.save(update_fields=["state", "opened_at", "open_until"])
            _tell_reporter(tip, now, by)
            facts.publish(IdentityOpened(tip.pk, row.pk))
        given = row.decisions.filter(approves=True).order_by("at", "pk")[:CUSTODIANS]
        opened = OpenedIdentity(
            case=tip.pk,
            request=row.pk,
            identity=bytes(blob.box),
            boxes=tuple(bytes(decision.box) for decision in given),
            until=row.open_until or now,
            watermark=_watermark(by, row, now),
        )
        record(by, "identity.opened", tip, now, request=row.number, again=not is_first)
    return opened


def _tell_reporter(tip: Tip, now: datetime, by: Principal) -> None:
    """One line with the day. It names nobody, and waits while the custodians hold the matter."""
    is_withheld = tip.holds.filter(is_custodians=True, lifted_at__isnull=True).exists()
    add_event(tip, "identity_opened", now, by, is_public=not is_withheld, is_withheld=is_withheld)


def _watermark(by: Principal, row: IdentityRequest, now: datetime) -> str:
    """In Thai dates whatever the page: a photo of the screen is read in an office."""
    local = now.astimezone(BANGKOK)
    return f"{by.name} · {row.number} · {thai_date(local.date())} {local:%H.%M} น."


def close_identity(*, by: Principal, now: datetime, request_id: UUID) -> None:
    """The requester has seen enough, or takes the request back; again changes nothing."""
    with transaction.atomic():
        row, tip = locked_request(request_id)
        if row.requested_by_id != by.user_id:
            raise Refused(_("Only the one who asked closes it."))
        if row.state not in (S.PENDING, S.APPROVED, S.OPENED):
            return
        _close(row, S.CLOSED, now)
        add_event(tip, "identity_closed", now, by)
        record(by, "identity.closed", tip, now, request=row.number)


def close_overdue(tip: Tip, now: datetime) -> int:
    """What was not opened in time has expired; what was opened is closed after its minutes."""
    ended = 0
    for row in tip.identity_requests.filter(state__in=(S.APPROVED, S.OPENED)):
        if row.open_until is not None and now > row.open_until:
            ended += _close(row, S.CLOSED, row.open_until)
        elif row.open_until is None and row.expires_at is not None and now > row.expires_at:
            ended += _close(row, S.EXPIRED, row.expires_at)
    return ended


def end_requests_of(tip: Tip, now: datetime) -> None:
    """What was asked about a contact that is replaced opens nothing: it has to be asked again."""
    for row in tip.identity_requests.filter(state__in=(S.PENDING, S.APPROVED, S.OPENED)):
        _close(row, S.EXPIRED, now)


def _close(row: IdentityRequest, state: str, at: datetime) -> int:
    """The shares that were sealed again are deleted with the request's end."""
    row.state, row.closed_at = state, at
    row.save(update_fields=["state", "closed_at"])
    row.decisions.update(box=b"")
    return 1


def locked_request(request_id: UUID) -> tuple[IdentityRequest, Tip]:
    """The request with its tip, the tip locked first, as everywhere."""
    row = IdentityRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    tip = Tip.objects.select_for_update().get(pk=row.tip_id)
    row.refresh_from_db()
    return row, tip
