"""A report from a phone, to an identity that two custodians opened: everybody in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser import accessible, looks
from tests.portal.tips.telling import PHOTO, TEXT, act, open_mailbox, send, short_way
from tests.workspace.tips.conftest import Desk, Sitting, desk, sit
from tmac.tips.models import IdentityRequest, Tip

__all__ = ["desk", "sit"]
pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740, "has_touch": True}
TELEPHONE_NUMBER = "0891112222"
QUESTION = "ขอทราบชื่อโครงการหรือเลขที่สัญญาที่เห็นบนป้าย"
ANSWER = "ป้ายเขียนว่าโครงการปรับปรุงภูมิทัศน์ระยะที่สอง"
WHY = "ต้องเรียกมาให้ถ้อยคำเป็นพยานที่เห็นการขนดิน"


def test_from_a_phone_to_an_identity_opened_by_two(
    desk: Desk, sit: Callable[..., Sitting], new_page: Callable[..., Page], settings: Any
) -> None:
    settings.EXIT_URL = "/help/"
    code = _reports_from_a_phone(new_page(**PHONE))
    tip = Tip.objects.get()
    assert (tip.sealed_by, tip.state) == ("REPORTER", "RECEIVED")
    report = reverse("workspace:tip", args=[tip.reference])

    suda = sit("suda")
    _takes_reads_and_asks(suda, report)
    _answers_by_code(new_page(**PHONE), code)
    suda.opens(report)
    suda.unlocks()
    suda.page.wait_for_selector("tmac-sealed[data-state=open]")
    expect(suda.page.locator("main")).to_contain_text(ANSWER)
    looks(suda.page, "journey-unit-reads-answer")

    direk = sit("direk")
    direk.opens(report)
    refused = direk.page.locator(".steps li", has=direk.page.locator("[aria-disabled=true]"))
    expect(refused.filter(has_text="คนที่สอง").first).to_be_visible()
    looks(direk.page, "journey-director-alone")

    _adds_investigator(suda, tip.reference, report)
    naree, thida, sombat = (sit(name) for name in ("naree", "thida", "sombat"))
    denied = _asks_for_identity(naree, tip.reference)
    _denies(thida, "ลองถามผ่านกล่องข้อความก่อน")
    denied.refresh_from_db()
    assert denied.state == "DENIED"
    naree.opens(report)
    expect(naree.page.locator("#identity")).to_contain_text("ลองถามผ่านกล่องข้อความก่อน")

    granted = _asks_for_identity(naree, tip.reference)
    _approves(thida)
    granted.refresh_from_db()
    assert granted.state == "PENDING", "one custodian alone opens nothing"
    _approves(sombat)
    _opens_identity(naree, granted)
    _is_told(new_page(**PHONE), code)


def _reports_from_a_phone(phone: Page) -> str:
    short_way(phone, files=[PHOTO])
    phone.get_by_role("button", name="ช่องทางติดต่อ").click()
    phone.fill("#id_phone", TELEPHONE_NUMBER)
    act(phone, "next")
    return send(phone)


def _takes_reads_and_asks(suda: Sitting, report: str) -> None:
    page = suda.page
    suda.opens(report)
    suda.presses("รับเรื่อง")
    page.wait_for_load_state()
    suda.opens(report)
    suda.unlocks()
    page.wait_for_selector("tmac-sealed[data-state=open]")
    expect(page.locator("main")).to_contain_text(TEXT)
    assert TELEPHONE_NUMBER not in page.content(), "the unit does not learn who reports"
    looks(page, "journey-unit-reads")
    accessible(page)
    page.click("tmac-ask summary")
    page.locator("tmac-ask textarea").fill(QUESTION)
    page.click("tmac-ask button[type=submit]")
    page.wait_for_selector(".toast--success")


def _answers_by_code(other: Page, code: str) -> None:
    open_mailbox(other, code)
    expect(other.locator(".thread")).to_contain_text(QUESTION)
    other.locator("[data-form=answer] textarea").fill(ANSWER)
    other.locator("[data-form=answer] [type=submit]").click()
    expect(other.locator(".thread")).to_contain_text(ANSWER)
    looks(other, "journey-reporter-answers")


def _adds_investigator(suda: Sitting, reference: str, report: str) -> None:
    suda.opens(reverse("workspace:tip_colleagues", args=[reference]))
    suda.unlocks()
    suda.page.locator("label.choice", has_text="นารี ตามรอย").click()
    suda.presses("มอบกุญแจของเรื่องนี้")
    suda.page.wait_for_url(f"**{report}")


def _asks_for_identity(naree: Sitting, reference: str) -> IdentityRequest:
    naree.opens(reverse("workspace:tip_identity", args=[reference]))
    naree.page.fill("#id_reason", WHY)
    naree.page.check("[name=basis][value=WITNESS]")
    naree.page.fill("#id_basis_text", "พ.ร.ป. ป.ป.ช. มาตรา 36")
    naree.presses("ส่งคำขอ")
    naree.page.wait_for_selector(".toast--success")
    return IdentityRequest.objects.latest("requested_at")


def _denies(custodian: Sitting, why: str) -> None:
    custodian.opens(reverse("workspace:identity"))
    custodian.page.locator("main a", has_text="ปฏิเสธพร้อมเหตุผล").click()
    custodian.page.fill("#id_reason", why)
    custodian.presses("ปฏิเสธคำขอ")
    custodian.page.wait_for_selector(".toast--success")


def _approves(custodian: Sitting) -> None:
    custodian.opens(reverse("workspace:identity"))
    custodian.unlocks()
    custodian.presses("เห็นชอบ")
    custodian.page.wait_for_selector(".toast--success")


def _opens_identity(naree: Sitting, request: IdentityRequest) -> None:
    naree.opens(reverse("workspace:identity_view", args=[request.pk]))
    naree.unlocks()
    naree.presses("เปิดดูตอนนี้")
    naree.page.wait_for_selector("tmac-identity[data-state=open]")
    expect(naree.page.locator("tmac-identity")).to_contain_text(TELEPHONE_NUMBER)
    looks(naree.page, "journey-identity-open")
    naree.page.click("[data-finish]")
    naree.page.wait_for_url("**/workspace/tips/**")


def _is_told(phone: Page, code: str) -> None:
    """The reporter reads in the mailbox that two custodians agreed."""
    open_mailbox(phone, code)
    expect(phone.locator("main")).to_contain_text("สองคน")
    looks(phone, "journey-reporter-told")
