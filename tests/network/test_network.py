"""The clubs: who may take people in, release them, make them coaches; what follows for log-ins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cast import Cast
from tmac.accounts.models import Posting
from tmac.accounts.roles import Role
from tmac.accounts.services import load_reference as load_offices
from tmac.audit import queries as audit
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.core.thai import today_in_thailand
from tmac.network import policies, queries, services
from tmac.network.models import Club, Membership
from tmac.network.queries import MemberRole

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(cast: Cast) -> Club:
    office = cast.office("STRONG-74")
    return Club.objects.create(province_code="74", office=office, name_th=office.name_th)


def newcomer(cast: Cast, name: str = "boonmi") -> int:
    """A person without any role that would stand in the way."""
    user = cast.user(name)
    Posting.objects.filter(user=user).delete()
    return user.pk


def admit(
    cast: Cast, by: str, club: Club, user_id: int, role: MemberRole = MemberRole.MEMBER
) -> Membership:
    return services.admit(by=cast(by), now=NOW, club_id=club.pk, user_id=user_id, role=role)


@pytest.mark.parametrize(
    ("name", "member", "coach"),
    [
        ("kanya", True, False),
        ("somsri", True, True),
        ("direk", True, True),
        ("chalerm", True, True),
        ("preecha", False, False),
        ("decha", False, False),
        ("malee", False, False),
        ("wirot", False, False),
        ("rungroj", False, False),
        ("anong", False, False),
        ("apinya", False, False),
        ("kittisak", False, False),
    ],
)
def test_who_may_admit_members_and_coaches(
    cast: Cast, club: Club, name: str, member: bool, coach: bool
) -> None:
    by = cast(name)
    assert bool(policies.may_admit(by, club)) is member
    assert bool(policies.may_admit(by, club, MemberRole.COACH)) is coach


@pytest.mark.parametrize("name", ["kanya", "somsri", "direk"])
def test_admitting_gives_the_log_in_of_the_club(cast: Cast, club: Club, name: str) -> None:
    user_id = newcomer(cast)
    membership = admit(cast, name, club, user_id)
    assert Role.STRONG_MEMBER in cast("boonmi", NOW).roles
    assert (membership.since, membership.until) == (TODAY, None)
    assert queries.is_member(user_id, "74", NOW)
    assert not queries.is_member(user_id, "45", NOW)
    assert audit.entries_for("club", str(club.pk))[0].action == "member_admitted"


def test_a_coach_of_another_club_is_refused_with_a_sentence(cast: Cast, club: Club) -> None:
    with pytest.raises(Refused, match=r"."):
        admit(cast, "preecha", club, newcomer(cast))
    assert not Membership.objects.exists()


def test_nobody_belongs_twice(cast: Cast, club: Club) -> None:
    user_id = newcomer(cast)
    admit(cast, "somsri", club, user_id)
    with pytest.raises(Conflict):
        admit(cast, "kanya", club, user_id)


def test_an_officer_cannot_belong_to_the_club_that_watches_the_office(
    cast: Cast, club: Club
) -> None:
    with pytest.raises(Refused):
        admit(cast, "somsri", club, cast.user("suda").pk)
    assert not Membership.objects.exists()


def test_the_log_in_ends_with_the_membership(cast: Cast, club: Club) -> None:
    membership = admit(cast, "somsri", club, newcomer(cast))
    services.end_membership(by=cast("kanya"), now=NOW, membership_id=membership.pk)
    tomorrow = NOW + timedelta(days=1)
    assert Role.STRONG_MEMBER not in cast("boonmi", tomorrow).roles
    assert queries.members(club.pk, tomorrow) == []
    assert len(queries.members(club.pk, tomorrow, with_past=True)) == 1
    with pytest.raises(Conflict):
        services.end_membership(by=cast("kanya"), now=NOW, membership_id=membership.pk)


def test_a_membership_does_not_end_before_it_began(cast: Cast, club: Club) -> None:
    membership = admit(cast, "somsri", club, newcomer(cast))
    with pytest.raises(Invalid):
        services.end_membership(
            by=cast("kanya"), now=NOW, membership_id=membership.pk, until=TODAY - timedelta(days=1)
        )


def test_nobody_ends_or_raises_their_own_membership(cast: Cast, club: Club) -> None:
    membership = admit(cast, "somsri", club, newcomer(cast), MemberRole.COACH)
    assert not policies.may_end(cast("boonmi", NOW), membership)
    assert not policies.may_promote(cast("boonmi", NOW), membership)


def test_a_member_becomes_a_coach_and_the_time_before_stays_on_record(
    cast: Cast, club: Club
) -> None:
    membership = admit(cast, "somsri", club, newcomer(cast))
    with pytest.raises(Refused):
        services.promote(by=cast("kanya"), now=NOW, membership_id=membership.pk)
    services.promote(by=cast("somsri"), now=NOW, membership_id=membership.pk)
    assert [m.role for m in queries.members(club.pk, NOW)] == ["COACH"]
    assert len(queries.members(club.pk, NOW, with_past=True)) == 2
    assert Role.STRONG_COACH in cast("boonmi", NOW + timedelta(days=1)).roles
    raised = Membership.objects.get(until__isnull=True)
    with pytest.raises(Conflict):
        services.promote(by=cast("somsri"), now=NOW, membership_id=raised.pk)


def test_people_are_counted_once_even_on_the_day_of_promotion(cast: Cast, club: Club) -> None:
    membership = admit(cast, "somsri", club, newcomer(cast))
    services.promote(by=cast("somsri"), now=NOW, membership_id=membership.pk)
    counted = queries.clubs(NOW, frozenset({"74"}))
    assert [(one.member_count, one.coach_count) for one in counted] == [(1, 1)]
    assert queries.clubs(NOW, frozenset({"45"})) == []


@pytest.mark.parametrize("verb", [services.end_membership, services.promote])
def test_an_unknown_membership_is_told_as_absent(cast: Cast, verb: Callable[..., object]) -> None:
    with pytest.raises(NotFound):
        verb(by=cast("somsri"), now=NOW, membership_id=4711)


def test_an_unknown_club_is_told_as_absent(cast: Cast) -> None:
    by = cast("somsri")
    with pytest.raises(NotFound):
        services.admit(by=by, now=NOW, club_id=4711, user_id=by.user_id)


def test_the_reference_makes_a_club_for_every_province_once(cast: Cast) -> None:
    load_offices()
    assert services.load_reference() == 77
    assert services.load_reference() == 0
    club = queries.club_of("74")
    assert club is not None
    assert "สมุทรสาคร" in club.name_th
    assert today_in_thailand(NOW) == TODAY
