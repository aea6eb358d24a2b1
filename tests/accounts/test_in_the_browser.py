"""Log-in pages in Chromium: passkeys with a virtual device, both widths, accessibility."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import accessible, fits, looks
from tests.cast import PASSWORD, Cast
from tmac.accounts import services

pytestmark = pytest.mark.django_db(transaction=True)
ME = "/workspace/people/me/"
SECRET = "JBSWY3DPEHPK3PXP"
NewPage = Callable[..., Page]


def arrived(url: str) -> bool:
    """At the own page itself, not at a log-in that will lead there."""
    return urlsplit(url).path == ME


def named(live_server: Any, path: str) -> str:
    """The address by name: browsers bind passkeys to names only."""
    return str(live_server.url).replace("127.0.0.1", "localhost") + path


def with_device(page: Page) -> None:
    """A device in the browser that holds passkeys and always recognises its owner."""
    page.expected.append("asked a stranger: http://localhost:")  # type: ignore[attr-defined]
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def give_password(page: Page, live_server: Any) -> None:
    page.goto(named(live_server, f"/accounts/login/?next={ME}"))
    page.fill("[name=login]", "somsri")
    page.fill("[name=password]", PASSWORD)
    page.click("form.card button")


def test_a_passkey_is_set_up_and_then_opens_without_a_password(
    cast: Cast, new_page: NewPage, live_server: Any
) -> None:
    cast.user("somsri")
    page = new_page(390, 844)
    with_device(page)
    give_password(page, live_server)
    page.wait_for_url("**/accounts/2fa/")
    page.click("a[href$='/2fa/passkeys/add/']")
    page.click("[data-ask]")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".account-codes li").count() == 10
    page.goto(named(live_server, ME))
    assert "สมศรี" in page.inner_text("h1")

    page.context.clear_cookies()
    page.goto(named(live_server, f"/accounts/login/?next={ME}"))
    page.click("tmac-passkey [data-ask]")
    page.wait_for_url(arrived)
    assert "สมศรี" in page.inner_text("h1")


def test_a_passkey_serves_as_the_second_step(
    cast: Cast, new_page: NewPage, live_server: Any
) -> None:
    cast.user("somsri")
    page = new_page()
    with_device(page)
    give_password(page, live_server)
    page.wait_for_url("**/accounts/2fa/")
    page.goto(named(live_server, "/accounts/2fa/passkeys/add/"))
    page.uncheck("[name=passwordless]")
    page.click("[data-ask]")
    page.wait_for_url("**/recovery-codes/")
    page.context.clear_cookies()
    give_password(page, live_server)
    page.wait_for_url("**/2fa/authenticate/")
    page.click("tmac-passkey [data-ask]")
    page.wait_for_url(arrived)


def test_on_a_numeric_address_the_page_leads_to_the_name(
    db: None, new_page: NewPage, live_server: Any
) -> None:
    page = new_page()
    page.expected.append("asked a stranger: http://127.0.0.1:")  # type: ignore[attr-defined]
    page.goto(str(live_server.url).replace("localhost", "127.0.0.1") + "/accounts/login/")
    link = page.locator("a[data-named]")
    assert link.is_visible()
    assert str(link.get_attribute("href")).startswith("http://localhost:")
    assert not page.locator("[data-ask]").is_visible()


def name_of(address: str) -> str:
    return "people" + address.strip("/").replace("/", "-").replace("{suda}", "person")


OPEN = ["/accounts/login/", "/en/accounts/login/", "/accounts/inactive/"]
OWN = [
    "/accounts/2fa/",
    "/accounts/2fa/passkeys/add/",
    "/accounts/2fa/passkeys/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/password/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
    "/workspace/people/",
    "/workspace/people/new/",
    "/workspace/people/me/",
    "/workspace/people/{suda}/",
]


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_is_accessible_and_fits(cast: Cast, new_page: NewPage, width: int) -> None:
    cast.everyone()
    services.enrol_totp(cast.user("direk"), SECRET)
    suda = cast.user("suda").pk
    strange, known = new_page(width), new_page(width, client=cast.client("direk"))
    for page, addresses in ((strange, OPEN), (known, OWN)):
        for address in addresses:
            page.goto(address.format(suda=suda))
            accessible(page)
            fits(page)
            looks(page, f"{name_of(address)}-{width}")


@pytest.mark.parametrize("width", [390, 1440])
def test_first_log_in_and_demonstration_are_accessible_and_fit(
    cast: Cast, new_page: NewPage, settings: Any, width: int
) -> None:
    settings.DEMO = True
    direk = cast.user("direk")
    direk.is_demo = True
    direk.save()
    services.enrol_totp(direk, SECRET)
    client = cast.half_client("somsri")
    record_password(client, cast)
    page = new_page(width, client=client)
    for address in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/demo/"):
        page.goto(address)
        accessible(page)
        fits(page)
        looks(page, f"{name_of(address)}-first-{width}")


def record_password(client: Any, cast: Cast) -> None:
    """As if the password had just been typed."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(cast.user("somsri").pk)
    session.save()
