"""Headless Chromium for tests: pages at two widths, no console errors, accessibility by axe."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

LOOKS = Path(__file__).resolve().parents[1] / "var" / "looks"
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one process for all tests of this worker."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages: `new_page(width=390, client=logged_in_client, javaScriptEnabled=...)`.

    A page that writes an error to the console, or asks another host for anything, fails its test.
    A test that provokes an error answer on purpose says `page.expected.append("404")`.
    """
    opened: list[tuple[Page, list[str], list[str]]] = []

    def open_page(width: int = 1440, height: int = 900, client: Client | None = None,
                  **options: Any) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="th-TH",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        if client is not None:
            _keep_log_in(context, client, live_server.url)
        page = context.new_page()
        said, expected = _listen(page, live_server.url)
        page.expected = expected  # type: ignore[attr-defined]
        opened.append((page, said, expected))
        return page

    yield open_page
    for page, _said, _expected in opened:
        page.context.close()
    complaints = [
        line
        for _page, said, expected in opened
        for line in said
        if not any(part in line for part in expected)
    ]
    assert not complaints, "the console said: " + "; ".join(complaints)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk (1440 px)."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a phone (390 px)."""
    return new_page(width=390, height=844, has_touch=True)


def accessible(page: Page) -> None:
    """Fail with a readable list when axe finds a fault. Works under the strict content policy."""
    found = Axe().run(page, options=AXE).response["violations"]
    faults = [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at "
        + "; ".join(str(node["target"]) for node in rule["nodes"][:4])
        for rule in found
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def looks(page: Page, name: str, *, full: bool = True) -> Path:
    """A picture of the page in var/looks, for a person to look at."""
    LOOKS.mkdir(parents=True, exist_ok=True)
    path = LOOKS / f"{name}.png"
    page.screenshot(path=path, full_page=full, animations="disabled")
    return path


def fits(page: Page) -> None:
    """Fail when the page scrolls sideways."""
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{page.url} is {wide} px too wide"


def _keep_log_in(context: Any, client: Client, url: str) -> None:
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


def _listen(page: Page, url: str) -> tuple[list[str], list[str]]:
    said: list[str] = []
    expected: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("request", lambda asked: _note_stranger(said, asked.url, url))
    return said, expected


def _note_stranger(said: list[str], asked: str, url: str) -> None:
    if not asked.startswith((url, "data:", "blob:", "about:")):
        said.append(f"asked a stranger: {asked}")
