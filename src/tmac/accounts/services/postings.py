"""Roles given in offices, from a day until another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tmac.accounts.models import Delegation, Office, Posting, User
from tmac.accounts.policies import may_end_posting, may_hold_together, may_post
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.accounts.services.recording import recorded
from tmac.audit.chain import Detail
from tmac.core.errors import Invalid, NotFound
from tmac.core.thai import today_in_thailand


@transaction.atomic
def post(
    *,
    by: Principal,
    now: datetime,
    user_id: int,
    office_id: int,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    is_lead: bool = False,
) -> Posting:
    """Give a person a role in an office.

    Raises Refused when `by` may not, or when the role does not go together with one held on the
    same days; Invalid for dates in the wrong order or a lead who is no investigator.
    """
    user = locked_person(user_id)
    office = Office.objects.filter(pk=office_id, is_active=True).first()
    if office is None:
        raise NotFound(_("There is no such office."))
    may_post(by, user_id, role, office).or_refuse()
    if ends_on is not None and ends_on < starts_on:
        raise Invalid.of("ends_on", _("The last day lies before the first. Check both dates."))
    if is_lead and role != Role.INVESTIGATOR:
        raise Invalid.of("is_lead", _("Only an investigator can lead. Choose that role first."))
    may_hold_together(role, office, held_between(user, starts_on, ends_on)).or_refuse()
    posting = Posting.objects.create(
        user=user,
        office=office,
        role=role,
        is_lead=is_lead,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _record(by, "post", posting, now, starts_on=str(starts_on), is_lead=is_lead)
    return posting


@transaction.atomic
def end_posting(*, by: Principal, now: datetime, posting_id: int, ends_on: date) -> None:
    """The last day of a posting; delegations of it end with it. A past day cannot be chosen."""
    posting = _posting(posting_id)
    may_end_posting(by, posting).or_refuse()
    if ends_on < posting.starts_on:
        raise Invalid.of("ends_on", _("The last day lies before the first. Check both dates."))
    if ends_on < today_in_thailand(now):
        message = _("What was done until today stays attributed. Choose today or a later day.")
        raise Invalid.of("ends_on", message)
    posting.ends_on = ends_on
    posting.save(update_fields=["ends_on"])
    _record(by, "end_posting", posting, now, ends_on=str(ends_on))


@transaction.atomic
def set_lead(*, by: Principal, now: datetime, posting_id: int, is_lead: bool) -> None:
    """Whether an investigator leads: accepts hand-overs and gives cases out."""
    posting = _posting(posting_id)
    may_end_posting(by, posting).or_refuse()
    if posting.role != Role.INVESTIGATOR:
        raise Invalid.of("is_lead", _("Only an investigator can lead. Choose that role first."))
    posting.is_lead = is_lead
    posting.save(update_fields=["is_lead"])
    _record(by, "set_lead", posting, now, is_lead=is_lead)


def held_between(user: User, starts_on: date, ends_on: date | None) -> list[Posting]:
    """The person's postings, own and lent, that overlap the days given; None is for ever."""
    own = Posting.objects.filter(_overlap(starts_on, ends_on), user=user)
    lent = Delegation.objects.filter(
        _overlap(starts_on, ends_on), to_user=user, revoked_at__isnull=True
    )
    return [
        *own.select_related("office"),
        *(delegation.posting for delegation in lent.select_related("posting__office")),
    ]


def _overlap(starts_on: date, ends_on: date | None) -> Q:
    goes_on = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    return goes_on if ends_on is None else goes_on & Q(starts_on__lte=ends_on)


def locked_person(user_id: int) -> User:
    """The row lock makes two appointments of one person wait for each other."""
    user = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such person."))
    return user


def _posting(posting_id: int) -> Posting:
    rows = Posting.objects.select_for_update(of=("self",)).select_related("office")
    posting = rows.filter(pk=posting_id).first()
    if posting is None:
        raise NotFound(_("There is no such posting."))
    return posting


def _record(by: Principal, action: str, posting: Posting, now: datetime, **details: Detail) -> None:
    recorded(
        by,
        action,
        "user",
        posting.user_id,
        now,
        province_code=posting.office.province_code,
        acting_for="",
        posting_id=posting.pk,
        role=posting.role,
        office=posting.office.code,
        **details,
    )
