"""Who may run a club: its coach for members, the province's officers for coaches as well."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.accounts.roles import Role
from tmac.core.verdict import ALLOWED, Verdict
from tmac.network.models import Club, MemberRole, Membership

_OFFICERS = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR, Role.CENTRAL_PROGRAMME)
_NOT_YOURS = _(
    "Only the coach of this club or a prevention officer of its province can change its members."
)
_COACH_BY_OFFICER = _(
    "Coaches are appointed and released by the prevention officer, not by a coach."
)
_NOT_SELF = _("Nobody changes their own membership. Ask another person who may.")
_CLOSED = _("This club is closed.")


def is_coach_of(by: Principal, club: Club) -> bool:
    return any(grant.office_id == club.office_id for grant in by.grants_of((Role.STRONG_COACH,)))


def may_admit(by: Principal, club: Club, role: str = MemberRole.MEMBER) -> Verdict:
    """May `by` take somebody into the club, as a member or a coach?"""
    if not club.is_active:
        return Verdict(_CLOSED)
    if by.holds_in(_OFFICERS, club.province_code):
        return ALLOWED
    if not is_coach_of(by, club):
        return Verdict(_NOT_YOURS)
    return Verdict(_COACH_BY_OFFICER) if role == MemberRole.COACH else ALLOWED


def may_end(by: Principal, membership: Membership) -> Verdict:
    """May `by` end this membership?"""
    if membership.user_id == by.user_id:
        return Verdict(_NOT_SELF)
    return may_admit(by, membership.club, membership.role)


def may_promote(by: Principal, membership: Membership) -> Verdict:
    """May `by` make this member a coach?"""
    if membership.user_id == by.user_id:
        return Verdict(_NOT_SELF)
    return may_admit(by, membership.club, MemberRole.COACH)
