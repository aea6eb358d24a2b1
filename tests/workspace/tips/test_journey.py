"""Longer ways through the officers' side, in real browsers with real keys."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from tests.evidence.samples import jpeg
from tests.workspace.tips.conftest import MARKUP, Desk, Report, Sitting
from tmac.tips import services
from tmac.tips.lifecycle import step_named
from tmac.tips.models import IdentityRequest, TipProposal
from tmac.tips.reading import mailbox_open

pytestmark = pytest.mark.django_db(transaction=True)
Sit = Callable[..., Sitting]
WHY = "ต้องสอบปากคำในฐานะพยาน เพราะเป็นผู้เดียวที่เห็นการรับเงิน"


def add_naree(desk: Desk, suda: Sitting, report: Report) -> None:
    suda.opens(reverse("workspace:tip_colleagues", args=[report.reference]))
    suda.unlocks()
    suda.page.locator("label.choice", has_text="นารี ตามรอย").click()
    suda.presses("มอบกุญแจของเรื่องนี้")
    suda.page.wait_for_url(f"**{report.url}")


def test_a_colleague_who_was_added_reads_this_tip_and_no_other(desk: Desk, sit: Sit) -> None:
    report, other = desk.taken(), desk.taken()
    naree = sit("naree")
    naree.opens(report.url)
    assert (
        "เปิดให้เฉพาะ" in naree.page.inner_text("main")
        or not naree.page.locator("tmac-sealed").count()
    )
    add_naree(desk, sit("suda"), report)
    assert "เรียกเงินผู้รับเหมา" in naree.reads(report)
    naree.opens(other.url)
    assert naree.page.locator("tmac-sealed").count() == 0


def test_a_unit_that_takes_over_reads_on_and_the_one_before_does_not(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(reverse("workspace:tip_handover", args=[report.reference]))
    suda.unlocks()
    suda.page.locator("label.choice", has_text="ส่วนกลาง").click()
    suda.page.fill("#handover-reason", "เกี่ยวข้องกับผู้บริหารระดับสูง อยู่ในอำนาจส่วนกลาง")
    suda.presses("ส่งมอบเรื่อง")
    suda.page.wait_for_selector(".toast--success")
    services.answer_open(now=desk.now, code=report.code, act_id=uuid4(), text="เขียนหลังส่งมอบ")
    services.take_tip(by=desk.cast("orathai"), now=desk.now, tip_id=report.tip.pk)
    shown = sit("orathai").reads(report)
    assert "เรียกเงินผู้รับเหมา" in shown
    assert "เขียนหลังส่งมอบ" in shown
    sealed = reverse("workspace:tip_sealed", args=[report.reference])
    assert suda.page.request.get(sealed).status in (403, 404)
    assert mailbox_open(report.code, timezone.now()) is not None


def test_a_unit_that_is_asked_for_its_opinion_reads_along(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    suda = sit("suda")
    suda.opens(reverse("workspace:tip_consult", args=[report.reference]))
    suda.unlocks()
    suda.page.locator("label.choice", has_text="ร้อยเอ็ด").click()
    suda.page.fill("#consult-text", "เคยพบวิธีการเดียวกันหรือไม่")
    suda.presses("ให้หน่วยนั้นอ่าน")
    suda.page.wait_for_selector(".toast--success")
    assert "เรียกเงินผู้รับเหมา" in sit("preecha").reads(report)


def test_a_director_alone_is_told_that_a_second_person_is_needed(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    direk = sit("direk")
    direk.opens(report.url)
    label = str(step_named("tip.not_accepted").label)
    refused = direk.page.locator(".steps li:has(button[aria-disabled=true])", has_text=label)
    told = gettext("A second person is needed: an officer proposes this, then you confirm it.")
    assert told in refused.inner_text()

    suda = sit("suda")
    suda.opens(reverse("workspace:tip_step", args=[report.reference, "tip.not_accepted"]))
    assert "ทำคนเดียวไม่ได้" in suda.page.inner_text("main")
    suda.page.check("[name=reason_code][value=OUT_OF_MANDATE]")
    suda.page.locator("tmac-phrases [data-phrase]").first.click()
    suda.page.check("[name=is_anonymous][value='0']")
    suda.page.check("[name=has_evidence][value='1']")
    suda.presses("เสนอ")
    suda.page.wait_for_url(f"**{report.url}")
    report.tip.refresh_from_db()
    assert report.tip.state == "SCREENING", "a proposal alone refuses nothing"
    proposal = TipProposal.objects.get()

    direk.opens(report.url)
    direk.page.fill(f"#answer-{proposal.pk}", "ขอให้ถามผู้แจ้งเพิ่มก่อน")
    direk.page.click("button[value=decline]")
    direk.page.wait_for_selector(".toast")
    report.tip.refresh_from_db()
    assert report.tip.state == "SCREENING"


def _ask(naree: Sitting, report: Report, why: str) -> IdentityRequest:
    naree.opens(reverse("workspace:tip_identity", args=[report.reference]))
    naree.page.fill("#id_reason", why)
    naree.page.check("[name=basis][value=WITNESS]")
    naree.page.fill("#id_basis_text", "พ.ร.ป. ป.ป.ช. มาตรา 36")
    naree.presses("ส่งคำขอ")
    naree.page.wait_for_selector(".toast--success")
    return IdentityRequest.objects.latest("requested_at")


def test_an_identity_is_denied_asked_again_opened_by_two_and_seen_by_one(
    desk: Desk, sit: Sit
) -> None:
    report = desk.taken(identity={"other": MARKUP})
    suda, naree, thida, sombat = (sit(name) for name in ("suda", "naree", "thida", "sombat"))
    add_naree(desk, suda, report)
    first = _ask(naree, report, WHY)

    thida.opens(reverse("workspace:identity"))
    assert WHY in thida.page.inner_text("main")
    assert "เรียกเงินผู้รับเหมา" not in thida.page.content(), "custodians read the summary only"
    thida.page.locator("main a", has_text="ปฏิเสธพร้อมเหตุผล").click()
    thida.page.fill("#id_reason", "ลองถามผ่านกล่องข้อความก่อน")
    thida.presses("ปฏิเสธคำขอ")
    thida.page.wait_for_selector(".toast--success")
    naree.opens(report.url)
    assert "ลองถามผ่านกล่องข้อความก่อน" in naree.page.inner_text("#identity")
    first.refresh_from_db()
    assert first.state == "DENIED"

    second = _ask(naree, report, "ถามแล้ว ผู้แจ้งยินดีให้ปากคำ แต่ต้องออกหมายเรียกพยาน")
    for custodian in (thida, sombat):
        custodian.opens(reverse("workspace:identity"))
        custodian.unlocks()
        custodian.presses("เห็นชอบ")
        custodian.page.wait_for_selector(".toast--success")
    second.refresh_from_db()
    assert second.state == "APPROVED"
    _look(naree, second)
    second.refresh_from_db()
    assert second.state == "CLOSED"


def _look(naree: Sitting, request: IdentityRequest) -> None:
    page = naree.page
    naree.opens(reverse("workspace:identity_view", args=[request.pk]))
    naree.unlocks()
    assert "มานะ" not in page.content()
    naree.presses("เปิดดูตอนนี้")
    page.wait_for_selector("tmac-identity[data-state=open]")
    shown = page.inner_text("tmac-identity")
    assert "มานะ ใจกล้า" in shown
    assert "0899998888" in shown
    assert page.locator("tmac-identity img").count() == 0
    mark = page.locator(".watermark span").first.inner_text()
    assert "นารี" in mark
    assert request.number in mark
    assert "นาที" in page.inner_text("[data-left]")
    page.emulate_media(media="print")
    page.wait_for_selector("tmac-identity .facts", state="hidden")
    page.emulate_media(media="screen")
    request.refresh_from_db()
    assert request.state == "OPENED", "on record before it was seen"
    page.click("[data-finish]")
    page.wait_for_url("**/workspace/tips/**")


def test_nobody_but_who_asked_can_open_what_two_have_approved(desk: Desk, sit: Sit) -> None:
    report = desk.taken()
    add_naree(desk, sit("suda"), report)
    request = _ask(sit("naree"), report, WHY)
    for name in ("thida", "sombat"):
        custodian = sit(name)
        custodian.opens(reverse("workspace:identity"))
        custodian.unlocks()
        custodian.presses("เห็นชอบ")
        custodian.page.wait_for_selector(".toast--success")
    url = reverse("workspace:identity_open", args=[request.pk])
    for name in ("wirot", "suda", "direk", "thida", "sombat", "kittisak", "apinya"):
        answer = desk.cast.client(name).post(url, "{}", content_type="application/json")
        assert answer.status_code in (403, 404), name


def test_a_bundle_for_another_body_opens_with_its_key_and_names_nobody(
    desk: Desk, sit: Sit
) -> None:
    report = desk.taken(files={"ถนน.jpg": jpeg()})
    report.tip.title = report.tip.summary = "เรียกเงินก่อนตรวจรับถนน"
    report.tip.save(update_fields=["title", "summary"])
    theirs = pyrage.x25519.Identity.generate()
    suda = sit("suda")
    refer = reverse("workspace:tip_refer", args=[report.reference])
    suda.opens(refer)
    suda.page.locator(".steps a").first.click()
    suda.page.fill("#id_destination", "สำนักงาน ป.ป.ท. เขต 7")
    suda.page.locator("[name=reason_code]").first.check()
    suda.presses("เสนอ")
    suda.page.wait_for_url(f"**{report.url}")
    direk = sit("direk")
    direk.opens(report.url)
    direk.page.click("button[value=confirm]")
    direk.page.wait_for_selector(".toast--success")
    suda.opens(refer)
    suda.unlocks()
    page = suda.page
    page.fill("#refer-key", "age1wrong")
    suda.presses("สร้างและบันทึก")
    page.wait_for_selector("tmac-refer .told.is-wrong")
    page.fill("#refer-key", str(theirs.to_public()))
    page.locator("[data-part=choices] label", has_text="ถนน.jpg").click()
    with page.expect_download() as saved:
        suda.presses("สร้างและบันทึก")
    bundle = saved.value.path().read_bytes()
    page.wait_for_selector("[data-done]:not([hidden])")
    tip = _opened(bundle, theirs)
    text = json.dumps(tip, ensure_ascii=False)
    assert "เรียกเงินก่อนตรวจรับถนน" in text
    for inner in (report.reference, str(report.tip.pk), "มานะ", "0899998888", "สมชาย"):
        assert inner not in text
    referral = report.tip.referrals.get()
    assert referral.bundle_sha256 == hashlib.sha256(bundle).hexdigest()


def _opened(bundle: bytes, identity: Any) -> dict[str, Any]:
    archive = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(bundle, [identity])))
    assert any(name.startswith("files/") for name in archive.namelist())
    told: dict[str, Any] = json.loads(archive.read("tip.json"))
    return told
