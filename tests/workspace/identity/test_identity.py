"""Custodians' pages and report R14; the way through the browser stands in the journeys."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from tests.browser import accessible, fits
from tests.workspace.tips.conftest import MARKUP, Desk, Report
from tests.workspace.tips.test_matrix import add, post
from tmac.audit.models import Entry
from tmac.tips import services
from tmac.tips.models import IdentityRequest, TipEvent
from tmac.vault.formats import box, shamir
from tmac.vault.formats.info import Purpose, info

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "ต้องสอบปากคำในฐานะพยาน เพราะเป็นผู้เดียวที่เห็นการรับเงิน"
BASIS = {"basis": "WITNESS", "basis_text": "พ.ร.ป. ป.ป.ช. มาตรา 36"}


@pytest.fixture
def report(desk: Desk) -> Report:
    report = desk.taken()
    add(desk, report, "naree")
    return report


def asked(desk: Desk, report: Report, why: str = WHY) -> IdentityRequest:
    url = reverse("workspace:tip_identity", args=[report.reference])
    answer = desk.cast.client("naree").post(url, {"reason": why, **BASIS})
    assert answer.status_code == 302, answer.content.decode()
    return IdentityRequest.objects.latest("requested_at")


def resealed(desk: Desk, name: str, request_id: UUID) -> Any:
    """What a custodian's browser posts: the own share for the officer who asked."""
    import base64

    client = desk.cast.client(name)
    wire = client.get(reverse("workspace:identity_share", args=[request_id])).json()
    bound = info(Purpose.IDENTITY_SHARE, UUID(wire["case"]), UUID(wire["custodian_key_id"]), 1)
    share = box.unseal(desk.keyring.seed(name), base64.b64decode(wire["share_box"]), bound)
    assert len(share) == shamir.SHARE_BYTES
    to = base64.b64decode(wire["requester_key"]["public_key"])
    sealed = box.seal(to, share, info(Purpose.IDENTITY_OPEN, UUID(wire["case"]), request_id, 1))
    body = {"box": base64.b64encode(sealed).decode()}
    return post(client, reverse("workspace:identity_approve", args=[request_id]), body)


def test_a_request_without_reason_or_basis_is_told_what_lacks(desk: Desk, report: Report) -> None:
    url = reverse("workspace:tip_identity", args=[report.reference])
    answer = desk.cast.client("naree").post(url, {"reason": "สั้น", "basis": "WITNESS"})
    assert answer.status_code == 422
    assert 'href="#id_basis_text"' in answer.content.decode()
    assert not IdentityRequest.objects.exists()


def test_a_custodian_reads_reason_and_basis_and_nothing_of_the_text(
    desk: Desk, report: Report
) -> None:
    asked(desk, report, f"{WHY} {MARKUP}")
    page = desk.cast.client("thida").get(reverse("workspace:identity")).content.decode()
    assert WHY in page
    assert "มาตรา 36" in page
    assert "<img src=x" not in page
    assert "tmac-sealed" not in page


def test_one_yes_opens_nothing_and_the_second_one_does(desk: Desk, report: Report) -> None:
    request = asked(desk, report)
    opens = reverse("workspace:identity_open", args=[request.pk])
    naree = desk.cast.client("naree")
    assert resealed(desk, "thida", request.pk).status_code == 201
    assert post(naree, opens, {}).status_code == 403
    again = resealed(desk, "sombat", request.pk)
    assert again.status_code == 201
    answer = post(naree, opens, {})
    assert answer.status_code == 200
    assert len(answer.json()["boxes"]) == 2
    assert Entry.objects.filter(action__contains="identity").exists(), "on record"


def test_one_custodian_does_not_count_twice(desk: Desk, report: Report) -> None:
    request = asked(desk, report)
    assert resealed(desk, "thida", request.pk).status_code == 201
    share = reverse("workspace:identity_share", args=[request.pk])
    assert desk.cast.client("thida").get(share).status_code == 403


def test_a_denial_needs_a_reason_and_the_officer_reads_it(desk: Desk, report: Report) -> None:
    request = asked(desk, report)
    url = reverse("workspace:identity_deny", args=[request.pk])
    assert desk.cast.client("thida").post(url, {"reason": ""}).status_code == 422
    assert desk.cast.client("thida").post(url, {"reason": "ไม่"}).status_code == 422
    told = "ลองถามผ่านกล่องข้อความก่อน"
    assert desk.cast.client("thida").post(url, {"reason": told}).status_code == 302
    assert told in desk.cast.client("naree").get(report.url).content.decode()


def test_not_telling_the_reporter_needs_a_reason_and_can_be_ended(
    desk: Desk, report: Report
) -> None:
    request = asked(desk, report)
    url = reverse("workspace:identity_hold", args=[request.pk])
    thida = desk.cast.client("thida")
    assert thida.post(url, {"reason": ""}).status_code == 422
    thida.post(url, {"reason": "การแจ้งจะกระทบการจับกุม"})
    assert "ยังไม่แจ้งให้ผู้แจ้งทราบ" in thida.get(reverse("workspace:identity")).content.decode()
    assert "แจ้งผู้แจ้งได้แล้ว" in thida.get(url).content.decode()
    thida.post(url, {"reason": "การจับกุมสิ้นสุดแล้ว"})
    assert TipEvent.objects.filter(code="hold_lifted").exists()


def test_the_month_is_reported_to_auditor_and_custodians_as_page_and_sheet(
    desk: Desk, report: Report
) -> None:
    request = asked(desk, report)
    services.deny_identity(
        by=desk.cast("thida"), now=desk.now, request_id=request.pk, reason="ถามผ่านกล่องข้อความก่อน"
    )
    apinya = desk.cast.client("apinya")
    page = apinya.get(reverse("workspace:identity_report")).content.decode()
    assert request.number in page
    assert "นารี ตามรอย" in page
    assert report.reference not in page, "who looked, not at what"
    sheet = apinya.get(reverse("workspace:identity_report_csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert rows[1][0] == request.number
    assert Entry.objects.filter(action="identity_report.exported").count() == 1


@pytest.mark.parametrize("month", ["", "2569-13", "0000-00", "1999-01", "<b>"])
def test_a_month_that_is_not_offered_is_this_month(desk: Desk, month: str) -> None:
    url = reverse("workspace:identity_report")
    assert desk.cast.client("apinya").get(url, {"month": month}).status_code == 200


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_identities_are_accessible(
    desk: Desk, report: Report, sit: Any, width: int
) -> None:
    request = asked(desk, report)
    for name, pages in {
        "thida": [("identity", []), ("identity_deny", [request.pk]), ("identity_report", [])],
        "naree": [("identity", []), ("identity_view", [request.pk])],
    }.items():
        officer = sit(name, width)
        for page, args in pages:
            officer.opens(reverse(f"workspace:{page}", args=args))
            accessible(officer.page)
            fits(officer.page)
