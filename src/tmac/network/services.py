"""The verbs of the network. A membership gives the posting that lets its holder in, and ends it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tmac.accounts import queries as accounts
from tmac.accounts import services as accounts_services
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.accounts.services import recorded
from tmac.core import facts
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.geography import queries as geography
from tmac.network.facts import MemberAdmitted, MembershipEnded
from tmac.network.models import Club, MemberRole, Membership
from tmac.network.policies import may_admit, may_end, may_promote

_ROLES = {MemberRole.MEMBER: Role.STRONG_MEMBER, MemberRole.COACH: Role.STRONG_COACH}


def load_reference() -> int:
    """A club for every province whose club office exists; returns how many were new."""
    known = set(Club.objects.values_list("province_code", flat=True))
    new = []
    for code in sorted(geography.province_codes() - known):
        office = accounts.office_of(f"STRONG-{code}")
        if office is not None:
            new.append(
                Club(
                    province_code=code,
                    office=office,
                    name_th=office.name_th,
                    name_en=office.name_en,
                )
            )
    Club.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def admit(
    *,
    by: Principal,
    now: datetime,
    club_id: int,
    user_id: int,
    role: MemberRole = MemberRole.MEMBER,
    since: date | None = None,
) -> Membership:
    """Take a person into a club.

    Raises Refused, or Conflict when the person belongs to the club already.
    """
    club = _club(club_id)
    may_admit(by, club, role).or_refuse()
    if Membership.objects.filter(club=club, user_id=user_id, until__isnull=True).exists():
        raise Conflict(_("This person belongs to the club already."))
    membership = _begin(by, now, club, user_id, role, since or today_in_thailand(now))
    _record(by, now, "member_admitted", membership)
    facts.publish(MemberAdmitted(club.pk, user_id, role))
    return membership


def _begin(
    by: Principal, now: datetime, club: Club, user_id: int, role: MemberRole, since: date
) -> Membership:
    posting = accounts_services.post(
        by=by,
        now=now,
        user_id=user_id,
        office_id=club.office_id,
        role=_ROLES[role],
        starts_on=since,
    )
    return Membership.objects.create(
        club=club, user_id=user_id, role=role, posting=posting, since=since
    )


@transaction.atomic
def end_membership(
    *, by: Principal, now: datetime, membership_id: int, until: date | None = None
) -> None:
    """The last day of a membership; the log-in of the club ends with it."""
    membership = _open_membership(membership_id)
    may_end(by, membership).or_refuse()
    _end(by, now, membership, until or today_in_thailand(now))
    _record(by, now, "membership_ended", membership)
    facts.publish(MembershipEnded(membership.club_id, membership.user_id))


def _end(by: Principal, now: datetime, membership: Membership, until: date) -> None:
    if until < membership.since:
        raise Invalid.of("until", _("The last day lies before the first. Check both dates."))
    if membership.posting_id is not None:
        accounts_services.end_posting(
            by=by, now=now, posting_id=membership.posting_id, ends_on=until
        )
    membership.until = until
    membership.save(update_fields=["until"])


@transaction.atomic
def promote(*, by: Principal, now: datetime, membership_id: int) -> Membership:
    """Make a member a coach from today; the time as a member stays on record."""
    membership = _open_membership(membership_id)
    may_promote(by, membership).or_refuse()
    if membership.role == MemberRole.COACH:
        raise Conflict(_("This person is a coach already."))
    today = today_in_thailand(now)
    _end(by, now, membership, today)
    raised = _begin(by, now, membership.club, membership.user_id, MemberRole.COACH, today)
    _record(by, now, "member_promoted", raised)
    return raised


def _club(club_id: int) -> Club:
    club = Club.objects.select_for_update().filter(pk=club_id).first()
    if club is None:
        raise NotFound(_("There is no such club."))
    return club


def _open_membership(membership_id: int) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("club")
    membership = rows.filter(pk=membership_id).first()
    if membership is None:
        raise NotFound(_("There is no such membership."))
    if membership.until is not None:
        raise Conflict(_("This membership has ended already."))
    return membership


def _record(by: Principal, now: datetime, action: str, membership: Membership) -> None:
    recorded(
        by,
        action,
        "club",
        membership.club_id,
        now,
        province_code=membership.club.province_code,
        user_id=membership.user_id,
        role=membership.role,
    )
