"""The public map: aggregates only, complete without JavaScript, in both languages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import accessible, fits, looks
from tests.cast import Cast
from tests.riskmap.scatter import scatter
from tmac.geography.services import load_reference as load_regions
from tmac.riskmap import columns
from tmac.riskmap.models import Pin

HERE = {"province_code": "74", "district_code": "7401", "subdistrict_code": "740101"}


@pytest.fixture
def pins(cast: Cast) -> None:
    columns.forget()
    load_regions()
    scatter(cast, 30, prevention_state="WATCHING", fiscal_year_be=2569, **HERE)
    scatter(cast, 3, prevention_state="WATCHING", fiscal_year_be=2569, province_code="45")
    scatter(cast, 9, prevention_state="DRAFT", province_code="70")


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize("path", ["/map/", "/en/map/", "/map/?word=DONE&fy=2569&q=2&by=NACC"])
def test_the_page_answers_without_a_cookie(client: Any, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert not page.cookies


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
def test_neither_page_nor_data_tell_more_than_counts_of_five(client: Any) -> None:
    answer = client.get("/map/areas.json").json()
    areas = {area["code"]: area for area in answer["areas"]}
    assert areas["74"]["count"] == 30
    assert (areas["45"]["count"], areas["45"]["state"]) == (0, "few")
    assert areas["70"]["state"] == "few"  # only drafts: nothing public
    told = client.get("/map/").content.decode() + client.get("/map/areas.json").content.decode()
    for pin in Pin.objects.all():
        assert pin.code not in told
    assert "คลองทดสอบ" not in told  # the agency's name
    assert all(area["levels"] is None for area in answer["areas"])


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize(
    "query",
    ["text=ถนน", "level=HIGH", "owner=1", "lane=DRAFT", "agency_kind=SAO", "suppression=yes"],
)
def test_no_other_filter_narrows_the_public_figures(client: Any, query: str) -> None:
    whole = client.get("/map/areas.json").json()["areas"]
    assert client.get(f"/map/areas.json?{query}").json()["areas"] == whole


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize(
    "query", ["fy=x&q=9", "word=SECRET", "category=%00", "province=99", "by='--", "region=NACC:zz"]
)
def test_an_address_that_makes_no_sense_is_answered_all_the_same(client: Any, query: str) -> None:
    assert client.get(f"/map/?{query}").status_code == 200
    assert client.get(f"/map/areas.json?{query}").status_code == 200


@pytest.mark.django_db
@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/map/", ["เฝ้าระวัง", "กำลังแก้ไข", "รอตรวจยืนยัน", "แก้ไขแล้ว", "ยับยั้งได้", "ไม่พบความเสี่ยง"]),
        (
            "/en/map/",
            ["Being watched", "Being fixed", "Awaiting a check", "Fixed", "Stopped in time"],
        ),
    ],
)
def test_the_public_words_are_those_of_the_life_cycle(
    client: Any, path: str, words: list[str]
) -> None:
    html = client.get(path).content.decode()
    for word in words:
        assert f">{word}</option>" in html


def test_towns_come_in_the_language_of_the_address(client: Any) -> None:
    thai = client.get("/map/towns.json").json()["features"]
    english = client.get("/en/map/towns.json").json()["features"]
    assert "นครราชสีมา" in {town["properties"]["name"] for town in thai}
    assert all(town["properties"]["name"].isascii() is False for town in thai)
    assert any(town["properties"]["name"].startswith("Nakhon Ratchasima") for town in english)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize("width", [390, 1440])
def test_the_public_map_is_drawn_and_accessible(new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width=width)
    page.goto("/map/")
    page.wait_for_selector("body[data-map=idle]", timeout=30_000)
    expect(page.locator(".map-table tbody tr").first).to_contain_text("30")
    accessible(page)
    fits(page)
    looks(page, f"public-map-{width}", full=False)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("pins")
def test_without_javascript_the_table_says_the_same(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/map/")
    row = page.locator("#areas tr", has_text="สมุทรสาคร")
    expect(row).to_contain_text("30")
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile("province=74"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_view_weighs_at_most_700_kb_over_the_wire(new_page: Callable[..., Page]) -> None:
    page = new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/map/")
    page.wait_for_selector("body[data-map=idle]", timeout=30_000)
    # The tests' server does not compress; fonts and pictures are compressed in themselves.
    weight = sum(len(gzip.compress(answer.body(), 6)) for answer in answers if answer.ok)
    assert 200_000 < weight <= 700_000


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
def test_the_figures_of_one_province_are_its_own(client: Any) -> None:
    answer = client.get("/map/areas.json?province=74").json()
    assert answer["total"]["count"] == 30
    assert answer["reason"] == ""
    assert client.get("/map/areas.json?province=45").json()["total"]["count"] == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("pins")
def test_a_map_without_figures_says_why_and_leads_back(client: Any) -> None:
    answer = client.get("/en/map/areas.json?province=45").json()
    assert "fewer than five pins" in answer["reason"]
    html = client.get("/en/map/?province=45").content.decode()
    assert answer["reason"] in html
    assert '<a href="?view=country">Back to Thailand</a>' in html
