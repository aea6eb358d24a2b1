"""The club's pages: who sees them, admitting with and without an account, ending, promoting."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import Cast
from tmac.accounts.models import Posting, User
from tmac.network.models import Club, Membership


@pytest.fixture
def club(cast: Cast) -> Club:
    office = cast.office("STRONG-74")
    return Club.objects.create(province_code="74", office=office, name_th=office.name_th)


def url(name: str, *args: object) -> str:
    return reverse(f"workspace:{name}", args=args)


def given(username: str, **rest: str) -> dict[str, str]:
    return {"username": username, "role": "MEMBER", "name_th": "", "since": "", **rest}


@pytest.mark.parametrize(
    ("name", "status"),
    [("somsri", 200), ("malee", 200), ("pim", 200), ("preecha", 404), ("apinya", 403)],
)
def test_a_club_is_open_within_reach(cast: Cast, club: Club, name: str, status: int) -> None:
    assert cast.client(name).get(url("club", "74")).status_code == status


def test_the_list_counts_people(cast: Cast, club: Club) -> None:
    Membership.objects.create(club=club, user=cast.user("malee"), role="MEMBER", since="2020-01-01")
    page = cast.client("somsri").get(url("network"))
    assert page.context["people"] == 1
    assert club.name_th in page.content.decode()


@pytest.mark.parametrize(("name", "status"), [("kanya", 200), ("somsri", 200), ("malee", 403)])
def test_who_opens_the_form(cast: Cast, club: Club, name: str, status: int) -> None:
    assert cast.client(name).get(url("club_admit", "74")).status_code == status


@pytest.mark.parametrize(("name", "is_offered"), [("kanya", True), ("direk", True), ("pim", False)])
def test_the_club_offers_only_what_the_reader_may_do(
    cast: Cast, club: Club, name: str, is_offered: bool
) -> None:
    Membership.objects.create(club=club, user=cast.user("malee"), role="MEMBER", since="2020-01-01")
    answer = cast.client(name).get(url("club", "74"))
    row = answer.context["rows"][0]
    assert (url("club_admit", "74") in answer.content.decode()) == is_offered
    assert row.may_end == is_offered


def test_a_person_with_an_account_is_admitted_by_it(cast: Cast, club: Club) -> None:
    Posting.objects.filter(user=cast.user("boonmi")).delete()
    answer = cast.client("kanya").post(url("club_admit", "74"), given("boonmi"))
    assert answer.status_code == 302
    assert Membership.objects.get().user.username == "boonmi"


def test_a_new_person_gets_an_account_and_the_password_is_shown_once(
    cast: Cast, club: Club
) -> None:
    answer = cast.client("kanya").post(
        url("club_admit", "74"), given("rung.s", name_th="รุ่ง ชายเลน")
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "rung.s" in page
    assert User.objects.get(username="rung.s").name_th == "รุ่ง ชายเลน"
    assert Membership.objects.get().user.username == "rung.s"


def test_a_new_person_without_a_name_is_asked_for_it(cast: Cast, club: Club) -> None:
    answer = cast.client("kanya").post(url("club_admit", "74"), given("rung.s"))
    assert answer.status_code == 422
    assert 'href="#id_name_th"' in answer.content.decode()
    assert "rung.s" in answer.content.decode()


def test_a_coach_is_not_offered_to_appoint_coaches(cast: Cast, club: Club) -> None:
    page = cast.client("kanya").get(url("club_admit", "74")).content.decode()
    assert 'value="COACH"' not in page
    assert 'value="COACH"' in cast.client("somsri").get(url("club_admit", "74")).content.decode()


def test_a_membership_is_ended_and_a_member_promoted(cast: Cast, club: Club) -> None:
    Posting.objects.filter(user=cast.user("boonmi")).delete()
    client = cast.client("somsri")
    client.post(url("club_admit", "74"), given("boonmi"))
    membership = Membership.objects.get()
    assert client.post(url("membership_promote", membership.pk)).status_code == 302
    raised = Membership.objects.get(until__isnull=True)
    assert raised.role == "COACH"
    assert client.get(url("membership_end", raised.pk)).status_code == 200
    assert client.post(url("membership_end", raised.pk), {"until": "1/1/2500"}).status_code == 422
    assert client.post(url("membership_end", raised.pk), {"until": ""}).status_code == 302
    assert not Membership.objects.filter(until__isnull=True).exists()


def test_another_province_cannot_touch_a_membership(cast: Cast, club: Club) -> None:
    membership = Membership.objects.create(
        club=club, user=cast.user("malee"), role="MEMBER", since="2020-01-01"
    )
    for name in ("membership_end", "membership_promote"):
        assert cast.client("preecha").post(url(name, membership.pk)).status_code == 404
