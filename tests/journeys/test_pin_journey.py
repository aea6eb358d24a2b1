"""From a note of a workshop to a checked fix, an objection and the country's view."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.cast import Cast
from tests.evidence.samples import jpeg
from tests.journeys.people import Person
from tmac.accounts.models import User
from tmac.core.thai import thai_date, today_in_thailand
from tmac.geography.services import load_reference as load_geography
from tmac.network import queries as clubs
from tmac.network import services as network
from tmac.taxonomy.services import load_reference as load_taxonomy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


@pytest.fixture
def world(transactional_db: None, cast: Cast) -> None:
    load_geography()
    load_taxonomy()
    cast.everyone()
    network.load_reference()
    club = clubs.club_of("74")
    assert club is not None
    member = User.objects.create_user("boonchu", name_th="บุญชู ริมน้ำ")
    network.admit(by=cast("kanya"), now=timezone.now(), club_id=club.id, user_id=member.pk)


def country(centre: Person) -> dict[str, int]:
    """What the country's map tells the centre of all pins: open ones and resolved ones."""
    total = centre.page.request.get("/workspace/map/areas.json?by=province").json()["total"]
    return {"open": total["count"], "resolved": total["resolved"]}


def day(offset: int) -> str:
    """A day from today, as an officer types it."""
    return thai_date(today_in_thailand(timezone.now()) + timedelta(days=offset))


SCORE = {
    "has_two_sources": True,
    "has_warning_sign": True,
    "is_seen": True,
    "money_baht": "4,800,000",
    "reach": "TAMBON",
    "irreversible": "NO",
    "evidence": "B",
}
CHECK = {
    "check_done_on": day(0),
    "check_done_by": "สมศรี และชมรม STRONG",
    "check_organisation": "สำนักงาน ป.ป.ช. ประจำจังหวัดสมุทรสาคร",
    "check_finding": "ผิวถนนซ่อมครบตามแบบ วัดความหนาแล้ว",
}


HEAD = "ลำดับ,ประเด็นความเสี่ยง,ประเภทความเสี่ยง,หน่วยงาน,ตำบล,ปีงบประมาณ\n"
NOTES = HEAD + (
    "1,ถนนคอนกรีตบางกว่าแบบแต่ตรวจรับแล้ว,PRC-06,องค์การบริหารส่วนตำบลคลองทดสอบ,บางหญ้าแพรก,2570\n"
    "2,เสาไฟราคาสูงกว่าตำบลข้างเคียง,PRC-04,องค์การบริหารส่วนตำบลคลองทดสอบ,บางหญ้าแพรก,2027\n"
    "3,ขุดลอกคลองซ้ำที่เดิมทุกปี,เรื่องคลอง,องค์การบริหารส่วนตำบลคลองทดสอบ,บางหญ้าแพรก,2570\n"
)


def _import_workshop(somsri: Person, tmp_path: Path) -> str:
    """Three notes, two of them with a mistake that is corrected on the page; the first pin."""
    sheet = tmp_path / "เวทีปักหมุด.csv"
    sheet.write_text(NOTES, encoding="utf-8")
    somsri.opens("/workspace/imports/new/")
    somsri.fills(kind="NOTES", batch="เวทีปักหมุด มหาชัย", file=sheet)
    somsri.presses()
    page = somsri.page
    assert page.locator("fieldset:has(.field__error)").count() == 2, page.inner_text("main")
    page.locator("button[name=take]", has_text="2570").click()
    assert page.locator("fieldset:has(.field__error)").count() == 1
    somsri.fills(**{"cell-4-category": "PRC-06"})
    page.locator(".save-bar button").click()
    page.locator("form[action$='/take/'] button").click()
    page.wait_for_load_state()
    codes = re.findall(r"2570-74-\d{4}", page.inner_text("main"))
    assert codes == ["2570-74-0001", "2570-74-0003"], page.inner_text("main")
    return str(codes[0])


def _verify(somsri: Person, direk: Person, code: str) -> None:
    somsri.opens(f"/workspace/pins/{code}/score/")
    somsri.fills(**SCORE)
    somsri.presses()
    somsri.takes_step(code, "prevention", "PROPOSED")
    somsri.opens(f"/workspace/pins/{code}/step/prevention/WATCHING/", status=403)
    direk.takes_step(code, "prevention", "WATCHING")


