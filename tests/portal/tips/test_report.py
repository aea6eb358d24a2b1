"""Reporting in a browser with scripts: the short way, the long way, and the mailbox afterwards."""

from __future__ import annotations

import re
import secrets
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import accessible, fits, looks
from tests.disk import bytes_of
from tests.evidence.samples import jpeg
from tests.portal.tips.telling import (
    PHOTO,
    TEXT,
    act,
    code_of,
    open_mailbox,
    place,
    send,
    short_way,
)
from tests.tips.reporter import Unit
from tests.vault.keys import Keyring
from tmac.tips import queries, services
from tmac.tips.models import Message, Tip, TipFile
from tmac.vault import receipts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("door"),
]
Open = Callable[..., Page]
PHONE = {"width": 360, "height": 740, "has_touch": True}


def reviewed(page: Page, name: str) -> None:
    """One screen, held to what every screen must be; from its top, where nothing is covered."""
    page.evaluate("window.scrollTo(0, 0)")
    fits(page)
    accessible(page)
    looks(page, f"tell-{name}")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_short_way_is_three_screens_and_a_code(new_page: Open, width: int) -> None:
    page = new_page(width=width, height=740, has_touch=width < 700)
    page.goto("/tell/")
    expect(page.locator("[data-act=short]")).to_be_visible()
    reviewed(page, f"1-kind-{width}")
    act(page, "short")
    expect(page.locator("#h-where")).to_be_focused()
    place(page)
    reviewed(page, f"2-where-{width}")
    act(page, "next")
    page.fill("#id_text", TEXT)
    page.set_input_files("#pick-photo", files=[PHOTO])
    expect(page.locator(".evidence__list .chip")).to_have_text("ลบข้อมูลแฝงแล้ว")
    reviewed(page, f"3-what-{width}")
    act(page, "next")
    expect(page.locator("[data-part=to]")).to_contain_text("สมุทรสาคร")
    expect(page.locator("[data-part=to]")).to_contain_text("เพราะ")
    reviewed(page, f"4-review-{width}")
    code = send(page)
    reviewed(page, f"5-code-{width}")
    assert page.url.endswith("/tell/")
    assert page.context.cookies() == []
    tip = Tip.objects.get()
    assert (tip.sealed_by, tip.subdistrict_code, tip.file_count) == ("REPORTER", "740101", 1)
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["text"] == TEXT
    assert found.content["files"][0]["kept_original"] is False


