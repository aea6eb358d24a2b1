"""The page of the training evening: only where the operator has switched it on."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.cast import PASSWORD, Cast
from tmac.accounts import demo, services
from tmac.accounts.models import Office

PAGE = "/accounts/demo/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def player(cast: Cast, settings: Any) -> Any:
    settings.DEMO = True
    user = cast.user("somsri")
    user.is_demo = True
    user.save()
    services.enrol_totp(user, SECRET)
    return user


def test_the_page_does_not_exist_in_production(client: Client, cast: Cast) -> None:
    user = cast.user("somsri")
    user.is_demo = True
    user.save()
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/accounts/login/").content.decode()


def test_the_command_refuses_in_production(db: None) -> None:
    with pytest.raises(CommandError, match="TMAC_DEMO"):
        call_command("accounts", "codes")


def test_made_up_people_are_listed_and_real_ones_are_not(
    client: Client, cast: Cast, player: Any
) -> None:
    services.enrol_totp(cast.user("direk"), "KRSXG5CTMVRXEZLU")
    page = client.get(PAGE).content.decode()
    assert ">somsri<" in page
    assert ">direk<" not in page
    assert demo.PASSWORD in page
    assert PAGE in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("language", "person", "office"),
    [("", "สมศรี", "สำนักงานสาธิต"), ("/en", "Somsri", "Demonstration office")],
)
def test_people_and_offices_are_named_in_the_language_of_the_page(
    client: Client, player: Any, language: str, person: str, office: str
) -> None:
    player.name_th, player.name_en = "สมศรี", "Somsri"
    player.save()
    names = {"name_th": "สำนักงานสาธิต", "name_en": "Demonstration office"}
    Office.objects.filter(postings__user=player).update(**names)
    page = client.get(language + PAGE).content.decode()
    assert person in page
    assert office in page


def test_the_codes_shown_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1: the last six of the eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert demo.code_of(secret, datetime.fromtimestamp(seconds, tz=UTC)) == code


def test_the_seconds_left_run_from_thirty_to_one() -> None:
    def left(second: int) -> int:
        return demo.seconds_left(datetime(2026, 11, 23, 8, 0, second, tzinfo=UTC))

    assert (left(0), left(29), left(30), left(59)) == (30, 1, 30, 1)


def test_the_command_prints_codes_that_open(client: Client, player: Any) -> None:
    out = io.StringIO()
    call_command("accounts", "codes", stdout=out)
    line = next(line for line in out.getvalue().splitlines() if line.startswith("somsri"))
    player.set_password(demo.PASSWORD)
    player.save()
    client.post("/accounts/login/", {"login": "somsri", "password": demo.PASSWORD})
    answer = client.post("/accounts/2fa/authenticate/", {"code": line.split()[1]})
    assert answer.status_code == 302


def test_left_over_people_of_a_demonstration_cannot_log_in_without_it(
    client: Client, player: Any, settings: Any
) -> None:
    given = {"login": "somsri", "password": PASSWORD}
    settings.DEMO = False
    assert client.post("/accounts/login/", given).status_code == 200
    settings.DEMO = True
    assert client.post("/accounts/login/", given).status_code == 302


def test_a_session_of_the_demonstration_ends_with_it(
    cast: Cast, player: Any, settings: Any
) -> None:
    browser = cast.client("somsri")
    assert browser.get("/workspace/people/me/").status_code == 200
    settings.DEMO = False
    assert browser.get("/workspace/people/me/").headers["Location"].startswith("/accounts/login/")
