"""A person whose browser runs no script reports, reads and answers all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import fits, looks
from tests.portal.tips.telling import PHOTO, TEXT, code_of
from tmac.tips.models import Message, Tip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("door"),
]
Open = Callable[..., Page]


@pytest.mark.parametrize("width", [360, 1440])
def test_the_long_page_becomes_a_report_and_the_mailbox_answers(new_page: Open, width: int) -> None:
    page = new_page(width=width, height=740, java_script_enabled=False)
    page.expected.append("422")  # type: ignore[attr-defined]
    page.goto("/tell/")
    expect(page.locator("noscript .notice").first).to_be_visible()
    expect(page.locator("[data-act=short]")).to_be_hidden()
    fits(page)
    looks(page, f"plain-tell-{width}", full=False)
    page.fill("#id_text", TEXT)
    page.set_input_files("#id_files", files=[PHOTO])
    page.locator(".tell__send button").click()
    expect(page.locator(".error-summary")).to_contain_text("กรุณาเลือกจังหวัด")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    expect(page.locator(".evidence .chip")).to_have_text("รับและปิดผนึกแล้ว")
    fits(page)
    looks(page, f"plain-corrected-{width}", full=False)
    page.select_option("[name=province]", "74")
    page.locator(".tell__send button").click()
    code = code_of(page)
    fits(page)
    looks(page, f"plain-done-{width}")
    assert page.context.cookies() == []
    page.fill("#id_code", code)
    page.get_by_role("button", name="เปิดกล่องข้อความ").click()
    expect(page.locator(".thread")).to_contain_text(TEXT)
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="เปิดไฟล์").click()
    assert Path(downloaded.value.path()).read_bytes().startswith(b"\xff\xd8")
    page.fill("#id_answer", "ข้อมูลเพิ่ม")
    page.locator("[data-form=answer] [type=submit]").click()
    expect(page.locator(".thread")).to_contain_text("ข้อมูลเพิ่ม")
    fits(page)
    looks(page, f"plain-mailbox-{width}")
    assert not re.search(code[:10], page.url)
    assert (Tip.objects.get().sealed_by, Message.objects.count()) == ("SERVER", 1)


def test_the_quick_exit_is_a_plain_link_there(new_page: Open) -> None:
    page = new_page(width=360, java_script_enabled=False)
    page.goto("/tell/")
    page.locator(".exit").click()
    page.wait_for_url("**/help/")


def test_when_the_script_never_arrives_the_long_page_appears_by_itself(new_page: Open) -> None:
    page = new_page(width=360)
    page.expected.append("ERR_FAILED")  # type: ignore[attr-defined]
    page.route(re.compile(r"/assets/tell-[\w-]+\.js"), lambda route: route.abort())
    page.goto("/tell/")
    expect(page.locator("#q-review")).not_to_be_in_viewport()
    expect(page.locator("#id_text")).to_be_visible(timeout=15_000)
    expect(page.locator(".tell__send button")).to_be_visible()
