from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.browser import accessible, fits
from tests.cast import Cast
from tests.riskmap.conftest import NOW, TODAY, Stage
from tmac.riskmap import services
from tmac.riskmap.drafts import WorkshopDraft
from tmac.riskmap.models import Pin, Workshop
from tmac.workspace.workshop.forms import NoteForm

NOTE = {
    "line": "ถนนเลียบคลองสร้างแล้วพังเร็ว",
    "kind": "แบ่งซื้อแบ่งจ้าง",
    "place": "740101",
    "agency_kind": "SAO",
    "note_no": "1",
}


@pytest.fixture
def evening(cast: Cast, stage: Stage) -> Workshop:
    """A workshop of Samut Sakhon with three tables; Malee records besides Somsri."""
    draft = WorkshopDraft("เวทีปักหมุดสมุทรสาคร", "74", TODAY, "หอประชุม", 3, (cast.user("malee").pk,))
    return services.open_workshop(by=cast("somsri"), now=NOW, workshop=draft)


def desk(evening: Workshop, table: int = 1) -> str:
    return reverse("workspace:workshop", args=[evening.pk]) + f"?table={table}"


def test_a_workshop_is_opened_with_its_recorders(cast: Cast, stage: Stage) -> None:
    malee = cast.user("malee")
    typed = {
        "name": "เวทีปักหมุดอำเภอเมือง",
        "province_code": "74",
        "held_on": "23 พ.ย. 2569",
        "group_count": "8",
        "recorder_ids": [malee.pk],
    }
    answer = cast.client("somsri").post(reverse("workspace:workshop_open"), typed)
    made = Workshop.objects.get()
    assert answer["Location"] == reverse("workspace:workshop", args=[made.pk])
    assert made.recorders.get().user_id == malee.pk


@pytest.mark.parametrize("name", ["direk", "malee", "pim"])
def test_only_prevention_officers_and_coaches_open_one(cast: Cast, stage: Stage, name: str) -> None:
    assert cast.client(name).get(reverse("workspace:workshop_open")).status_code == 403


def test_a_note_becomes_a_draft_pin_and_the_next_line_is_ready(
    cast: Cast, evening: Workshop
) -> None:
    client = cast.client("somsri")
    answer = client.post(desk(evening, 2), NOTE)
    pin = Pin.objects.get()
    assert (pin.title, pin.category_id, pin.subdistrict_code) == (NOTE["line"], "PRC-03", "740101")
    assert (pin.group_no, pin.note_no, pin.workshop_id) == (2, 1, evening.pk)
    page = client.get(answer["Location"]).content.decode()
    assert 'name="note_no" value="2"' in page
    assert "แบ่งซื้อแบ่งจ้าง" in page
    assert pin.title in page


def test_forty_notes_are_counted_and_no_number_is_given_twice(
    cast: Cast, evening: Workshop
) -> None:
    client = cast.client("somsri")
    for number in range(1, 41):
        client.post(desk(evening), {**NOTE, "line": f"ข้อสังเกตที่ {number}", "note_no": number})
    assert Pin.objects.filter(workshop=evening).count() == 40
    page = client.get(desk(evening)).content.decode()
    assert 'name="note_no" value="41"' in page


def test_a_note_sent_twice_is_one_note(cast: Cast, evening: Workshop) -> None:
    client = cast.client("somsri")
    client.post(desk(evening), NOTE)
    client.post(desk(evening), NOTE)
    assert Pin.objects.count() == 1


def test_two_recorders_with_the_same_number_are_told_and_nothing_is_lost(
    cast: Cast, evening: Workshop
) -> None:
    cast.client("somsri").post(desk(evening), NOTE)
    answer = cast.client("malee").post(desk(evening), {**NOTE, "line": "เรื่องอื่นของโต๊ะนี้"})
    assert answer.status_code == 422
    assert "เรื่องอื่นของโต๊ะนี้" in answer.content.decode()
    assert Pin.objects.count() == 1


def test_the_last_note_is_taken_back_and_corrected(cast: Cast, evening: Workshop) -> None:
    client = cast.client("malee")
    client.post(desk(evening), NOTE)
    pin = Pin.objects.get()
    page = client.get(desk(evening) + f"&back={pin.code}").content.decode()
    assert NOTE["line"] in page
    changed: dict[str, Any] = {**NOTE, "again": pin.code, "version": pin.version}
    client.post(desk(evening), {**changed, "line": "ถนนพังหลังตรวจรับสองเดือน"})
    assert Pin.objects.get().title == "ถนนพังหลังตรวจรับสองเดือน"


def test_a_typed_place_or_kind_that_fits_several_is_offered(cast: Cast, evening: Workshop) -> None:
    answer = cast.client("somsri").post(desk(evening), {**NOTE, "kind": "บุกรุก"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "take_offer" in page
    assert not Pin.objects.exists()


@pytest.mark.parametrize("name", ["preecha", "naree", "apinya"])
def test_others_do_not_find_the_workshop(cast: Cast, evening: Workshop, name: str) -> None:
    client = cast.client(name)
    assert client.get(desk(evening)).status_code == 404
    assert client.post(desk(evening), NOTE).status_code == 404


def test_a_closed_workshop_takes_no_notes(cast: Cast, evening: Workshop) -> None:
    cast.client("somsri").post(reverse("workspace:workshop_close", args=[evening.pk]))
    assert cast.client("malee").post(desk(evening), NOTE).status_code in (403, 404)
    assert not Pin.objects.exists()


def test_the_wall_shows_a_dot_for_each_note(cast: Cast, evening: Workshop) -> None:
    client = cast.client("somsri")
    wall = reverse("workspace:workshop_wall", args=[evening.pk])
    client.post(desk(evening), NOTE)
    page = client.get(wall).content.decode()
    assert page.count("<circle") == 1
    part = client.get(wall, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert NOTE["line"] in part


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(cast: Cast, evening: Workshop, new_page: Any, width: int) -> None:
    client = cast.client("somsri")
    client.post(desk(evening), NOTE)
    page = new_page(width=width, client=client)
    wall = reverse("workspace:workshop_wall", args=[evening.pk])
    for url in (
        reverse("workspace:workshops"),
        reverse("workspace:workshop_open"),
        desk(evening),
        wall,
    ):
        page.goto(url)
        accessible(page)
        fits(page)


def test_enter_saves_the_note_and_the_cursor_waits_for_the_next(
    cast: Cast, evening: Workshop, new_page: Any
) -> None:
    page = new_page(client=cast.client("somsri"))
    page.goto(desk(evening))
    page.fill("#id_line", NOTE["line"])
    page.fill("#id_kind", NOTE["kind"])
    page.fill("#id_place", NOTE["place"])
    page.press("#id_line", "Enter")
    page.wait_for_selector("input[name=note_no][value='2']", state="attached")
    page.wait_for_selector("#id_line:focus")
    page.keyboard.type("ใบที่สองของโต๊ะ")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=note_no][value='3']", state="attached")
    assert Pin.objects.count() == 2


def test_the_cursor_goes_to_the_first_thing_to_correct() -> None:
    form = NoteForm(
        {"line": "ถนนชำรุด", "kind": "", "place": "", "agency_kind": "SAO", "note_no": 1}
    )
    assert not form.is_valid()
    focused = [name for name, one in form.fields.items() if one.widget.attrs.get("autofocus")]
    assert focused == ["kind"]
