"""The pages about people: who sees whom, what may be done there, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import PEOPLE, Cast
from tmac.accounts.models import ConflictOfInterest, Delegation, Posting, User
from tmac.core.thai import thai_date, today_in_thailand

LIST = "/workspace/people/"
ME = "/workspace/people/me/"


def today() -> date:
    return today_in_thailand(timezone.now())


def typed(days: int = 0) -> str:
    return thai_date(today() + timedelta(days=days))


IN_74 = {n for n, p in PEOPLE.items() if p.office.endswith("-74")}
SEEN: dict[str, set[str] | None] = {
    "direk": IN_74,
    "decha": {"preecha", "decha"},
    "rungroj": IN_74 | {"rungroj"},
    "kanya": {"kanya", "malee"},
    "anong": {"anong"},
    "boonmi": {"boonmi"},
    "chalerm": set(PEOPLE),
    "apinya": set(PEOPLE),
    "kittisak": set(PEOPLE),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_sees_the_people_in_their_reach_and_no_others(cast: Cast, name: str) -> None:
    cast.everyone()
    answer = cast.client(name).get(LIST, {"size": 100})
    if name not in SEEN:
        assert answer.status_code == 403
        return
    page = answer.content.decode()
    shown = {other for other in PEOPLE if f">{other}<" in page}
    assert shown == SEEN[name]


@pytest.mark.parametrize("name", SEEN)
def test_a_page_of_somebody_out_of_reach_does_not_exist(cast: Cast, name: str) -> None:
    cast.everyone()
    client = cast.client(name)
    for other in PEOPLE:
        if other == name:
            continue
        status = client.get(f"{LIST}{cast.user(other).pk}/").status_code
        assert status == (200 if other in (SEEN[name] or set()) else 404), other


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_has_a_page_of_their_own(cast: Cast, name: str) -> None:
    page = cast.client(name).get(ME).content.decode()
    assert PEOPLE[name].name_th in page
    assert "/accounts/sessions/" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "สมศรี"}, {"somsri"}),
        ({"text": "SOMSRI"}, {"somsri"}),
        ({"text": "นาเกลือ สมศรี"}, {"somsri"}),
        ({"role": "investigator"}, {"wirot", "naree"}),
        ({"text": "<script>"}, set()),
        ({"text": "%"}, set()),
        ({"closed": "on"}, set()),
        ({"role": "nonsense"}, IN_74),
    ],
)
def test_the_list_is_narrowed_by_its_filters(
    cast: Cast, query: dict[str, str], found: set[str]
) -> None:
    cast.everyone()
    page = cast.client("direk").get(LIST, query).content.decode()
    assert {name for name in PEOPLE if f">{name}<" in page} == found


def test_the_list_asks_the_database_a_fixed_number_of_questions(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    cast.everyone()
    client = cast.client("chalerm")
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_a_director_opens_an_account_and_sees_the_password_once(cast: Cast) -> None:
    client = cast.client("direk")
    answer = client.post(f"{LIST}new/", new_officer(cast))
    page = answer.content.decode()
    password = re.search(r"initial-password\">([a-z0-9-]+)<", page)
    assert password is not None
    nida = User.objects.get(username="nida.k")
    assert nida.check_password(password[1])
    assert "no-store" in answer["Cache-Control"]
    assert password[1] not in client.get(f"{LIST}{nida.pk}/").content.decode()


def test_what_was_typed_stays_when_the_account_is_refused(cast: Cast) -> None:
    given = new_officer(cast) | {"username": "นิดา", "starts_on": "31/2/2570"}
    answer = cast.client("direk").post(f"{LIST}new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "นิดา คลองขุด" in page
    assert "31/2/2570" in page
    assert not User.objects.filter(name_th="นิดา คลองขุด").exists()


@pytest.mark.parametrize("name", ["somsri", "rungroj", "apinya", "anong", "wirot"])
def test_who_does_not_manage_people_opens_no_account(cast: Cast, name: str) -> None:
    assert cast.client(name).get(f"{LIST}new/").status_code == 403
    assert cast.client(name).post(f"{LIST}new/", new_officer(cast)).status_code == 403
    assert not User.objects.filter(username="nida.k").exists()


def test_a_director_gives_and_ends_a_role(cast: Cast) -> None:
    client, suda = cast.client("direk"), cast.user("suda")
    given = {
        "office_id": cast.office("NACC-74").pk,
        "role": "province_prevention",
        "starts_on": typed(),
        "ends_on": "",
    }
    answer = client.post(f"{LIST}{suda.pk}/roles/", given)
    assert answer.status_code == 302
    posting = suda.postings.get(role="province_prevention")
    end = f"{LIST}{suda.pk}/roles/{posting.pk}/end/"
    assert client.post(end, {"ends_on": typed(-1)}).status_code == 422
    assert client.post(end, {"ends_on": typed(3)}).status_code == 302
    posting.refresh_from_db()
    assert posting.ends_on == today() + timedelta(days=3)


def test_the_reason_of_a_refusal_stands_on_the_page(cast: Cast) -> None:
    given = {
        "office_id": cast.office("NACC-74").pk,
        "role": "screening_officer",
        "starts_on": typed(),
    }
    answer = cast.client("direk").post(f"{LIST}{cast.user('malee').pk}/roles/", given)
    assert answer.status_code == 422
    assert "จากภายนอก" in answer.content.decode()


def test_a_lead_is_named_on_the_page(cast: Cast) -> None:
    client, naree = cast.client("direk"), cast.user("naree")
    posting = naree.postings.get()
    client.post(f"{LIST}{naree.pk}/roles/{posting.pk}/lead/", {"is_lead": "1"})
    posting.refresh_from_db()
    assert posting.is_lead


def test_a_director_lets_a_colleague_act_from_the_own_page(cast: Cast) -> None:
    cast.everyone()
    client, direk, somsri = cast.client("direk"), cast.user("direk"), cast.user("somsri")
    address = f"{LIST}{direk.pk}/roles/{direk.postings.get().pk}/delegate/"
    given = {
        "to_user_id": somsri.pk,
        "order_no": "๑๒/๒๕๖๙",
        "starts_on": typed(),
        "ends_on": typed(10),
    }
    assert client.post(address, given)["Location"] == ME
    assert "สมศรี นาเกลือ" in client.get(ME).content.decode()
    hers = cast.client("somsri")
    assert "ดิเรก ท่าเรือ" in hers.get(ME).content.decode()
    assert hers.get(LIST).status_code == 200
    delegation = Delegation.objects.get()
    hers.post(f"{LIST}{somsri.pk}/delegations/{delegation.pk}/revoke/")
    assert hers.get(LIST).status_code == 403


def test_a_wrong_order_comes_back_with_what_was_typed(cast: Cast) -> None:
    cast.everyone()
    direk = cast.user("direk")
    address = f"{LIST}{direk.pk}/roles/{direk.postings.get().pk}/delegate/"
    given = {
        "to_user_id": cast.user("wirot").pk,
        "order_no": "77/2569",
        "starts_on": typed(),
        "ends_on": typed(5),
    }
    answer = cast.client("direk").post(address, given)
    assert answer.status_code == 422
    assert "77/2569" in answer.content.decode()
    assert not Delegation.objects.exists()


def test_a_conflict_is_declared_by_the_name_of_the_agency(cast: Cast) -> None:
    somsri, agency = cast.user("somsri"), cast.agency()
    client = cast.client("somsri")
    address = f"{LIST}{somsri.pk}/conflicts/"
    assert client.post(address, {"agency": "ไม่มีจริงแน่นอน", "reason": "x"}).status_code == 422
    given = {"agency": "คลองทดสอบ", "reason": "พี่สาวทำงานที่นั่น"}
    assert client.post(address, given).status_code == 302
    conflict = ConflictOfInterest.objects.get(user=somsri, agency=agency)
    assert agency.name_th in client.get(ME).content.decode()
    end = f"{LIST}{somsri.pk}/conflicts/{conflict.pk}/end/"
    assert client.post(end).status_code == 403
    assert cast.client("direk").post(end).status_code == 302


def test_the_language_of_the_pages_follows_the_choice(cast: Cast) -> None:
    client = cast.client("somsri")
    answer = client.post(f"{ME}language/", {"language": "en"})
    assert answer["Location"] == "/en/workspace/people/me/"
    assert "My account" in client.get(answer["Location"]).content.decode()


def test_new_access_shows_a_password_and_ends_sessions(cast: Cast) -> None:
    hers = cast.client("somsri")
    answer = cast.client("direk").post(f"{LIST}{cast.user('somsri').pk}/access/")
    assert "initial-password" in answer.content.decode()
    assert hers.get(ME).status_code == 302


def test_an_account_is_closed_and_opened_again(cast: Cast) -> None:
    client, somsri = cast.client("direk"), cast.user("somsri")
    client.post(f"{LIST}{somsri.pk}/close/")
    assert ">somsri<" in client.get(LIST, {"closed": "on"}).content.decode()
    assert ">somsri<" not in client.get(LIST).content.decode()
    client.post(f"{LIST}{somsri.pk}/open/")
    somsri.refresh_from_db()
    assert somsri.is_active


HOSTILE = ["access/", "close/", "open/", "conflicts/", "roles/"]


@pytest.mark.parametrize("action", HOSTILE)
@pytest.mark.parametrize("name", [n for n in PEOPLE if n not in ("chalerm", "kittisak", "direk")])
def test_nobody_else_changes_the_director_of_another_office(
    cast: Cast, name: str, action: str
) -> None:
    cast.agency()
    direk = cast.user("direk")
    before = list(User.objects.filter(pk=direk.pk).values())
    given = {
        "office_id": cast.office("NACC-74").pk,
        "role": "investigator",
        "starts_on": typed(),
        "agency": "คลองทดสอบ",
        "reason": "x",
    }
    answer = cast.client(name).post(f"{LIST}{direk.pk}/{action}", given)
    assert answer.status_code in (403, 404, 422)
    assert list(User.objects.filter(pk=direk.pk).values()) == before
    assert Posting.objects.filter(user=direk).count() == 1
    assert not ConflictOfInterest.objects.exists()


def test_text_of_people_is_shown_as_text(cast: Cast) -> None:
    somsri = cast.user("somsri")
    somsri.name_th = "<img src=x onerror=alert(1)>"
    somsri.save()
    for address in (LIST, f"{LIST}{somsri.pk}/"):
        page = cast.client("direk").get(address).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def new_officer(cast: Cast) -> dict[str, Any]:
    return {
        "username": "nida.k",
        "name_th": "นิดา คลองขุด",
        "office_id": cast.office("NACC-74").pk,
        "role": "province_prevention",
        "starts_on": typed(),
    }
