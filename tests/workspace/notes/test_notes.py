"""Watch notes on a telephone: written in a minute, promoted to a report or a pin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser import accessible, fits
from tests.workspace.tips.conftest import MARKUP, Desk, Sitting
from tmac.riskmap.models import Pin
from tmac.tips.models import Tip, WatchNote
from tmac.tips.reading import mailbox_open

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = {"title": "ขุดลอกคลองซ้ำที่เดิมทุกปี", "text": "คลองยังตื้นเหมือนเดิม", "subdistrict": "740101"}


def write(desk: Desk, name: str = "malee", **changes: Any) -> WatchNote:
    typed = NOTE | {"once": f"a-{WatchNote.objects.count()}"} | changes
    answer = desk.cast.client(name).post(reverse("workspace:note_new"), typed)
    assert answer.status_code == 302, answer.content.decode()
    return WatchNote.objects.latest("written_at")


def test_the_empty_list_teaches_what_a_note_is(desk: Desk) -> None:
    page = desk.cast.client("malee").get(reverse("workspace:notes")).content.decode()
    assert "ยังไม่มีบันทึกเฝ้าระวัง" in page
    assert "เขียนบันทึกแรก" in page


def test_a_note_pressed_twice_is_one_note(desk: Desk) -> None:
    client = desk.cast.client("malee")
    for _press in range(2):
        answer = client.post(reverse("workspace:note_new"), NOTE | {"once": "one-token"})
        assert answer.status_code == 302
    assert WatchNote.objects.count() == 1


def test_a_note_without_a_title_is_told_at_its_question(desk: Desk) -> None:
    answer = desk.cast.client("malee").post(reverse("workspace:note_new"), NOTE | {"title": " "})
    assert answer.status_code == 422
    assert 'href="#id_title"' in answer.content.decode()


def test_a_name_in_a_note_is_kept_and_advised_against(desk: Desk) -> None:
    client = desk.cast.client("malee")
    typed = NOTE | {"text": "โทร 081-234-5678 ถามนายสมชาย ใจดี"}
    page = client.post(reverse("workspace:note_new"), typed, follow=True).content.decode()
    assert "toast--info" in page
    assert WatchNote.objects.count() == 1


def test_markup_in_a_note_is_text(desk: Desk) -> None:
    note = write(desk, title=MARKUP, text=MARKUP)
    client = desk.cast.client("malee")
    for url in (reverse("workspace:notes"), reverse("workspace:note", args=[note.pk])):
        page = client.get(url).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_note_is_edited_by_its_author_and_the_slower_window_is_told(desk: Desk) -> None:
    note = write(desk)
    url = reverse("workspace:note_edit", args=[note.pk])
    client = desk.cast.client("malee")
    typed = NOTE | {"version": note.version, "text": "ปีนี้ขุดสองรอบ"}
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 409
    assert desk.cast.client("somsri").get(url).status_code in (403, 404)


@pytest.mark.parametrize(("name", "sees"), [("malee", True), ("kanya", True), ("preecha", False)])
def test_a_note_is_read_in_its_own_province(desk: Desk, name: str, sees: bool) -> None:
    note = write(desk)
    answer = desk.cast.client(name).get(reverse("workspace:note", args=[note.pk]))
    assert (answer.status_code == 200) is sees


def test_a_note_becomes_a_report_whose_code_is_shown_once(desk: Desk) -> None:
    note = write(desk)
    client = desk.cast.client("malee")
    url = reverse("workspace:note_promote", args=[note.pk])
    page = client.post(url).content.decode()
    code = "".join(re.findall(r"<li>(\d{5})</li>", page))
    mailbox = mailbox_open(code, timezone.now())
    assert mailbox is not None
    assert "คลองยังตื้นเหมือนเดิม" in mailbox.content["text"]
    note.refresh_from_db()
    assert note.tip_reference == Tip.objects.get().reference
    assert code not in client.get(reverse("workspace:note", args=[note.pk])).content.decode()
    assert client.post(url).status_code in (403, 409)


def test_a_note_becomes_a_pin_and_says_so(desk: Desk) -> None:
    note = write(desk, "somsri")
    client = desk.cast.client("somsri")
    page = client.get(reverse("workspace:note", args=[note.pk])).content.decode()
    assert reverse("workspace:pin_new") in page
    form = client.get(reverse("workspace:pin_new"), {"note": note.pk, "title": note.title})
    assert f'name="note" value="{note.pk}"' in form.content.decode()
    typed = {
        "note": note.pk,
        "title": note.title,
        "subdistrict_code": "740101",
        "category": "PRC-03",
        "agency_kind": "SAO",
        "source_rows": "1",
    }
    assert client.post(reverse("workspace:pin_new"), typed).status_code == 302
    note.refresh_from_db()
    assert note.pin_code == Pin.objects.get().code


def test_a_note_of_somebody_out_of_reach_is_not_marked_by_a_pin(desk: Desk) -> None:
    note = write(desk)
    typed = {
        "note": note.pk,
        "title": "หมุดของร้อยเอ็ด",
        "subdistrict_code": "450101",
        "category": "PRC-03",
        "agency_kind": "SAO",
        "source_rows": "1",
    }
    desk.cast.client("preecha").post(reverse("workspace:pin_new"), typed)
    note.refresh_from_db()
    assert note.pin_code == ""


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_notes_are_accessible(
    desk: Desk, sit: Callable[..., Sitting], width: int
) -> None:
    note = write(desk)
    malee = sit("malee", width)
    for name, args in (
        ("notes", []),
        ("note_new", []),
        ("note", [note.pk]),
        ("note_edit", [note.pk]),
        ("note_promote", [note.pk]),
    ):
        malee.opens(reverse(f"workspace:{name}", args=args))
        accessible(malee.page)
        fits(malee.page)


def test_a_note_is_written_without_script(desk: Desk, new_page: Callable[..., Any]) -> None:
    client = desk.cast.client("malee")
    page = new_page(width=390, client=client, java_script_enabled=False)
    page.goto(reverse("workspace:note_new"))
    page.fill("#id_title", "ป้ายโครงการไม่มีวงเงิน")
    page.select_option("#id_subdistrict", "740101")
    page.click("main form button[type=submit]")
    assert WatchNote.objects.get().title == "ป้ายโครงการไม่มีวงเงิน"
