"""Every way to fail leads to a page, or a toast, that says what happened and what to do."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tmac.config import urls as product
from tmac.core.access import public
from tmac.core.errors import Change, Conflict, Fault, Invalid, NotFound, Refused, TmacError

FAULTS: dict[str, TmacError] = {
    "refused": Refused("ผู้สร้างหมุดยืนยันหมุดของตนเองไม่ได้"),
    "absent": NotFound("ไม่พบหมุดนี้"),
    "conflict": Conflict("มีผู้แก้ไขไปก่อนแล้ว", [Change("title", "ชื่อเรื่อง", "ถนน", "สะพาน")]),
    "invalid": Invalid([Fault("file", "ไฟล์ว่าง"), Fault("year", "ปีผิด", row=4, offer="2569")]),
}


@public
def failing(request: HttpRequest, how: str) -> HttpResponse:
    raise FAULTS[how] if how in FAULTS else RuntimeError("broken")


@public
def accepting(request: HttpRequest) -> HttpResponse:
    return HttpResponse("saved " + request.POST["note"])


handler400, handler403 = product.handler400, product.handler403
handler404, handler500 = product.handler404, product.handler500
urlpatterns = [
    path("fails/<str:how>/", failing),
    path("takes/", accepting),
    *product.urlpatterns,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("how", "status"), [("refused", 403), ("absent", 404), ("conflict", 409), ("invalid", 422)]
)
def test_each_error_has_its_status_and_its_sentence(client: Client, how: str, status: int) -> None:
    answer = client.get(f"/fails/{how}/")
    assert answer.status_code == status
    assert str(FAULTS[how]) in answer.content.decode()


def test_a_conflict_shows_what_changed(client: Client) -> None:
    html = client.get("/fails/conflict/").content.decode()
    assert "สะพาน" in html
    assert "ถนน" in html


def test_all_faults_of_a_list_are_shown_with_row_and_offer(client: Client) -> None:
    html = client.get("/fails/invalid/").content.decode()
    assert "แถวที่ 4:" in html
    assert "<strong>2569</strong>" in html


@pytest.mark.parametrize("how", FAULTS)
def test_a_partial_load_gets_a_toast(client: Client, how: str) -> None:
    answer = client.get(f"/fails/{how}/", headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


def test_an_unknown_address_is_answered_politely_in_both_languages(client: Client) -> None:
    assert "ไม่พบหน้าที่ท่านต้องการ" in client.get("/nowhere/").content.decode()
    english = client.get("/en/nowhere/")
    assert english.status_code == 404
    assert "Nothing was found here" in english.content.decode()


def test_a_fault_of_the_system_is_told_without_its_details() -> None:
    answer = Client(raise_request_exception=False).get("/fails/otherwise/")
    assert answer.status_code == 500
    assert "ระบบขัดข้องชั่วคราว" in answer.content.decode()
    assert "broken" not in answer.content.decode()


def test_the_page_of_last_resort_needs_no_database(client: Client) -> None:
    client.raise_request_exception = False
    with connection.execute_wrapper(_refuse):
        answer = client.get("/fails/otherwise/")
    assert answer.status_code == 500
    assert "ระบบขัดข้องชั่วคราว" in answer.content.decode()


def test_the_page_of_last_resort_needs_no_template(client: Client) -> None:
    client.raise_request_exception = False
    with patch("tmac.ui.errors.render_to_string", side_effect=RuntimeError("no template")):
        answer = client.get("/fails/otherwise/")
    assert answer.status_code == 500
    assert "ระบบขัดข้องชั่วคราว" in answer.content.decode()


def _refuse(*_anything: object) -> None:
    raise AssertionError("the database was asked")


def _send(client: Client, **headers: str) -> HttpResponse:
    typed = {"note": "บันทึกยาวที่กรอกไว้", "password": "hidden-secret", "kind": "PRC"}
    return client.post("/takes/", typed, headers={"Host": "testserver", **headers})  # type: ignore[return-value]


def test_a_form_of_our_own_page_is_kept_when_it_was_open_too_long() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = _send(client, Origin="http://testserver", **{"Sec-Fetch-Site": "same-origin"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "บันทึกยาวที่กรอกไว้" in html
    assert "hidden-secret" not in html
    assert 'name="csrfmiddlewaretoken"' in html


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_never_offered_again(headers: dict[str, str]) -> None:
    answer = _send(Client(enforce_csrf_checks=True), **headers)
    assert answer.status_code == 403
    assert "บันทึกยาวที่กรอกไว้" not in answer.content.decode()
