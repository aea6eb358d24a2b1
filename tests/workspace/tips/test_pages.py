"""The list of tips, the small forms of a tip, and the page of reporters' data."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.browser import accessible, fits
from tests.workspace.tips.conftest import MARKUP, Desk, Report, Sitting
from tmac.tips import services
from tmac.tips.models import SubjectRequest, Tip
from tmac.tips.reading import mailbox_open

pytestmark = pytest.mark.django_db
WHY = "ข้อเท็จจริงที่ให้มายังไม่เพียงพอต่อการดำเนินการ"


def listed(desk: Desk, name: str, query: str = "") -> str:
    answer = desk.cast.client(name).get(f"{reverse('workspace:tips')}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def step_url(report: Report, event: str) -> str:
    return reverse("workspace:tip_step", args=[report.reference, event])


def test_the_empty_list_teaches_where_tips_come_from(desk: Desk) -> None:
    assert "ยังไม่มีเรื่องแจ้งเข้าหน่วยของท่าน" in listed(desk, "suda")


def test_the_list_shows_coarse_facts_and_nothing_that_was_sealed(desk: Desk) -> None:
    report = desk.report(urgent=True, protection=["THREAT_JOB"])
    page = listed(desk, "suda")
    assert report.reference in page
    assert "ขอความคุ้มครอง" in page
    assert "ยังยับยั้งทัน" in page
    for sealed in ("สมชาย", "เรียกเงิน", "วัดใหญ่", "มานะ"):
        assert sealed not in page


def test_filters_stand_in_the_address_and_each_chip_takes_one_away(desk: Desk) -> None:
    mine, other = desk.taken(), desk.report()
    page = listed(desk, "suda", "mine=1")
    assert mine.reference in page
    assert other.reference not in page
    assert 'class="filter-chip" href="?"' in page
    page = listed(desk, "suda", "unassigned=1")
    assert other.reference in page
    assert mine.reference not in page
    assert listed(desk, "suda", f"text={mine.reference}").count("tip-row__title") == 1
    assert "ไม่มีเรื่องแจ้งตรงกับตัวกรอง" in listed(desk, "suda", "state=CLOSED")
    assert mine.reference in listed(desk, "suda", "category=PRC&district=7401")
    assert mine.reference not in listed(desk, "suda", "district=7402")


@pytest.mark.parametrize("query", ["page=x", "page=0", "state=NOPE", "sort=%00", "district=74'--"])
def test_an_address_that_makes_no_sense_shows_the_list(desk: Desk, query: str) -> None:
    report = desk.report()
    assert report.reference in listed(desk, "suda", query)


def test_a_list_of_ten_thousand_is_light_and_asks_few_questions(desk: Desk) -> None:
    model = desk.report().tip
    rows = []
    for n in range(10_000):
        row = Tip(**{f.attname: getattr(model, f.attname) for f in Tip._meta.concrete_fields})
        row.id, row.reference = uuid4(), f"T2570-74-9{n:05d}"
        row.title = "ผู้รับเหมาถูกเรียกเงินก่อนตรวจรับถนนเลียบคลอง"
        rows.append(row)
    Tip.objects.bulk_create(rows, batch_size=500)
    client = desk.cast.client("suda")
    client.get(reverse("workspace:tips"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        began = time.perf_counter()
        answer = client.get(reverse("workspace:tips"))
        took = time.perf_counter() - began
    assert len(answer.content) < 200_000
    assert len(asked) < 30
    assert took < 3, "300 ms on a free machine; a busy one is no fault"
    assert "10,001 เรื่อง" in answer.content.decode()


def test_a_tip_is_taken_once_and_the_slower_officer_is_told(desk: Desk) -> None:
    report = desk.report()
    url = reverse("workspace:tip_take", args=[report.reference])
    assert desk.cast.client("suda").post(url).status_code == 302
    answer = desk.cast.client("somsri").post(url, follow=True)
    report.tip.refresh_from_db()
    assert report.tip.assigned_to_id == desk.cast.user("suda").pk
    assert "สุดา" in answer.content.decode()


def test_a_tip_is_passed_on_within_the_unit_only(desk: Desk) -> None:
    report = desk.taken()
    url = reverse("workspace:tip_assign", args=[report.reference])
    client = desk.cast.client("direk")
    stranger = desk.cast.user("preecha").pk
    assert client.post(url, {"user_id": stranger}).status_code == 422
    client.post(url, {"user_id": desk.cast.user("somsri").pk})
    report.tip.refresh_from_db()
    assert report.tip.assigned_to_id == desk.cast.user("somsri").pk


def test_a_step_opens_a_form_with_just_what_it_needs(desk: Desk) -> None:
    report = desk.taken()
    page = desk.cast.client("suda").get(step_url(report, "tip.not_accepted")).content.decode()
    assert 'name="reason_code"' in page
    assert 'name="text"' in page
    assert "OUT_OF_MANDATE" in page
    for other in ("destination", "pin_code", "checklist", "outcome"):
        assert f'name="{other}"' not in page


def test_what_a_step_lacks_is_said_at_its_question_and_nothing_typed_is_lost(
    desk: Desk,
) -> None:
    report = desk.taken()
    typed = {"version": report.tip.version, "text": f"{WHY} {MARKUP}"}
    url = step_url(report, "tip.not_accepted")
    answer = desk.cast.client("suda").post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WHY in page
    assert "<img src=x" not in page
    assert 'href="#id_reason_code_0"' in page


def test_of_two_officers_the_slower_one_is_told(desk: Desk) -> None:
    report = desk.taken()
    seen = report.tip.version
    typed = {
        "version": seen,
        "reason_code": "OUT_OF_MANDATE",
        "text": WHY,
        "is_anonymous": "0",
        "has_evidence": "1",
    }
    Tip.objects.filter(pk=report.tip.pk).update(version=seen + 1)
    answer = desk.cast.client("suda").post(step_url(report, "tip.not_accepted"), typed)
    assert answer.status_code == 409
    assert "มีผู้ดำเนินการไปก่อนแล้ว" in answer.content.decode()


def test_a_step_that_does_not_lead_on_from_here_is_a_conflict(desk: Desk) -> None:
    report = desk.taken()
    answer = desk.cast.client("suda").get(step_url(report, "tip.closed"))
    assert answer.status_code == 409


def test_two_persons_refuse_and_the_reporter_reads_why(desk: Desk) -> None:
    report = desk.taken()
    typed = {
        "version": report.tip.version,
        "reason_code": "OUT_OF_MANDATE",
        "text": WHY,
        "is_anonymous": "0",
        "has_evidence": "1",
        "once": "one-token",
    }
    suda = desk.cast.client("suda")
    for _press in range(2):
        answer = suda.post(step_url(report, "tip.not_accepted"), typed)
        assert answer["Location"].endswith(report.url)
    proposal = report.tip.proposals.get()
    url = reverse("workspace:tip_answer", args=[report.reference, proposal.pk])
    report.tip.refresh_from_db()
    suda.post(url, {"answer": "confirm", "version": report.tip.version})
    report.tip.refresh_from_db()
    assert report.tip.state == "SCREENING", "nobody confirms the own proposal"
    direk = desk.cast.client("direk")
    direk.post(url, {"answer": "confirm", "version": report.tip.version})
    report.tip.refresh_from_db()
    assert report.tip.state == "NOT_ACCEPTED"
    mailbox = mailbox_open(report.code, timezone.now())
    assert mailbox is not None
    assert any(WHY in event.text for event in mailbox.view.events)


def test_a_legal_hold_is_set_and_ended_with_a_reason(desk: Desk) -> None:
    report = desk.taken()
    url = reverse("workspace:tip_hold", args=[report.reference])
    direk = desk.cast.client("direk")
    assert direk.post(url, {"reason": "สั้น"}).status_code == 422
    direk.post(url, {"reason": "ศาลสั่งให้รักษาไว้ คดีที่ 12/2569"})
    report.tip.refresh_from_db()
    assert report.tip.is_held
    assert "ระงับการทำลาย" in direk.get(report.url).content.decode()
    direk.post(url, {"reason": "คดีถึงที่สุดแล้ว ไม่ต้องรักษาไว้"})
    report.tip.refresh_from_db()
    assert not report.tip.is_held


def test_the_director_has_a_tip_destroyed_after_a_last_question_and_no_hold(desk: Desk) -> None:
    report = desk.taken()
    url = reverse("workspace:tip_erase", args=[report.reference])
    assert desk.cast.client("suda").get(url).status_code == 403
    direk = desk.cast.client("direk")
    assert direk.post(url, {}).status_code == 422
    services.set_legal_hold(
        by=desk.cast("direk"), now=desk.now, tip_id=report.tip.pk, is_on=True, reason="ศาลสั่งรักษาไว้"
    )
    assert direk.post(url, {"is_sure": "on"}).status_code == 403
    services.set_legal_hold(
        by=desk.cast("direk"), now=desk.now, tip_id=report.tip.pk, is_on=False, reason="คดีสิ้นสุดแล้ว"
    )
    assert direk.post(url, {"is_sure": "on"}).status_code == 302
    report.tip.refresh_from_db()
    assert report.tip.content_destroyed_on is not None
    assert "tmac-sealed" not in direk.get(report.url).content.decode()


def asked_about_data(desk: Desk, report: Report, request: str = "COPY") -> SubjectRequest:
    services.act_open(
        now=desk.now, code=report.code, act="data_request", act_id=uuid4(), request=request
    )
    return SubjectRequest.objects.get()


def test_what_reporters_ask_about_their_data_is_answered_here(desk: Desk) -> None:
    report = desk.taken()
    asked = asked_about_data(desk, report)
    direk = desk.cast.client("direk")
    page = direk.get(reverse("workspace:tip_subjects")).content.decode()
    assert report.reference in page
    url = reverse("workspace:tip_subject_answer", args=[asked.pk])
    assert direk.post(url, {"outcome": "GRANTED", "text": "สั้น"}).status_code == 422
    told = "ส่งสำเนาให้ในกล่องข้อความแล้ว"
    assert direk.post(url, {"outcome": "GRANTED", "text": told}).status_code == 302
    asked.refresh_from_db()
    assert asked.outcome == "GRANTED"
    assert desk.cast.client("decha").get(url).status_code == 404


def test_what_is_destroyed_soon_is_warned_of_and_what_is_held_says_so(desk: Desk) -> None:
    report = desk.taken()
    long_ago = desk.now.date() - timedelta(days=3650)
    Tip.objects.filter(pk=report.tip.pk).update(
        state="NOT_ACCEPTED", closed_on=long_ago, state_since=long_ago, is_held=True
    )
    page = desk.cast.client("direk").get(reverse("workspace:tip_subjects")).content.decode()
    assert report.reference in page
    assert "ระงับไว้ ไม่ทำลาย" in page


def test_the_first_page_of_the_day_names_the_heaps(desk: Desk) -> None:
    desk.report(urgent=True, protection=["THREAT_LIFE"])
    page = desk.cast.client("suda").get(reverse("workspace:today")).content.decode()
    assert "เรื่องที่ขอความคุ้มครอง" in page
    assert "เรื่องที่ยังไม่มีผู้รับ" in page
    assert "วันนี้ไม่มีเรื่องค้าง" not in page


def test_the_pages_say_what_needs_script_and_keep_the_rest_without_it(
    desk: Desk, new_page: Callable[..., Any]
) -> None:
    report = desk.taken()
    client = desk.cast.client("suda")
    page = new_page(width=390, client=client, java_script_enabled=False)
    page.goto(report.url)
    assert "JavaScript" in page.inner_text("main")
    page.goto(reverse("workspace:tip_summary", args=[report.reference]))
    page.fill("#id_title", "ถนนบางกว่าแบบ")
    page.fill("#id_text", "ผู้รับเหมาถูกเรียกเงินก่อนตรวจรับงาน")
    page.click(".save-bar button[type=submit]")
    report.tip.refresh_from_db()
    assert report.tip.summary == "ผู้รับเหมาถูกเรียกเงินก่อนตรวจรับงาน"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_tips_are_accessible(
    desk: Desk, sit: Callable[..., Sitting], width: int, scheme: str
) -> None:
    report = desk.taken(urgent=True, protection=["THREAT_JOB"])
    services.answer_open(now=desk.now, code=report.code, act_id=uuid4(), text="หลังวัด")
    asked = asked_about_data(desk, report)
    suda, direk = sit("suda", width), sit("direk", width)
    for officer in (suda, direk):
        officer.page.emulate_media(color_scheme=scheme)
    suda.opens(reverse("workspace:tips"))
    accessible(suda.page)
    fits(suda.page)
    suda.reads(report)
    suda.page.wait_for_timeout(300)  # the colour of the main step has come to rest
    suda.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # from under the bar of a phone
    for name in ("", "summary", "colleagues", "consult", "handover", "refer", "assign"):
        if name:
            suda.opens(f"{report.url}{name}/")
        accessible(suda.page)
        fits(suda.page)
    suda.opens(step_url(report, "tip.not_accepted"))
    accessible(suda.page)
    for url in (
        reverse("workspace:tip_subjects"),
        reverse("workspace:tip_subject_answer", args=[asked.pk]),
        reverse("workspace:tip_hold", args=[report.reference]),
    ):
        direk.opens(url)
        accessible(direk.page)
        fits(direk.page)
