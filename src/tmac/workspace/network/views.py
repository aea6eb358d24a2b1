"""The clubs of the provinces and their people."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import NotFound
from tmac.geography import queries as geography
from tmac.network import policies, queries
from tmac.network.queries import ClubInfo, MemberInfo
from tmac.workspace.officers import reach_of


@needs(Permission.VIEW_NETWORK)
def club_list(request: OfficerRequest) -> HttpResponse:
    """The clubs within reach, those with people first."""
    clubs = queries.clubs(timezone.now(), reach_of(request.officer))
    rows = [(geography.full_name(club.province_code), club) for club in clubs]
    rows.sort(key=lambda row: (row[1].member_count == 0, row[1].province_code))
    context = {
        "rows": rows,
        "people": sum(club.member_count for club in clubs),
        "with_people": sum(1 for club in clubs if club.member_count),
    }
    return render(request, "workspace/network/list.html", context)


@dataclass(frozen=True)
class MemberRow:
    """A member with what the reader may do about the membership."""

    member: MemberInfo
    may_end: bool
    may_promote: bool


@needs(Permission.VIEW_NETWORK)
def club_page(request: OfficerRequest, province_code: str) -> HttpResponse:
    """A club and its people. Names are shown within one's own reach only."""
    club = club_within_reach(request.officer, province_code)
    now = timezone.now()
    past = [m for m in queries.members(club.id, now, with_past=True) if m.until]
    manages = request.officer.may(Permission.MANAGE_NETWORK)
    row = queries.club(club.id)
    if row is None:
        raise NotFound(_("There is no such club."))
    context = {
        "club": club,
        "place": geography.full_name(province_code),
        "rows": [_member_row(request.officer, member) for member in queries.members(club.id, now)],
        "past": past,
        "may_admit": manages and policies.may_admit(request.officer, row),
        "crumbs": [(_("STRONG network"), reverse("workspace:network")), (club.name, "")],
    }
    return render(request, "workspace/network/club.html", context)


def club_within_reach(by: Principal, province_code: str) -> ClubInfo:
    """The club of a province that the officer reaches; others are told as absent."""
    reach = reach_of(by)
    club = queries.club_of(province_code)
    if club is None or (reach is not None and province_code not in reach):
        raise NotFound(_("There is no such club, or it is outside your area."))
    return club


def _member_row(by: Principal, member: MemberInfo) -> MemberRow:
    membership = queries.membership(member.membership_id)
    if membership is None:
        raise NotFound(_("There is no such membership."))
    manages = by.may(Permission.MANAGE_NETWORK)
    return MemberRow(
        member,
        may_end=manages and bool(policies.may_end(by, membership)),
        may_promote=manages and bool(policies.may_promote(by, membership)),
    )
