from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from tests.browser import accessible, fits
from tests.cast import Cast
from tests.riskmap.conftest import Stage
from tmac.core.thai import today_in_thailand
from tmac.riskmap.states import Prevention, Suppression
from tmac.workspace.today import more

TODAY = today_in_thailand(timezone.now())


def text_of(cast: Cast, name: str) -> str:
    answer = cast.client(name).get(reverse("workspace:today"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_row_says_why_it_is_here_and_the_next_step(cast: Cast, stage: Stage) -> None:
    late = stage.at("prevention", Prevention.REMEDY, due_on=TODAY - timedelta(days=9))
    soon = stage.at("prevention", Prevention.WATCHING, stoppable_until=TODAY + timedelta(days=7))
    page = text_of(cast, "somsri")
    assert page.index(soon.code) < page.index(late.code), "what can be stopped comes first"
    assert "เหลืออีก 7 วัน" in page
    assert "เกินมาแล้ว 9 วัน" in page
    assert "ติดตามคำตอบจากหน่วยงาน" in page


def test_the_director_sees_what_waits_for_confirmation(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.PROPOSED)
    page = text_of(cast, "direk")
    assert "รอท่านพิจารณา" in page
    assert pin.code in page


def test_the_agency_sees_what_was_sent_to_it_and_nothing_else(cast: Cast, stage: Stage) -> None:
    sent = stage.at("prevention", Prevention.REMEDY)
    watched = stage.at("prevention", Prevention.WATCHING)
    page = text_of(cast, "anong")
    assert sent.code in page
    assert watched.code not in page


def test_the_lead_investigator_sees_hand_overs_that_wait(cast: Cast, stage: Stage) -> None:
    pin = stage.at("suppression", Suppression.HANDOVER)
    page = text_of(cast, "wirot")
    assert "เรื่องที่ส่งต่อมาถึงท่าน" in page
    assert pin.code in page


def test_an_officer_of_another_province_sees_none_of_it(cast: Cast, stage: Stage) -> None:
    pin = stage.at("prevention", Prevention.REMEDY, due_on=TODAY - timedelta(days=9))
    assert pin.code not in text_of(cast, "preecha")


def test_an_empty_list_teaches_the_next_step(cast: Cast, stage: Stage) -> None:
    assert "ยังไม่มีหมุด" in text_of(cast, "somsri")
    assert "วันนี้ไม่มีเรื่องค้าง" in text_of(cast, "direk")


@pytest.mark.parametrize(("name", "page"), [("kittisak", "more"), ("thida", "identity")])
def test_who_sees_no_pins_is_led_to_what_is_theirs(
    cast: Cast, stage: Stage, name: str, page: str
) -> None:
    answer = cast.client(name).get(reverse("workspace:today"))
    assert answer["Location"] == reverse(f"workspace:{page}")


def test_more_offers_each_page_to_exactly_those_who_may_open_it() -> None:
    asked = {place.name: place.needs or "" for place, _what in more.PLACES}
    topics = ("people", "agencies", "network", "workshops", "imports", "reference")
    for name in (f"workspace:{topic}" for topic in topics):
        assert asked[name] == resolve(reverse(name)).func.access.permission  # type: ignore[attr-defined]


def test_more_shows_only_what_may_be_opened(cast: Cast, stage: Stage) -> None:
    page = cast.client("malee").get(reverse("workspace:more")).content.decode()
    assert reverse("workspace:agencies") in page
    assert f'href="{reverse("workspace:people")}"' not in page


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(cast: Cast, stage: Stage, new_page, width: int) -> None:
    stage.at("prevention", Prevention.REMEDY, due_on=TODAY - timedelta(days=9))
    page = new_page(width=width, client=cast.client("somsri"))
    for name in ("workspace:today", "workspace:more"):
        page.goto(reverse(name))
        accessible(page)
        fits(page)
