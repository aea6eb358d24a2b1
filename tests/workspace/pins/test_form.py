from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.riskmap.conftest import Stage
from tmac.riskmap.models import Pin
from tmac.riskmap.states import Prevention

NEW = "workspace:pin_new"
TYPED: dict[str, Any] = {
    "subdistrict_code": "740101",
    "title": "แบ่งจ้างปรับปรุงถนนเลียบคลอง",
    "what_may_happen": "อาจแบ่งสัญญา",
    "category": "PRC-03",
    "agency_kind": "SAO",
    "source_rows": "1",
}


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse(NEW), {**TYPED, "once": uuid4().hex, **changes})


def test_a_draft_needs_a_place_a_matter_a_kind_and_a_body(cast: Cast, stage: Stage) -> None:
    answer = send(cast.client("somsri"))
    pin = Pin.objects.get()
    assert answer["Location"] == reverse("workspace:pin", args=[pin.code])
    assert (pin.subdistrict_code, pin.category_id, pin.agency_kind) == ("740101", "PRC-03", "SAO")


def test_save_and_score_leads_to_the_score_sheet(cast: Cast, stage: Stage) -> None:
    answer = send(cast.client("somsri"), go="score")
    assert answer["Location"] == reverse("workspace:pin_score", args=[Pin.objects.get().code])


@pytest.mark.parametrize("name", ["direk", "malee", "wirot", "anong", "apinya", "pim"])
def test_only_prevention_officers_and_coaches_make_pins(
    cast: Cast, stage: Stage, name: str
) -> None:
    assert cast.client(name).get(reverse(NEW)).status_code == 403
    assert send(cast.client(name)).status_code == 403
    assert not Pin.objects.exists()


def test_a_refused_form_keeps_everything_that_was_typed(cast: Cast, stage: Stage) -> None:
    answer = send(
        cast.client("somsri"),
        title="",
        budget_baht="มากมาย",
        period_from="31/2/2569",
        place_note="ข้างวัด",
        **{"sources-0-kind": "NEWS", "sources-0-note": "ข่าวท้องถิ่น"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("มากมาย", "31/2/2569", "ข้างวัด", "ข่าวท้องถิ่น"):
        assert kept in page
    assert 'value="PRC-03" id="category-PRC-03" checked' in page
    assert not Pin.objects.exists()


def test_a_christian_year_is_offered_in_the_buddhist_era_and_taken_with_one_press(
    cast: Cast, stage: Stage
) -> None:
    client = cast.client("somsri")
    answer = send(client, stoppable_until="22/11/2027")
    assert "stoppable_until=22 พ.ย. 2570" in answer.content.decode()
    answer = send(client, stoppable_until="22/11/2027", take_offer="stoppable_until=22 พ.ย. 2570")
    page = answer.content.decode()
    assert 'value="22 พ.ย. 2570"' in page
    assert not Pin.objects.exists(), "taking an offer does not yet save"


def test_thai_digits_and_words_are_read(cast: Cast, stage: Stage) -> None:
    send(cast.client("somsri"), stoppable_until="๒๒ พ.ย. ๒๕๗๐", budget_baht="๑.๒ ล้าน")
    pin = Pin.objects.get()
    assert pin.budget_baht == 1_200_000
    assert pin.stoppable_until is not None
    assert pin.stoppable_until.isoformat() == "2027-11-22"


def test_the_same_form_sent_twice_makes_one_pin(cast: Cast, stage: Stage) -> None:
    client = cast.client("somsri")
    token = uuid4().hex
    first, second = send(client, once=token), send(client, once=token)
    assert Pin.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_more_sources_and_a_search_for_agencies_work_without_script(
    cast: Cast, stage: Stage
) -> None:
    cast.agency()
    client = cast.client("somsri")
    page = send(client, more="source", title="").content.decode()
    assert 'name="sources-1-kind"' in page
    assert "error-summary__title" not in page, "asking for a row judges nothing"
    page = send(client, find="agency", agency_text="คลองทดสอบ").content.decode()
    assert "องค์การบริหารส่วนตำบลคลองทดสอบ" in page
    assert not Pin.objects.exists()


def test_sources_and_the_chosen_agency_are_saved(cast: Cast, stage: Stage) -> None:
    body = cast.agency()
    source = {"sources-0-kind": "NEWS", "sources-0-grade": "C", "sources-0-document_no": "ข่าว 1"}
    send(cast.client("somsri"), agency_id=body.pk, agency_kind="", **source)
    pin = Pin.objects.get()
    assert pin.agency_id == body.pk
    assert pin.sources.get().document_no == "ข่าว 1"


def test_a_point_in_another_province_is_refused_with_a_sentence(cast: Cast, stage: Stage) -> None:
    answer = send(cast.client("somsri"), subdistrict_code="", lat="16.05", lon="103.65")
    assert answer.status_code == 422
    assert not Pin.objects.exists()


def edited(pin: Pin, **changes: Any) -> dict[str, Any]:
    return {**TYPED, "version": pin.version, "lat": pin.lat, "lon": pin.lon, **changes}


def test_a_stale_form_shows_what_changed_and_may_then_keep_its_own(
    cast: Cast, stage: Stage
) -> None:
    pin = stage.pin()
    url = reverse("workspace:pin_edit", args=[pin.code])
    old = edited(pin, title="คำที่ฉันพิมพ์")
    cast.client("somsri").post(url, edited(pin, title="คำที่เพื่อนพิมพ์"))
    client = cast.client("somsri")
    answer = client.post(url, old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "คำที่เพื่อนพิมพ์" in page
    assert "คำที่ฉันพิมพ์" in page
    pin.refresh_from_db()
    assert pin.title == "คำที่เพื่อนพิมพ์"
    client.post(url, {**old, "version": pin.version})
    pin.refresh_from_db()
    assert pin.title == "คำที่ฉันพิมพ์"


def test_an_edit_keeps_what_the_form_does_not_ask(cast: Cast, stage: Stage) -> None:
    pin = stage.pin(source_document="บันทึก 9/2569")
    url = reverse("workspace:pin_edit", args=[pin.code])
    cast.client("somsri").post(url, edited(pin, title="ชื่อใหม่ของหมุด"))
    pin.refresh_from_db()
    assert (pin.title, pin.source_document) == ("ชื่อใหม่ของหมุด", "บันทึก 9/2569")


def test_a_verified_pin_is_not_rewritten(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.WATCHING)
    url = reverse("workspace:pin_edit", args=[pin.code])
    assert cast.client("somsri").get(url).status_code == 403


def test_another_province_does_not_even_learn_that_a_pin_exists(cast: Cast, stage: Stage) -> None:
    pin = stage.pin()
    for name in ("pin", "pin_edit", "pin_score", "pin_action", "pin_follow"):
        url = reverse(f"workspace:{name}", args=[pin.code])
        assert cast.client("preecha").get(url).status_code == 404, name


@pytest.mark.parametrize("degrees", ["inf", "nan", "1e308", "-181"])
def test_a_point_that_is_nowhere_opens_an_empty_form(cast: Cast, degrees: str) -> None:
    url = f"{reverse('workspace:pin_new')}?lat={degrees}&lon={degrees}&subdistrict_code=zz"
    assert cast.client("somsri").get(url).status_code == 200
