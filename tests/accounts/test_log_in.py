"""The log-in as a browser sees it: both steps, the way round them, waits, devices, sessions."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD, Cast
from tmac.accounts import services
from tmac.accounts.devices import cookie_name
from tmac.accounts.middleware import LAST_SEEN
from tmac.audit.models import Entry

SECRET = "JBSWY3DPEHPK3PXP"
LOGIN = "/accounts/login/"
CODE = "/accounts/2fa/authenticate/"
ME = "/workspace/people/me/"
SETUP = "/accounts/2fa/"


def code(offset: int = 0) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + offset)))


def wrong_code() -> str:
    good = {code(offset) for offset in range(-2, 3)}
    return next(number for number in ("000000", "111111", "222222") if number not in good)


@pytest.fixture(autouse=True)
def _codes_of_other_tests_are_forgotten() -> None:
    cache.clear()


@pytest.fixture
def somsri(cast: Cast) -> Any:
    user = cast.user("somsri")
    services.enrol_totp(user, SECRET)
    return user


def give_password(client: Client, password: str = PASSWORD, name: str = "somsri", **more: Any):  # type: ignore[no-untyped-def]
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def log_in(client: Client, offset: int = 0) -> None:
    give_password(client)
    assert client.post(CODE, {"code": code(offset)}).status_code == 302


def test_password_and_code_open_the_workspace(client: Client, somsri: Any) -> None:
    answer = give_password(client)
    assert answer["Location"] == CODE
    answer = client.post(CODE, {"code": code()})
    assert answer["Location"] == "/workspace/"
    assert client.get(ME).status_code == 200
    assert Entry.objects.filter(action="log_in", actor_id=somsri.pk).count() == 1


def test_who_signs_in_on_the_english_page_stays_in_english(client: Client, somsri: Any) -> None:
    answer = client.post("/en" + LOGIN, {"login": "somsri", "password": PASSWORD})
    answer = client.post(answer["Location"], {"code": code()})
    assert answer["Location"] == "/en/workspace/"


def test_the_password_alone_opens_nothing(client: Client, somsri: Any) -> None:
    give_password(client)
    answer = client.get(ME)
    assert answer.status_code == 302
    assert LOGIN in answer["Location"]


@pytest.mark.parametrize("name", ["somsri", "nobody"])
def test_a_wrong_password_is_told_alike_whether_the_name_exists(
    client: Client, somsri: Any, name: str
) -> None:
    answer = give_password(client, "wrong", name)
    assert answer.status_code == 200
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.content.decode()


def test_a_wrong_code_does_not_open(client: Client, somsri: Any) -> None:
    give_password(client)
    assert client.post(CODE, {"code": wrong_code()}).status_code == 200
    assert client.get(ME).status_code == 302


def test_a_code_seen_over_the_shoulder_opens_no_second_time(somsri: Any) -> None:
    first, second = Client(), Client()
    give_password(first)
    give_password(second)
    shown = code()
    assert first.post(CODE, {"code": shown}).status_code == 302
    assert second.post(CODE, {"code": shown}).status_code == 200
    assert second.get(ME).status_code == 302


def test_a_recovery_code_opens_once(cast: Cast, somsri: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    spare = RecoveryCodes.activate(somsri).get_unused_codes()[0]
    for opens in (True, False):
        client = Client()
        give_password(client)
        assert (client.post(CODE, {"code": spare}).status_code == 302) is opens


def test_guessing_codes_is_slowed_down(client: Client, somsri: Any) -> None:
    give_password(client)
    for _number in range(5):
        client.post(CODE, {"code": wrong_code()})
    answer = client.post(CODE, {"code": code()})
    assert answer.status_code == 200
    assert "ลองอีกครั้งในอีก" in answer.content.decode()


def test_guessing_passwords_is_slowed_down_but_not_on_a_known_device(somsri: Any) -> None:
    known = Client()
    log_in(known)
    known.post("/accounts/logout/")
    attacker = Client()
    for _number in range(8):
        give_password(attacker, "wrong")
    assert "ลองอีกครั้งในอีก" in give_password(attacker).content.decode()
    assert give_password(known)["Location"] == CODE


def test_a_forged_device_cookie_is_a_strange_device(somsri: Any) -> None:
    attacker = Client()
    attacker.cookies[cookie_name("somsri")] = "made-up:signature"
    for _number in range(6):
        give_password(attacker, "wrong")
    assert "ลองอีกครั้งในอีก" in give_password(attacker).content.decode()


def test_a_device_becomes_known_only_after_both_steps(client: Client, somsri: Any) -> None:
    give_password(client)
    assert cookie_name("somsri") not in client.cookies
    client.post(CODE, {"code": code()})
    cookie = client.cookies[cookie_name("somsri")]
    assert cookie["httponly"]
    assert "somsri" not in cookie.value


def test_an_officer_without_second_step_is_led_to_it_and_to_nothing_else(cast: Cast) -> None:
    client = cast.half_client("somsri")
    assert client.get(ME)["Location"] == SETUP
    assert client.get("/workspace/people/")["Location"] == SETUP
    assert client.post("/workspace/people/me/language/", {"language": "en"}).status_code == 302
    assert cast.user("somsri").language == "th"
    assert client.get(SETUP).status_code == 200


def test_a_session_older_than_the_second_step_must_show_it(cast: Cast, somsri: Any) -> None:
    """An attacker who had the password before must not manage the factors set up after."""
    client = cast.half_client("somsri")
    for address in (ME, SETUP, "/accounts/2fa/totp/deactivate/", "/accounts/password/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/2fa/reauthenticate/"), address
    password_only = client.get("/accounts/reauthenticate/")
    assert password_only["Location"].startswith("/accounts/2fa/reauthenticate/")
    client.post("/accounts/2fa/reauthenticate/", {"code": code()})
    assert client.get(ME).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_workspace_and_gives_recovery_codes(cast: Cast) -> None:
    client = Client()
    cast.user("somsri")
    assert give_password(client)["Location"] == "/workspace/"
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"account-key\">([A-Z2-7]+)<", page)
    assert secret is not None
    good = format_hotp_value(hotp_value(secret[1], int(time.time()) // 30))
    answer = client.post("/accounts/2fa/totp/activate/", {"code": good})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(ME).status_code == 200
    codes = client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code>", codes)) == 10
    actions = set(Entry.objects.values_list("action", flat=True))
    assert actions == {"log_in", "totp_activated"}


def test_the_secret_of_the_app_is_not_in_the_database_in_clear(somsri: Any) -> None:
    assert SECRET not in str(list(Authenticator.objects.values()))


def test_the_last_second_step_cannot_be_removed(cast: Cast, somsri: Any) -> None:
    client = cast.client("somsri")
    page = client.get("/accounts/2fa/totp/deactivate/").content.decode()
    assert "ขั้นที่สองวิธีสุดท้าย" in page
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=somsri).exists()


def test_a_password_given_by_the_office_is_changed_first(cast: Cast, somsri: Any) -> None:
    somsri.password_is_initial = True
    somsri.save()
    client = cast.client("somsri")
    assert client.get(ME)["Location"] == "/accounts/password/"
    new = "ทะเลสาบ-กับ-เรือแจว-๗"
    answer = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert client.get(ME).status_code == 200
    assert Entry.objects.filter(action="password_changed").exists()


@pytest.mark.parametrize("new", ["short", "password1234"])
def test_a_weak_password_is_refused(cast: Cast, somsri: Any, new: str) -> None:
    client = cast.client("somsri")
    answer = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 200
    somsri.refresh_from_db()
    assert somsri.check_password(PASSWORD)


def test_a_changed_password_logs_other_devices_out(somsri: Any) -> None:
    here, elsewhere = Client(), Client()
    log_in(here)
    log_in(elsewhere, offset=1)
    new = "lake-and-rowing-boat-7"
    here.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 302


def test_a_session_ended_from_afar_is_out_at_once(somsri: Any) -> None:
    here, stolen = Client(HTTP_USER_AGENT="Firefox/1 Linux"), Client()
    log_in(here)
    log_in(stolen, offset=1)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Firefox, Linux" in page
    other = UserSession.objects.get(session_key=stolen.session.session_key)
    here.post(f"/accounts/sessions/{other.pk}/end/")
    assert stolen.get(ME).status_code == 302
    assert here.get(ME).status_code == 200


def test_all_other_sessions_end_together(somsri: Any) -> None:
    here, stolen = Client(), Client()
    log_in(here)
    log_in(stolen, offset=1)
    here.post("/accounts/sessions/")
    assert stolen.get(ME).status_code == 302
    assert here.get(ME).status_code == 200


def test_nobody_ends_the_session_of_another(cast: Cast, somsri: Any) -> None:
    hers = Client()
    log_in(hers)
    session = UserSession.objects.get(user=somsri)
    assert cast.client("direk").post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert hers.get(ME).status_code == 200


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast, somsri: Any) -> None:
    hers = Client()
    log_in(hers)
    services.close_account(by=cast("direk"), now=timezone.now(), user_id=somsri.pk)
    assert hers.get(ME).status_code == 302
    assert give_password(Client())["Location"] == "/accounts/inactive/"


@pytest.mark.parametrize(("idle_s", "is_out"), [(3500, False), (3700, True)])
def test_an_idle_session_ends(cast: Cast, idle_s: int, is_out: bool) -> None:
    client = cast.client("somsri")
    session = client.session
    session[LAST_SEEN] = time.time() - idle_s
    session.save()
    assert (client.get(ME).status_code == 302) is is_out
    assert ("_auth_user_id" not in client.session) is is_out


@pytest.mark.parametrize(("hours", "is_out"), [(11, False), (13, True)])
def test_a_session_ends_after_a_working_day(cast: Cast, hours: int, is_out: bool) -> None:
    client = cast.client("somsri")
    session = client.session
    records = session["account_authentication_methods"]
    at = (timezone.now() - timedelta(hours=hours)).timestamp()
    session["account_authentication_methods"] = [r | {"at": at} for r in records]
    session.save()
    assert (client.get(ME).status_code == 302) is is_out


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "password/reset/", "confirm-email/x/", "2fa/trust/", "login/code/"],
)
def test_pages_of_the_library_that_are_not_needed_do_not_exist(
    client: Client, db: None, address: str
) -> None:
    assert client.get(f"/accounts/{address}").status_code == 404


def test_the_log_in_leads_back_only_to_this_site(client: Client, somsri: Any) -> None:
    give = {"login": "somsri", "password": PASSWORD, "next": "https://evil.example/"}
    client.post(LOGIN, give)
    assert client.post(CODE, {"code": code()})["Location"] == "/workspace/"


def test_cancelling_the_second_step_starts_anew(client: Client, somsri: Any) -> None:
    give_password(client)
    client.post("/accounts/logout/", {"next": LOGIN})
    assert client.get(LOGIN).status_code == 200


def test_log_in_pages_are_neither_cached_nor_framed(client: Client, db: None) -> None:
    answer = client.get(LOGIN)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", [ME, "/workspace/people/", "/workspace/people/999999/", "/workspace/pins/export.csv"]
)
def test_no_browser_or_proxy_keeps_what_officers_see(cast: Cast, address: str) -> None:
    answer = cast.client("direk").get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_public_pages_may_be_kept(client: Client, db: None) -> None:
    assert "no-store" not in client.get("/help/").headers.get("Cache-Control", "")


def test_the_list_of_passkeys_opens_without_any(cast: Cast) -> None:
    assert cast.client("somsri").get("/accounts/2fa/passkeys/").status_code == 200
