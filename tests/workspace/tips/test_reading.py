"""Opening, asking, summing up: an officer's browser with real keys, and a reporter with a code."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.evidence.samples import jpeg
from tests.workspace.tips.conftest import MARKUP, Desk, Sitting
from tmac.tips import services
from tmac.tips.models import Message
from tmac.tips.reading import mailbox_open

pytestmark = pytest.mark.django_db(transaction=True)
Sit = Callable[..., Sitting]
WRITTEN = (
    *("text", "when", "ongoing_text", "stop_text", "who"),
    *("how_known_text", "project_no", "told_elsewhere"),
)


def test_the_unit_reads_what_the_reporter_sealed(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    shown = sit("suda").reads(report)
    assert "เรียกเงินผู้รับเหมา" in shown
    assert "หน้าวัดใหญ่ ริมคลอง" in shown
    assert "ปิดผนึกโดยระบบ" in shown, "who sealed it stands beside it"


def test_nothing_of_it_is_on_the_page_before_the_key_is_open(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(report.url)
    suda.page.wait_for_selector("tmac-unlock[data-state=locked]")
    assert "เรียกเงินผู้รับเหมา" not in suda.page.content()
    assert "สมชาย" not in suda.page.request.get(report.url).text()


def test_a_wrong_phrase_opens_nothing_and_the_recovery_code_does(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(report.url)
    suda.page.click("[data-read]")
    suda.gives_phrase("ไม่ใช่วลีของฉันแน่นอน")
    suda.page.wait_for_selector("tmac-unlock .told.is-wrong >> text=วลีปลดล็อกไม่ถูกต้อง")
    suda.page.click("[data-by-code]")
    suda.page.fill("#unlock-code", desk.keyring.recovery("suda"))
    suda.page.click("tmac-unlock form button[type=submit]")
    suda.page.wait_for_selector("tmac-sealed[data-state=open]")


def test_the_key_stays_open_for_the_tab_and_not_for_the_next_officer(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.reads(report)
    suda.opens(report.url)
    suda.page.wait_for_selector("tmac-sealed[data-state=open]")
    suda.page.click("tmac-unlock [data-lock]")
    suda.page.wait_for_selector("tmac-unlock[data-state=locked]")
    assert "เรียกเงินผู้รับเหมา" not in suda.page.content()


def test_reading_marks_the_reporters_messages_as_read(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    services.answer_open(now=desk.now, code=report.code, act_id=uuid4(), text="มีรูปอีกสองรูป")
    suda = sit("suda")
    suda.opens(reverse("workspace:tips"))
    assert suda.page.locator(".tip-row .chip", has_text="มีคำตอบใหม่").count() == 1
    with suda.page.expect_response("**/read/") as answer:
        assert "มีรูปอีกสองรูป" in suda.reads(report)
    assert answer.value.status == 200
    assert Message.objects.get().read_on is not None


def test_a_question_reaches_the_reporter_and_stops_the_clock(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.reads(report)
    suda.page.click("tmac-ask summary")
    suda.page.locator("[data-phrase]").first.click()
    suda.page.click("tmac-ask button[type=submit]")
    suda.page.wait_for_selector(".toast--success")
    report.tip.refresh_from_db()
    assert report.tip.state == "NEED_INFO"
    mailbox = mailbox_open(report.code, timezone.now())
    assert mailbox is not None
    (message,) = mailbox.messages
    assert message.from_unit
    assert "กรุณาบอกสถานที่ให้ชัดขึ้น" in message.text
    assert "สุดา" not in str(mailbox.messages), "the reporter does not learn who asks"


def test_an_answer_stands_in_the_conversation(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    services.answer_open(now=desk.now, code=report.code, act_id=uuid4(), text="หลังวัด ใต้สะพาน")
    suda = sit("suda")
    suda.reads(report)
    assert suda.page.locator(".talk__one--in", has_text="หลังวัด ใต้สะพาน").count() == 1


def test_a_summary_is_saved_without_what_points_at_a_person(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(reverse("workspace:tip_summary", args=[report.reference]))
    suda.unlocks()
    suda.page.wait_for_selector("[data-start]:not([hidden])")
    suda.page.fill("#id_title", "เรียกเงินผู้รับเหมาก่อนตรวจรับถนน")
    suda.page.click("[data-start]")
    suda.page.wait_for_selector(".masked")
    assert "สมชาย" not in suda.page.inner_text("[data-part=preview]")
    suda.page.locator("#id_text").press_sequentially(" พบนางมาลี สุขใจ ทะเบียน กข 1234")
    suda.page.wait_for_selector("[data-part=switches] >> text=มาลี สุขใจ")
    suda.presses("บันทึกสรุป")
    suda.page.wait_for_url(f"**{report.url}")
    report.tip.refresh_from_db()
    for hidden in ("สมชาย", "081", "มาลี", "1234"):
        assert hidden not in report.tip.summary
    assert "เรียกเงินผู้รับเหมาทำถนนเลียบคลอง" in report.tip.summary


def test_a_find_that_is_nobodys_name_can_stay(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(reverse("workspace:tip_summary", args=[report.reference]))
    suda.page.fill("#id_title", "ขุดคลองซ้ำ")
    suda.page.fill("#id_text", "คลองขุดใหม่ข้างร้านลุงทองคำทุกปี ไม่มีป้าย")
    suda.page.wait_for_selector("[data-part=switches] button")
    suda.page.click("[data-part=switches] button")
    suda.page.wait_for_selector("[data-part=preview] >> text=ทองคำ")
    suda.presses("บันทึกสรุป")
    suda.page.wait_for_url(f"**{report.url}")
    report.tip.refresh_from_db()
    assert "ทองคำ" in report.tip.summary


def test_a_photo_is_shown_and_a_document_only_saved_after_a_warning(desk: Desk, sit: Sit) -> None:
    files = {"ถนน.jpg": jpeg(), "สัญญา.txt": b"secret contract"}
    report = desk.taken(files=files)
    suda = sit("suda")
    suda.reads(report)
    page = suda.page
    page.locator(".files__file", has_text="ถนน.jpg").get_by_text("เปิดดูภาพ").click()
    page.wait_for_selector("img.files__photo[src^='blob:']")
    row = page.locator(".files__file", has_text="สัญญา.txt")
    assert row.get_by_text("เปิดดูภาพ").count() == 0
    row.get_by_text("บันทึกลงเครื่อง").first.click()
    assert "อาจมีอันตราย" in row.inner_text()
    with page.expect_download() as saved:
        row.locator(".button--danger").click()
    assert saved.value.suggested_filename == "สัญญา.txt"
    assert saved.value.path().read_bytes() == b"secret contract"


def test_markup_in_every_sealed_and_plain_field_stays_text(desk: Desk, sit: Sit) -> None:
    report = desk.taken(
        files={f"{MARKUP[:20]}.jpg": jpeg()},
        content={
            "where": {"text": MARKUP, "lat": None, "lon": None, "source": "typed"},
            "protection": {"text": MARKUP},
            **dict.fromkeys(WRITTEN, MARKUP),
        },
    )
    services.answer_open(now=desk.now, code=report.code, act_id=uuid4(), text=MARKUP)
    suda = sit("suda")
    for url in (report.url, reverse("workspace:tip_summary", args=[report.reference])):
        suda.opens(url)
        suda.unlocks()
        suda.page.wait_for_selector("tmac-sealed[data-state=open]")
        assert suda.page.locator("main img[src=x], main script:not([type])").count() == 0
        assert suda.page.title() not in ("1", "2")
        assert "onerror" in suda.page.inner_text("main")


def test_a_summary_with_markup_is_text_on_every_page_that_shows_it(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    client = desk.cast.client("suda")
    report.tip.title = report.tip.summary = MARKUP
    report.tip.save(update_fields=["title", "summary"])
    for url in (reverse("workspace:tips"), report.url):
        page = client.get(url).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
