"""Acting for somebody (รักษาการแทน): a posting lent between two days by a written order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts.models import Delegation, Posting
from tmac.accounts.policies import may_delegate, may_hold_together, may_revoke
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.accounts.services.postings import held_between, locked_person
from tmac.accounts.services.recording import recorded
from tmac.core.errors import Fault, Invalid, NotFound
from tmac.core.text import one_line
from tmac.core.thai import today_in_thailand

LONGEST = timedelta(days=366)


@transaction.atomic
def delegate(
    *,
    by: Principal,
    now: datetime,
    posting_id: int,
    to_user_id: int,
    order_no: str,
    starts_on: date,
    ends_on: date,
) -> Delegation:
    """Let a person act in a posting from a day until another, both included.

    Raises Refused for oneself, for a borrowed role, for a custodian's duty, and where one person
    would hold both halves of a two-person rule; Invalid for dates or a missing order number.
    """
    posting = Posting.objects.select_related("office").filter(pk=posting_id).first()
    if posting is None:
        raise NotFound(_("There is no such posting."))
    may_delegate(by, posting, to_user_id).or_refuse()
    order_no = one_line(order_no)
    _check(posting, order_no, starts_on, ends_on, today_in_thailand(now))
    to_user = locked_person(to_user_id)
    held = held_between(to_user, starts_on, ends_on)
    may_hold_together(Role(posting.role), posting.office, held).or_refuse()
    delegation = Delegation.objects.create(
        posting=posting,
        to_user=to_user,
        order_no=order_no,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _record(by, "delegate", delegation, now)
    return delegation


def _check(posting: Posting, order_no: str, starts_on: date, ends_on: date, today: date) -> None:
    faults = []
    if not order_no:
        faults.append(Fault("order_no", _("Write the number of the order, such as 123/2569.")))
    if ends_on < starts_on:
        faults.append(Fault("ends_on", _("The last day lies before the first. Check both dates.")))
    if ends_on - starts_on > LONGEST:
        faults.append(Fault("ends_on", _("An order to act for somebody lasts a year at most.")))
    if ends_on < today:
        faults.append(Fault("ends_on", _("These days are over. Nobody can act in the past.")))
    if starts_on < posting.starts_on or (posting.ends_on and ends_on > posting.ends_on):
        message = _("The posting itself does not last that long. Choose days within it.")
        faults.append(Fault("starts_on", message))
    if faults:
        raise Invalid(faults)


@transaction.atomic
def revoke(*, by: Principal, now: datetime, delegation_id: int) -> None:
    """End a delegation at once. Revoking twice changes nothing."""
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("posting__office")
    delegation = rows.filter(pk=delegation_id).first()
    if delegation is None:
        raise NotFound(_("There is no such delegation."))
    may_revoke(by, delegation.posting, delegation.to_user_id).or_refuse()
    if delegation.revoked_at is not None:
        return
    delegation.revoked_at = now
    delegation.save(update_fields=["revoked_at"])
    _record(by, "revoke_delegation", delegation, now)


def _record(by: Principal, action: str, delegation: Delegation, now: datetime) -> None:
    posting = delegation.posting
    recorded(
        by,
        action,
        "user",
        delegation.to_user_id,
        now,
        posting.office.province_code,
        posting_id=posting.pk,
        role=posting.role,
        starts_on=str(delegation.starts_on),
        ends_on=str(delegation.ends_on),
    )
