"""What other packages may ask about clubs and their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from tmac.accounts import queries as accounts
from tmac.core.thai import today_in_thailand
from tmac.network.models import Club, MemberRole, Membership

__all__ = [
    "ClubInfo",
    "MemberInfo",
    "MemberRole",
    "club",
    "club_of",
    "clubs",
    "is_member",
    "members",
    "membership",
]


@dataclass(frozen=True, slots=True)
class ClubInfo:
    id: int
    province_code: str
    office_id: int
    name_th: str
    name_en: str
    is_active: bool
    member_count: int = 0
    coach_count: int = 0

    @property
    def name(self) -> str:
        is_english = (get_language() or "th").startswith("en")
        return self.name_en if is_english and self.name_en else self.name_th


@dataclass(frozen=True, slots=True)
class MemberInfo:
    membership_id: int
    user_id: int
    name: str
    role: str
    since: date
    until: date | None

    @property
    def role_label(self) -> str:
        return str(MemberRole(self.role).label)


def _info(row: Club) -> ClubInfo:
    return ClubInfo(
        row.pk,
        row.province_code,
        row.office_id,
        row.name_th,
        row.name_en,
        row.is_active,
        getattr(row, "member_count", 0),
        getattr(row, "coach_count", 0),
    )


def _in_force(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


def club(club_id: int | None) -> Club | None:
    """The row of a club, for policies."""
    return Club.objects.filter(pk=club_id).first() if club_id else None


def club_of(province_code: str) -> ClubInfo | None:
    row = Club.objects.filter(province_code=province_code).first()
    return _info(row) if row else None


def clubs(now: datetime, provinces: frozenset[str] | None = None) -> list[ClubInfo]:
    """All clubs, or those of some provinces, with the number of people who belong today.

    A person who was raised to coach today counts once, as a coach.
    """
    today = today_in_thailand(now)
    in_force = Q(memberships__since__lte=today) & (
        Q(memberships__until__isnull=True) | Q(memberships__until__gte=today)
    )
    coach = Q(memberships__role=MemberRole.COACH)
    rows = Club.objects.annotate(
        member_count=Count("memberships__user", filter=in_force, distinct=True),
        coach_count=Count("memberships__user", filter=in_force & coach, distinct=True),
    )
    if provinces is not None:
        rows = rows.filter(province_code__in=provinces)
    return [_info(row) for row in rows]


def members(club_id: int, now: datetime, *, with_past: bool = False) -> list[MemberInfo]:
    """Who belongs to a club today (or ever did), coaches first."""
    rows: QuerySet[Membership] = Membership.objects.filter(club_id=club_id)
    if not with_past:
        rows = rows.filter(_in_force(today_in_thailand(now)))
    found = list(rows.order_by("role", "since", "pk"))
    if not with_past:
        found = _once_each(found)
    names = accounts.display_names([row.user_id for row in found])
    return [
        MemberInfo(row.pk, row.user_id, names.get(row.user_id, ""), row.role, row.since, row.until)
        for row in found
    ]


def _once_each(rows: list[Membership]) -> list[Membership]:
    """On the day of a promotion two memberships hold: the one that goes on is meant."""
    goes_on = {row.user_id for row in rows if row.until is None}
    return [row for row in rows if row.until is None or row.user_id not in goes_on]


def membership(membership_id: int) -> Membership | None:
    """The row of a membership, for policies."""
    return Membership.objects.select_related("club").filter(pk=membership_id).first()


def is_member(user_id: int, province_code: str, now: datetime) -> bool:
    """Whether somebody belongs to the club of a province today."""
    rows = Membership.objects.filter(_in_force(today_in_thailand(now)), user_id=user_id)
    return rows.filter(club__province_code=province_code).exists()
