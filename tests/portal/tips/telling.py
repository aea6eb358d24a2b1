"""How a person goes through the report and the mailbox in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playwright.sync_api import FilePayload, Page, expect

from tests.evidence.samples import jpeg

TEXT = "เห็นรถขยะของเทศบาลขนดินไปถมบ้านส่วนตัวทุกวันเสาร์"
PHOTO: FilePayload = {"name": "รถ.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}


def act(page: Page, name: str) -> None:
    page.locator(f"[data-act={name}]").click()


def place(page: Page, province: str = "74", area: str = "มหาชัย") -> None:
    """The place, typed, with its name chosen from the list."""
    page.select_option("[name=province]", province)
    page.fill("#id_area", area)
    page.locator("[role=option]").first.click()
    expect(page.locator("[data-part=match]")).to_contain_text(area)


def short_way(page: Page, text: str = TEXT, files: Iterable[FilePayload] = ()) -> None:
    """From the first screen to the last one by the short way."""
    page.goto("/tell/")
    act(page, "short")
    place(page)
    act(page, "next")
    page.fill("#id_text", text)
    for file in files:
        page.set_input_files("#pick-photo", files=[file])
        expect(page.locator(".evidence__list")).to_contain_text(file["name"])
    act(page, "next")
    expect(page.locator("#h-review")).to_be_visible()


def send(page: Page) -> str:
    """Sends and reads the code that is shown."""
    act(page, "send")
    return code_of(page)


def code_of(page: Page) -> str:
    groups = page.locator(".code__groups")
    groups.wait_for(timeout=20_000)
    code = re.sub(r"\s", "", groups.inner_text())
    assert re.fullmatch(r"\d{30}", code)
    return code


def open_mailbox(page: Page, code: str) -> None:
    page.goto("/mailbox/")
    page.fill("#id_code", code)
    page.locator("[data-part=enter] button").click()
    page.locator(".mailbox__word").wait_for(timeout=20_000)