def test_the_code_is_proven_before_one_leaves(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    code = send(page)
    finish = page.get_by_role("button", name="เสร็จแล้ว ปิดหน้านี้")
    expect(finish).to_be_disabled()
    page.fill("#retype", "00000" if code[-5:] != "00000" else "11111")
    expect(page.locator(".code__status")).to_contain_text("ยังไม่ตรง")
    page.fill("#retype", code[-5:].translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")))
    expect(finish).to_be_enabled()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="เก็บใบรับ").click()
    assert downloaded.value.suggested_filename.startswith("tmac-receipt-T")
    page.emulate_media(media="print")
    looks(page, "tell-code-print")
    expect(page.locator(".code__groups")).to_be_visible()
    expect(page.locator(".code__proof")).to_be_hidden()
    page.emulate_media(media="screen")
    finish.click()
    page.wait_for_url("**/")
    assert code[:5] not in page.content()


def test_one_may_leave_without_typing_after_a_warning(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    send(page)
    page.get_by_role("button", name="ออกโดยไม่พิมพ์").click()
    expect(page.get_by_text("ท่านจะอ่านคำตอบ")).to_be_visible()
    page.get_by_role("button", name="แน่ใจ ออกเลย").click()
    page.wait_for_url("**/")


ANSWERS = {
    "category": "label[for=category-PRC-03]",
    "when": "label[for=id_ongoing_0]",
    "stop": "label[for=id_stoppable_0]",
    "how": "label[for=id_how_known_0]",
    "money": "label[for=id_amount_band_3]",
    "protection": "label[for=id_protection_2]",
}
TYPED = {"who": "#id_who", "elsewhere": "#id_told_elsewhere", "contact": "#id_phone"}


def answer(page: Page, step: str) -> None:
    if step == "where":
        place(page)
    elif step == "what":
        page.fill("#id_text", TEXT)
    elif step == "category":
        page.locator("label[for=category-PRC]").click()
    elif step == "agency":
        page.fill("#id_agency", "เทศบาลนครสมมุติ")
    if step in ANSWERS:
        page.locator(ANSWERS[step]).click()
    if step in TYPED:
        page.fill(TYPED[step], f"คำตอบ {step}")


def test_the_long_way_asks_one_question_a_screen_and_seals_all_answers(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    act(page, "long")
    seen = []
    while (step := page.locator(".question:visible").get_attribute("data-step")) != "review":
        assert step is not None
        seen.append(step)
        answer(page, step)
        reviewed(page, f"long-{len(seen):02}-{step}")
        act(page, "next")
    assert len(seen) == 13
    expect(page.locator(".review__answers")).to_contain_text("คำตอบ who")
    assert "คำตอบ contact" not in page.locator(".review__answers").inner_text()
    code = send(page)
    tip = Tip.objects.get()
    assert (tip.category_id, tip.ongoing, tip.stoppable, tip.how_known) == (
        "PRC-03", "YES", "YES", "SAW",
    )  # fmt: skip
    assert (tip.amount_band, tip.threats, tip.agency_id) == ("LT_500K", ["THREAT_JOB"], None)
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert "เทศบาลนครสมมุติ" in found.content["who"]
    assert found.content["told_elsewhere"] == "คำตอบ elsewhere"
    assert found.content["contact_given"] is True
    assert "คำตอบ contact" not in str(found.content)


def test_more_can_be_added_from_the_last_screen(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    page.get_by_role("button", name="ผู้เกี่ยวข้อง").click()
    expect(page.locator("#h-who")).to_be_focused()
    page.fill("#id_who", "บริษัทสมมุติ")
    act(page, "next")
    expect(page.locator(".review__answers")).to_contain_text("บริษัทสมมุติ")
    page.locator(".review__answer", has_text="เล่าเหตุการณ์").get_by_role("button").click()
    page.fill("#id_text", "")
    act(page, "next")
    expect(page.locator("#id_text_told")).to_have_text("กรุณาเขียนว่าเกิดอะไรขึ้น สั้น ๆ ก็ได้")
    accessible(page)


def test_what_is_about_the_office_goes_to_the_centre(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    page.locator("label[for=id_about_office]").click()
    expect(page.locator("[data-part=to]")).to_contain_text("ส่วนกลาง")
    expect(page.locator("[data-part=to]")).to_contain_text("เกี่ยวกับเจ้าหน้าที่ของสำนักงานจังหวัด")
    send(page)
    assert Tip.objects.get().office.code == "NACC-HQ"


def test_nothing_goes_on_without_the_province_and_the_keyboard_is_enough(page: Page) -> None:
    page.goto("/tell/")
    page.locator("[data-act=short]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#h-where")).to_be_focused()
    page.locator("[data-act=next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_province")).to_be_focused()
    expect(page.locator("#id_province_told")).to_have_text("กรุณาเลือกจังหวัด")
    page.locator("#id_area").focus()
    page.keyboard.type("มหาชัย")
    expect(page.locator("[data-part=match]")).to_have_text("เลือกจังหวัดก่อน")
    page.keyboard.press("Escape")
    page.select_option("#id_province", "74")  # what was typed before is matched now
    expect(page.locator("[data-part=match]")).to_contain_text("ต.มหาชัย")
    page.locator("#id_area").fill("ท่าท")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=match]")).to_contain_text("ต.ท่าทราย")
    page.locator("#id_area").press("Enter")
    expect(page.locator("#h-what")).to_be_focused()


def test_the_position_of_the_device_stays_sealed_and_can_be_taken_back(new_page: Open) -> None:
    page = new_page(**PHONE, geolocation={"latitude": 13.5475, "longitude": 100.2744},
                    permissions=["geolocation"])  # fmt: skip
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto("/tell/")
    act(page, "short")
    act(page, "here")
    expect(page.locator("[data-part=match]")).to_contain_text("สมุทรสาคร")
    expect(page.locator("[data-part=match]")).to_contain_text("โดยประมาณ")
    act(page, "next")
    page.fill("#id_text", TEXT)
    act(page, "next")
    code = send(page)
    assert not [line for line in asked if "13.54" in line or "100.27" in line]
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    where = found.content["where"]
    assert (where["lat"], where["lon"], where["source"]) == (13.5475, 100.2744, "gps")
    assert Tip.objects.get().district_code == "7401"


def test_the_map_is_fetched_only_when_it_is_wanted(new_page: Open) -> None:
    page = new_page(width=390, height=844)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto("/tell/")
    act(page, "short")
    page.select_option("[name=province]", "74")
    assert not [url for url in loaded if "maplibre" in url]
    act(page, "map")
    page.wait_for_selector("body[data-map=idle]", timeout=30_000)
    accessible(page)
    looks(page, "tell-map")
    page.get_by_role("button", name="ใช้จุดกลางแผนที่นี้").click()
    expect(page.locator("[data-part=match]")).not_to_be_empty()


def test_a_place_that_no_list_holds_goes_on_sealed(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/tell/")
    act(page, "short")
    page.select_option("[name=province]", "74")
    page.fill("#id_area", "ซอยลับหลังวัด")
    page.locator("#id_area").press("Tab")
    expect(page.locator("[data-part=match]")).to_contain_text("ไม่พบชื่อ")
    act(page, "next")
    page.fill("#id_text", TEXT)
    act(page, "next")
    code = send(page)
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["where"]["text"] == "ซอยลับหลังวัด"
    assert Tip.objects.get().district_code == ""


def test_the_original_of_a_photo_is_kept_only_on_request(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page, files=[PHOTO])
    act(page, "back")
    page.get_by_text("ส่งต้นฉบับ (").click()
    expect(page.locator(".evidence__list .chip")).to_contain_text("ต้นฉบับ")
    act(page, "next")
    code = send(page)
    found = queries.mailbox_open(code, timezone.now())
    assert found is not None
    assert found.content["files"][0]["kept_original"] is True
    assert found.content["files"][0]["size"] == len(PHOTO["buffer"])


def located_jpeg() -> bytes:
    """A photo that says where it was taken: 13.5475 N, 100.2744 E."""

    def degrees(value: float) -> bytes:
        minutes = round((value % 1) * 60 * 10_000)
        return struct.pack("<IIIIII", int(value), 1, minutes, 10_000, 0, 1)

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        return struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")

    first = struct.pack("<H", 1) + entry(0x8825, 4, 1, struct.pack("<I", 26)) + bytes(4)
    at = 26 + 2 + 4 * 12 + 4
    gps = struct.pack("<H", 4) + b"".join(
        (
            entry(1, 2, 2, b"N"),
            entry(2, 5, 3, struct.pack("<I", at)),
            entry(3, 2, 2, b"E"),
            entry(4, 5, 3, struct.pack("<I", at + 24)),
        )
    )
    tiff = b"II*\0\x08\0\0\0" + first + gps + bytes(4) + degrees(13.5475) + degrees(100.2744)
    exif = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg()[2:]


def test_the_place_of_a_photo_is_offered_and_used_only_when_wished_for(new_page: Open) -> None:
    page = new_page(**PHONE)
    photo = {"name": "ป้าย.jpg", "mimeType": "image/jpeg", "buffer": located_jpeg()}
    short_way(page, files=[photo])  # type: ignore[list-item]
    act(page, "back")
    expect(page.locator(".evidence__place")).to_be_visible()
    looks(page, "tell-photo-place")
    accessible(page)
    page.get_by_role("button", name="ใช้เป็นที่เกิดเหตุ").click()
    expect(page.locator("[data-part=status]")).to_contain_text("เก็บตำแหน่งไว้ในซองปิดผนึกแล้ว")
    act(page, "back")
    expect(page.locator("[data-part=match]")).to_contain_text("เก็บตำแหน่งไว้")
    act(page, "next")
    act(page, "next")
    found = queries.mailbox_open(send(page), timezone.now())
    assert found is not None
    where = found.content["where"]
    assert where["source"] == "photo"
    assert abs(where["lat"] - 13.5475) < 0.001
    assert abs(where["lon"] - 100.2744) < 0.001
    assert found.content["files"][0]["kept_original"] is False


def test_without_a_microphone_the_page_says_to_write_instead(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    act(page, "back")
    act(page, "voice")
    expect(page.locator("[data-part=status]")).to_contain_text("พิมพ์เล่าแทนได้")
    expect(page.locator("#id_text")).to_have_value(TEXT)


def test_markup_stays_text_wherever_it_is_shown(new_page: Open) -> None:
    page = new_page(**PHONE)
    evil = "<img src=x onerror=document.title='owned'>"
    short_way(page, text=evil)
    page.get_by_role("button", name="ผู้เกี่ยวข้อง").click()
    page.fill("#id_who", evil)
    act(page, "next")
    expect(page.locator(".review__answers")).to_contain_text("onerror=")
    code = send(page)
    other = new_page(**PHONE)
    open_mailbox(other, code)
    expect(other.locator(".thread")).to_contain_text("onerror=")
    assert other.locator(".thread img").count() == 0
    assert "owned" not in page.title() + other.title()


def test_the_dialogue_goes_on_in_another_browser(new_page: Open, door: Keyring) -> None:
    page = new_page(**PHONE)
    short_way(page, files=[PHOTO])
    code = send(page)
    tip = Tip.objects.get()
    by = door.cast("suda")
    services.take_tip(by=by, now=timezone.now(), tip_id=tip.pk)
    question = Unit(door).message(tip.pk, "ขอทราบชื่อโครงการ")
    services.send_message(by=by, now=timezone.now(), tip_id=tip.pk, message=question, asks=True)
    other = new_page(**PHONE)
    open_mailbox(other, " ".join(code[at : at + 5] for at in range(0, 30, 5)))
    expect(other.locator(".mailbox__word")).to_have_text("รอข้อมูลจากท่าน")
    expect(other.locator(".thread")).to_contain_text("ขอทราบชื่อโครงการ")
    expect(other.locator(".thread")).to_contain_text(TEXT)
    reviewed(other, "6-mailbox")
    with other.expect_download() as downloaded:
        other.locator(".thread .files button").first.click()
    octets = Path(downloaded.value.path()).read_bytes()
    assert octets.startswith(b"\xff\xd8")
    assert len(octets) < len(PHOTO["buffer"])
    other.fill("#id_answer", "โครงการถนนเลียบคลอง")
    other.set_input_files("#pick-file", files=[
        {"name": "สัญญา.txt", "mimeType": "text/plain", "buffer": b"contract"}
    ])  # fmt: skip
    expect(other.locator(".evidence__list")).to_contain_text("สัญญา.txt")
    other.locator("[data-form=answer] [type=submit]").click()
    expect(other.locator(".mailbox__done")).to_have_text("ส่งแล้ว")
    expect(other.locator(".thread")).to_contain_text("โครงการถนนเลียบคลอง")
    assert Message.objects.filter(direction="IN").count() == 1
    assert TipFile.objects.count() == 2
    tip.refresh_from_db()
    assert tip.state == "SCREENING"
    other.get_by_role("button", name="ปิดกล่องข้อความ").click()
    expect(other.locator("#id_code")).to_have_value("")
    assert TEXT not in other.content()
    assert other.context.cookies() == []


def test_contact_rights_and_withdrawal_are_sealed_and_done(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    code = send(page)
    page = new_page(**PHONE)
    open_mailbox(page, code)
    page.get_by_text("ให้หรือเปลี่ยนช่องทางติดต่อ").click()
    page.fill("#id_phone", "0812345678")
    page.locator("[data-form=contact] [type=submit]").click()
    expect(page.locator(".mailbox__done")).to_be_visible()
    page.get_by_text("สิทธิเกี่ยวกับข้อมูลของฉัน").click()
    page.locator("[data-form=data_request] [type=submit]").click()
    expect(page.locator("[data-form=data_request] [data-part=trouble]")).not_to_be_empty()
    page.locator("label[for=request-COPY]").click()
    page.locator("[data-form=data_request] [type=submit]").click()
    expect(page.locator(".timeline")).to_contain_text("30")
    page.get_by_text("ถอนเรื่องที่แจ้ง").click()
    accessible(page)
    page.locator("[data-form=withdraw] [type=submit]").click()
    expect(page.get_by_text("ถอนเรื่องที่แจ้ง")).to_be_hidden()
    tip = Tip.objects.get()
    assert tip.withdrawn_on is not None
    assert tip.subject_requests.get().request == "COPY"


def test_a_rejection_can_be_objected_to_and_the_work_be_rated(
    new_page: Open, door: Keyring
) -> None:
    page = new_page(**PHONE)
    short_way(page)
    code = send(page)
    _end(Tip.objects.get(), "NOT_ACCEPTED")
    page = new_page(**PHONE)
    open_mailbox(page, code)
    expect(page.locator(".mailbox__outcome")).to_contain_text("ตรวจแล้วไม่พบรถคันดังกล่าว")
    page.locator("label[for=rating-4]").click()
    page.locator("[data-form=rate] [type=submit]").click()
    expect(page.locator("[data-form=rate] [data-part=trouble]")).not_to_be_empty()
    page.locator("label[for=safe-YES]").click()
    reviewed(page, "7-rejected")
    page.locator("[data-form=rate] [type=submit]").click()
    expect(page.locator(".mailbox__done")).to_be_visible()
    expect(page.locator("#rating-4")).to_be_checked()
    page.fill("#id_object", "มีข้อมูลใหม่")
    page.locator("[data-form=object] [type=submit]").click()
    expect(page.locator(".mailbox__word")).to_have_text("กำลังคัดกรอง")
    tip = Tip.objects.get()
    assert (tip.state, tip.rating, tip.felt_safe) == ("SCREENING", 4, "YES")


def test_what_was_closed_can_be_called_not_really_fixed(new_page: Open) -> None:
    page = new_page(**PHONE)
    short_way(page)
    code = send(page)
    _end(Tip.objects.get(), "CLOSED")
    page = new_page(**PHONE)
    open_mailbox(page, code)
    page.fill("#id_not_fixed", "ยังขนดินอยู่")
    page.locator("[data-form=not_fixed] [type=submit]").click()
    expect(page.locator(".mailbox__done")).to_be_visible()
    assert Tip.objects.get().state == "SCREENING"


def _end(tip: Tip, state: str) -> None:
    """Puts a tip at its end, past the steps of officers, with the time for an objection running."""
    from tmac.core.thai import today_in_thailand
    from tmac.tips.promises import OBJECT_CLOSED, OBJECT_REJECTED, Promises

    today = today_in_thailand(timezone.now())
    tip.state, tip.state_since, tip.closed_on = state, today, today
    tip.outcome_text = "ตรวจแล้วไม่พบรถคันดังกล่าว"
    tip.save()
    promises = Promises(tip, today, ())
    promises.make(OBJECT_REJECTED if state == "NOT_ACCEPTED" else OBJECT_CLOSED)
    promises.settle()
    tip.save()


def test_a_typed_slip_is_told_at_once_and_asks_the_server_nothing(new_page: Open) -> None:
    page = new_page(**PHONE)
    page.goto("/mailbox/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for typed, told in (("", "พิมพ์รหัส"), ("12 34", "30"), ("abc", "ตัวเลข"), ("1" * 30, "พิมพ์ผิด")):
        page.fill("#id_code", typed)
        page.locator("[data-part=enter] button").click()
        expect(page.locator("[data-part=enter] [data-part=trouble]")).to_contain_text(told)
    assert not [url for url in asked if "/mailbox/open/" in url]
    accessible(page)


def test_an_unknown_code_is_told_and_opens_nothing(new_page: Open) -> None:
    from tmac.vault.formats.code import new_code

    page = new_page(**PHONE)
    page.expected.append("404")  # type: ignore[attr-defined]
    page.goto("/mailbox/")
    page.fill("#id_code", new_code().shown())
    page.locator("[data-part=enter] button").click()
    expect(page.locator("[data-part=enter] [data-part=trouble]")).to_contain_text(
        "ไม่มีเรื่องที่เปิดด้วยรหัสนี้"
    )


def test_a_receipt_is_checked_in_the_page(new_page: Open, tmp_path: Path) -> None:
    page = new_page(**PHONE)
    short_way(page)
    send(page)
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="เก็บใบรับ").click()
    path = tmp_path / "receipt.json"
    path.write_bytes(Path(downloaded.value.path()).read_bytes())
    receipts.sign_head(timezone.now())
    page = new_page(**PHONE)
    page.goto("/receipts/")
    page.set_input_files("#receipt-file", path)
    expect(page.locator(".receipt-check__told .is-good")).to_have_count(3)
    reviewed(page, "8-receipts")
    path.write_text(path.read_text().replace("position", "positiom"))
    page.set_input_files("#receipt-file", path)
    expect(page.locator(".receipt-check__told .is-bad")).to_have_count(1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the files of SQLite")
def test_a_marker_typed_in_a_browser_is_found_in_no_file(new_page: Open) -> None:
    marker = f"MARKER{secrets.token_hex(12)}"
    page = new_page(**PHONE)
    note = {"name": f"{marker}.txt", "mimeType": "text/plain", "buffer": marker.encode()}
    page.goto("/tell/")
    act(page, "short")
    place(page)
    page.fill("#id_place", marker)
    act(page, "next")
    page.fill("#id_text", marker)
    page.set_input_files("#pick-file", files=[note])  # type: ignore[list-item]
    expect(page.locator(".evidence__list")).to_contain_text(marker)
    act(page, "next")
    page.get_by_role("button", name="ช่องทางติดต่อ").click()
    page.fill("#id_name", marker)
    act(page, "next")
    code = send(page)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folders = [Path(settings.VAR), Path(settings.SEALED_ROOT)]
    paths = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    held = {path: bytes_of(path) for path in paths}
    assert not [path for path, content in held.items() if marker.encode() in content]
    assert not [path for path, content in held.items() if code.encode() in content]
    assert re.fullmatch(r"\d{30}", code_of(page))


def test_the_form_of_a_script_is_never_sent_by_the_form_itself(new_page: Open) -> None:
    page = new_page(**PHONE)
    posted: list[Any] = []
    page.on("request", lambda r: posted.append(r.url) if r.method == "POST" else None)
    short_way(page)
    page.evaluate("document.querySelector('form').requestSubmit()")
    expect(page.locator("#h-review")).to_be_visible()
    assert posted == []