def _close(somsri: Person, direk: Person, boonchu: Person, code: str) -> None:
    boonchu.opens(f"/workspace/pins/{code}/look/strong/")
    boonchu.fills(
        done_on=day(0), done_by="ชมรม STRONG", organisation="ชมรม STRONG สมุทรสาคร",
        finding="เดินดูแล้ว ถนนเรียบดี", is_fixed="1",
    )  # fmt: skip
    boonchu.presses()
    somsri.takes_step(code, "prevention", "RESOLVED", **CHECK)
    assert "ตรวจยืนยัน" in somsri.state_of(code), "a proposal alone does not close the pin"
    direk.answers(code, "confirm")


def test_a_note_becomes_a_pin_is_fixed_closed_and_reopened_and_the_country_counts_follow(
    cast: Cast, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    somsri, direk, boonchu, chalerm, anong = (
        Person(name, cast, new_page) for name in ("somsri", "direk", "boonchu", "chalerm", "anong")
    )
    assert country(chalerm) == {"open": 0, "resolved": 0}
    code = _import_workshop(somsri, tmp_path)
    assert country(chalerm)["open"] == 0, "a draft is not counted as open"
    _verify(somsri, direk, code)
    assert country(chalerm) == {"open": 1, "resolved": 0}

    anong.opens(f"/workspace/pins/{code}/", status=404)
    somsri.opens(f"/workspace/pins/{code}/actions/")
    somsri.fills(mechanism="COOP", what="ประชุมร่วมกับ อบต. เรื่องซ่อมถนน", done_on=day(0))
    somsri.presses()
    somsri.takes_step(
        code, "prevention", "REMEDY", letter_no="ปช 0074/12", due_on=day(30), text="ให้ซ่อมตามแบบ"
    )
    assert country(chalerm) == {"open": 1, "resolved": 0}

    photo = tmp_path / "fixed.jpg"
    photo.write_bytes(jpeg())
    anong.takes_step(code, "prevention", "FIX_REPORTED", file_ids=photo, text="ซ่อมเสร็จแล้ว")
    _close(somsri, direk, boonchu, code)
    assert country(chalerm) == {"open": 0, "resolved": 1}

    boonchu.takes_step(code, "prevention", "WATCHING", text="ฝนแรกมาก็ทรุดอีกแล้ว")
    assert "เฝ้าระวัง" in somsri.state_of(code)
    assert country(chalerm) == {"open": 1, "resolved": 0}
    somsri.opens(f"/workspace/pins/{code}/")
    story = somsri.page.locator("main").inner_text()
    assert "ประชุมร่วมกับ อบต." in story
    assert "ฝนแรกมาก็ทรุดอีกแล้ว" in story


def test_an_officer_of_another_province_sees_none_of_it(
    cast: Cast, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    somsri, direk, preecha = (Person(n, cast, new_page) for n in ("somsri", "direk", "preecha"))
    code = _import_workshop(somsri, tmp_path)
    draft = urlsplit(somsri.page.url).path
    _verify(somsri, direk, code)
    preecha.opens(f"/workspace/pins/{code}/", status=404)
    preecha.opens(draft, status=404)
    for path in ("/workspace/", "/workspace/pins/", "/workspace/imports/"):
        preecha.opens(path)
        shown = preecha.page.locator("main").inner_text()
        assert code not in shown
        assert "ถนนคอนกรีต" not in shown
    assert country(preecha) == {"open": 0, "resolved": 0}
    frame = "/workspace/map/pins.json?frame=99,12,102,15&zoom=9"
    assert preecha.page.request.get(frame).json()["count"] == 0
    found = preecha.page.request.get(f"/workspace/map/search.json?q={code}").json()
    assert found["hits"] == []
    exported = preecha.page.request.get("/workspace/pins/export.csv").text()
    assert code not in exported


def test_a_visitor_sees_only_aggregates(
    cast: Cast, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    somsri, direk = (Person(name, cast, new_page) for name in ("somsri", "direk"))
    code = _import_workshop(somsri, tmp_path)
    _verify(somsri, direk, code)
    visitor = new_page()
    for path in ("/", "/map/", "/success/", "/en/map/"):
        visitor.goto(path)
        shown = visitor.content()
        assert code not in shown
        assert "ถนนคอนกรีต" not in shown
        assert "คลองทดสอบ" not in shown
    visitor.goto(f"/workspace/pins/{code}/")
    assert "/accounts/login/" in visitor.url
    assert visitor.request.get("/workspace/map/areas.json", max_redirects=0).status == 302
