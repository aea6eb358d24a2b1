"""The reporter's pages: no cookie, no trace, nothing from elsewhere, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.vault.keys import Keyring
from tmac.portal.tips import choices
from tmac.portal.tips.sections import SECTIONS
from tmac.tips import words

SECRET = ("/tell/", "/en/tell/", "/mailbox/", "/en/mailbox/")
OPEN = ("/receipts/", "/en/receipts/", "/privacy/", "/en/privacy/")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("door")]


@pytest.mark.parametrize("path", [*SECRET, *OPEN])
def test_a_page_sets_no_cookie_and_holds_no_script_of_its_own(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    html = answer.content.decode()
    assert f'<html lang="{"en" if path.startswith("/en") else "th"}"' in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize("path", SECRET)
def test_a_page_leaves_no_trace(client: Client, path: str) -> None:
    for answer in (client.get(path), client.post(path, {})):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "geolocation=(self)" in answer["Permissions-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not answer.cookies


@pytest.mark.parametrize("path", [*SECRET, *OPEN])
def test_every_page_offers_the_quick_exit(client: Client, path: str) -> None:
    assert '/tell/exit/" rel="noreferrer"' in client.get(path).content.decode()


def test_the_exit_wipes_what_the_browser_keeps_and_leads_to_a_harmless_page(
    client: Client, settings: Any
) -> None:
    settings.EXIT_URL = "https://www.tmd.go.th/"
    answer = client.get("/tell/exit/")
    assert (answer.status_code, answer["Location"]) == (303, "https://www.tmd.go.th/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Referrer-Policy"] == "no-referrer"
    own = client.get("/tell/exit/", headers={"Sec-Fetch-Site": "same-origin"})
    assert own["Clear-Site-Data"] == answer["Clear-Site-Data"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_has_the_browser_wiped(client: Client, site: str) -> None:
    answer = client.get("/tell/exit/", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 303
    assert "Clear-Site-Data" not in answer


def test_the_form_asks_every_question_on_one_page(client: Client) -> None:
    html = client.get("/tell/").content.decode()
    for section in SECTIONS:
        assert f'id="q-{section.key}"' in html
    for name in ("kind", "province", "text", "month", "ongoing", "stoppable", "files", "how_known",
                 "agency", "who", "project_no", "amount_band", "told_elsewhere", "phone",
                 "protection", "urgent", "route", "about_office"):  # fmt: skip
        assert f'name="{name}"' in html, name


@pytest.mark.parametrize("path", [p for p in (*SECRET, *OPEN) if not p.startswith("/en")])
def test_thai_pages_hold_no_english_left_over(client: Client, path: str) -> None:
    html = re.sub(r"<[^>]+>", " ", client.get(path).content.decode())
    for word in ("Report", "Send", "code", "mailbox", "Choose", "Sealed"):
        assert word not in html


def test_the_choices_are_exactly_the_codes_that_tips_know() -> None:
    def codes(found: tuple[choices.Choice, ...]) -> set[str]:
        return {choice.code for choice in found}

    assert codes(choices.KINDS) == set(words.KINDS)
    assert codes(choices.AMOUNTS) == set(words.AMOUNTS)
    assert codes(choices.HOW_KNOWN) | {""} == set(words.HOW_KNOWN)
    assert codes(choices.THREATS) == set(words.THREATS)
    assert codes(choices.ROUTES) == set(words.ROUTES)
    assert codes(choices.ONGOING) == codes(choices.STOPPABLE) == set(words.ANSWERS)
    assert codes(choices.REQUESTS) == set(words.REQUESTS)
    assert codes(choices.FELT_SAFE) == set(words.FELT_SAFE)


def test_an_officer_who_is_logged_in_is_nobody_here(cast: Cast) -> None:
    client = cast.client("somsri")
    html = client.get("/tell/").content.decode()
    assert cast.user("somsri").name_th not in html


def test_every_public_page_leads_to_the_report(client: Client) -> None:
    for path in ("/", "/success/", "/help/", "/about-the-data/", "/map/"):
        assert '<a class="button report-button" href="/tell/">' in client.get(path).content.decode()
    assert 'href="/tell/"' in client.get("/").content.decode()


def test_names_of_a_province_come_in_a_small_file(client: Client) -> None:
    answer = client.get("/tell/places/74.json", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 8_000
    assert not answer.cookies
    told = client.get("/tell/places/74.json").json()
    rows = {code: (thai, english) for code, thai, english, _lon, _lat in told["areas"]}
    assert rows["740101"] == ("มหาชัย", "Mahachai")
    assert rows["7401"][0] == "เมืองสมุทรสาคร"
    assert all(code.startswith("74") for code in rows)


@pytest.mark.parametrize("province", ["99", "7401", "x", "00"])
def test_a_province_that_is_none_has_no_file(client: Client, province: str) -> None:
    assert client.get(f"/tell/places/{province}.json").status_code == 404
    assert client.get(f"/tell/offices/{province}.json").status_code == 404


def test_offices_of_a_province_can_be_matched_in_the_browser(client: Client, cast: Cast) -> None:
    agency = cast.agency()
    told = client.get("/tell/offices/74.json").json()["agencies"]
    assert [agency.pk, agency.name_th, "SAO"] in told
    assert client.get("/tell/offices/45.json").json()["agencies"] == []


def test_the_privacy_notice_names_the_periods_in_force(client: Client) -> None:
    html = client.get("/privacy/").content.decode()
    for word in ("2568", "2562", "สำนักงาน ป.ป.ช.", "เก็บ 5 ปี", "เก็บ 2 ปี", "30 วัน"):
        assert word in html
    assert "two years" in client.get("/en/privacy/").content.decode()


def test_without_keys_the_page_still_opens_and_sending_says_why(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.VAULT_ROOT = tmp_path / "empty"
    assert client.get("/tell/").status_code == 200
    answer = client.post("/tell/", {"province": "74", "text": "เรื่อง"})
    assert answer.status_code == 422


def test_the_directory_can_be_copied_and_checked_by_anybody(client: Client, door: Keyring) -> None:
    told = client.get("/vault/directory.json").json()
    assert told["root"]
    assert {'"kind":"unit"' in entry["entry"] for entry in told["entries"]} == {True, False}
