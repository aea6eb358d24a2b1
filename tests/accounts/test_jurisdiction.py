"""Which grants are in force on which day, and where they reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast
from tmac.accounts import queries
from tmac.accounts.models import ConflictOfInterest, Delegation, Office, Posting
from tmac.accounts.roles import Permission, Role
from tmac.core.errors import NotFound
from tmac.geography.services import load_reference as load_regions

# 00:30 in Bangkok on 24 November is still 23 November in UTC.
NIGHT = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "holds"),
    [
        (TODAY, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY, True),
        (TODAY - 9 * DAY, TODAY - DAY, False),
        (TODAY + DAY, None, False),
    ],
)
def test_a_posting_holds_from_its_first_to_its_last_thai_day(
    cast: Cast, starts_on: date, ends_on: date | None, holds: bool
) -> None:
    user = cast.user("somsri")
    Posting.objects.filter(user=user).update(starts_on=starts_on, ends_on=ends_on)
    assert bool(cast("somsri", NIGHT).grants) is holds


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_revoked", "acts"),
    [
        (TODAY, TODAY, False, True),
        (TODAY - 9 * DAY, TODAY - DAY, False, False),
        (TODAY + DAY, TODAY + 9 * DAY, False, False),
        (TODAY - DAY, TODAY + DAY, False, True),
        (TODAY - DAY, TODAY + DAY, True, False),
    ],
)
def test_acting_for_somebody_holds_between_its_days_unless_revoked(
    cast: Cast, starts_on: date, ends_on: date, is_revoked: bool, acts: bool
) -> None:
    lend(cast, starts_on, ends_on, revoked_at=NIGHT if is_revoked else None)
    by = cast("somsri", NIGHT)
    assert (Role.PROVINCE_DIRECTOR in by.roles) is acts
    assert by.acting_for == ("ดิเรก ท่าเรือ" if acts else "")
    assert by.may(Permission.MANAGE_PEOPLE) is acts
    assert Role.PROVINCE_PREVENTION in by.roles


def test_a_lent_posting_ends_with_the_posting_itself(cast: Cast) -> None:
    lend(cast, TODAY - DAY, TODAY + 9 * DAY)
    Posting.objects.filter(user=cast.user("direk")).update(ends_on=TODAY - DAY)
    assert cast("somsri", NIGHT).roles == {Role.PROVINCE_PREVENTION}


def test_two_orders_for_one_posting_give_one_grant(cast: Cast) -> None:
    lend(cast, TODAY - DAY, TODAY + DAY)
    lend(cast, TODAY, TODAY + 9 * DAY)
    assert len(cast("somsri", NIGHT).grants) == 2


def test_the_holder_keeps_the_role_that_is_lent(cast: Cast) -> None:
    lend(cast, TODAY, TODAY)
    direk = cast("direk", NIGHT)
    assert direk.roles == {Role.PROVINCE_DIRECTOR}
    assert direk.acting_for == ""


@pytest.mark.parametrize(
    ("name", "provinces"),
    [
        ("somsri", {"74"}),
        ("preecha", {"45"}),
        ("kanya", {"74"}),
        ("anong", {"74"}),
        ("boonmi", {"74"}),
        ("chalerm", None),
        ("apinya", None),
    ],
)
def test_an_office_reaches_its_province_or_the_country(
    cast: Cast, name: str, provinces: set[str] | None
) -> None:
    assert cast(name).grants[0].provinces == provinces


def test_a_pacc_area_reaches_its_provinces(cast: Cast) -> None:
    load_regions()
    office = Office.objects.create(
        code="PACC-A4", kind="PACC_AREA", name_th="x", region_scheme="PACC", region_code="4"
    )
    reached = queries.provinces_of(office, TODAY)
    assert reached is not None
    assert "45" in reached
    assert "74" not in reached


def test_an_office_without_a_place_reaches_nothing(cast: Cast) -> None:
    assert queries.provinces_of(Office(kind="PROVINCE"), TODAY) == frozenset()
    assert queries.provinces_of(Office(kind="AGENCY"), TODAY) == frozenset()


def test_only_conflicts_that_last_hide_an_agency(cast: Cast) -> None:
    agency, user = cast.agency(), cast.user("somsri")
    ConflictOfInterest.objects.create(user=user, agency=agency, reason="x", declared_at=NIGHT)
    assert cast("somsri").conflicted_agency_ids == {agency.pk}
    ConflictOfInterest.objects.update(ended_at=NIGHT)
    assert cast("somsri").conflicted_agency_ids == frozenset()


@pytest.mark.parametrize("name", ["somsri", "rungroj", "chalerm"])
def test_a_principal_costs_three_questions_to_the_database_at_most(
    cast: Cast, name: str, django_assert_max_num_queries: Any
) -> None:
    user = cast.user(name)
    with django_assert_max_num_queries(3):
        queries.principal_of(user, NIGHT)


def test_a_closed_account_has_no_principal(cast: Cast) -> None:
    user = cast.user("somsri")
    user.is_active = False
    user.save()
    with pytest.raises(NotFound):
        queries.principal(user.pk, NIGHT)


def test_officers_and_liaisons_are_found_while_they_are_posted(cast: Cast) -> None:
    everyone = cast.everyone()
    in_74 = set(queries.officers_in("74", NIGHT).values_list("username", flat=True))
    assert in_74 == {n for n, by in everyone.items() if by.grants[0].provinces == {"74"}}
    directors = queries.officers_in("74", NIGHT, [Role.PROVINCE_DIRECTOR])
    assert [user.username for user in directors] == ["direk"]
    agency_id = cast.agency().pk
    assert [u.username for u in queries.liaisons_of(agency_id, NIGHT)] == ["anong"]
    Posting.objects.update(ends_on=TODAY - DAY)
    assert not queries.officers_in("74", NIGHT).exists()
    assert not queries.liaisons_of(agency_id, NIGHT).exists()


def test_names_are_known_also_of_those_who_left(cast: Cast) -> None:
    user = cast.user("somsri")
    user.is_active = False
    user.save()
    assert queries.display_name(user.pk) == "สมศรี นาเกลือ"
    assert queries.display_name(0) == ""
    assert queries.display_names([user.pk, 0]) == {user.pk: "สมศรี นาเกลือ"}


def lend(cast: Cast, starts_on: date, ends_on: date, **more: Any) -> None:
    posting = cast.user("direk").postings.get()
    Delegation.objects.create(
        posting=posting,
        to_user=cast.user("somsri"),
        order_no="9/2569",
        starts_on=starts_on,
        ends_on=ends_on,
        **more,
    )
