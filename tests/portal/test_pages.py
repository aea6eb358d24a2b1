"""The public pages: light, still, readable for everybody, and without a single cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser import accessible, fits

PAGES = ("/", "/success/", "/about-the-data/", "/cookies/", "/help/")
BOTH = [*PAGES, *("/en" + page for page in PAGES)]
MAX_BYTES = 120_000
MAX_SHIFT = 0.02
pytestmark = pytest.mark.django_db

WEIGH = """() => performance.getEntriesByType("resource")
  .concat(performance.getEntriesByType("navigation"))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("path", BOTH)
def test_a_visitor_gets_the_page_and_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    html = answer.content.decode()
    assert f'<html lang="{"en" if path.startswith("/en") else "th"}"' in html
    assert " style=" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("path", [*BOTH, "/map/", "/en/map/"])
def test_a_proxy_may_keep_a_page_for_a_minute_and_for_everybody(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


@pytest.mark.parametrize("path", BOTH)
def test_every_page_leads_to_itself_in_the_other_language(client: Client, path: str) -> None:
    other = path.removeprefix("/en") if path.startswith("/en") else "/en" + path
    html = client.get(path + "?fy=2569").content.decode()
    assert f'href="{other}?fy=2569"' in html


@pytest.mark.parametrize("path", BOTH)
def test_every_page_carries_the_disclaimer_and_the_credits(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    assert ("ไม่ได้หมายความว่ามีการทุจริตเกิดขึ้นแล้ว" in html) or ("does not mean that corruption" in html)
    assert "Natural Earth" in html


@pytest.mark.parametrize("path", PAGES)
def test_thai_pages_hold_no_english_left_over(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    for word in ("Home<", ">Results", ">Data<", ">Help<", "The law in plain words"):
        assert word not in html


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_passes_axe_fits_and_stands_still(
    new_page: Callable[..., Page], path: str, width: int
) -> None:
    page = new_page(width=width)
    page.goto(path, wait_until="load")
    assert page.evaluate(SHIFT) < MAX_SHIFT
    accessible(page)
    fits(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_weighs_little_even_uncompressed(page: Page, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    assert page.evaluate(WEIGH) < MAX_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_reads_without_script(new_page: Callable[..., Page], path: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(path)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("navigation", name="เมนูหลัก").is_visible()


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_targets_are_large_enough_for_a_thumb(phone: Page) -> None:
    phone.goto("/")
    small = phone.evaluate(
        """() => [...document.querySelectorAll("nav a, .button, .door, select")]
          .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
          .map(e => e.textContent.trim())"""
    )
    assert small == []


def test_print_leaves_out_what_paper_cannot_press(page: Page) -> None:
    page.goto("/about-the-data/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="เมนูหลัก").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()


def test_health_tells_when_the_database_answers(client: Client) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert not answer.cookies


def test_health_says_when_the_database_does_not(client: Client, monkeypatch: Any) -> None:
    from django.db import DatabaseError, connection

    def fails() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", fails)
    assert client.get("/health").status_code == 503


def test_robots_keep_out_of_the_officers_door(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /workspace/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_the_sitemap_names_every_page_in_both_languages(client: Client) -> None:
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    tree = ElementTree.fromstring(answer.content)
    found = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert {f"http://127.0.0.1:8000{path}" for path in BOTH} <= found


def test_the_first_page_draws_all_provinces(client: Client) -> None:
    assert client.get("/").content.decode().count('<path class="area') == 77
