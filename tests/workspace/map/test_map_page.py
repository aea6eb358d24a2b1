"""The officers' map in a browser: it draws, it drills down, its address says what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import accessible, fits, looks
from tests.cast import Cast
from tests.riskmap.scatter import scatter
from tmac.core.thai import today_in_thailand
from tmac.geography.services import load_reference as load_regions
from tmac.riskmap import columns
from tmac.riskmap.models import Pin
from tmac.riskmap.states import OPEN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPage = Callable[..., Page]


@pytest.fixture
def pins(cast: Cast) -> list[Pin]:
    columns.forget()
    load_regions()
    return scatter(cast, 160)


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    idle(page)
    return page


def idle(page: Page) -> None:
    page.wait_for_selector("body[data-map=idle]", timeout=30_000)


@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize("width", [390, 1440])
def test_the_map_is_drawn_and_accessible(cast: Cast, new_page: NewPage, width: int) -> None:
    page = opened(new_page(width=width, client=cast.client("chalerm")), "/workspace/map/")
    accessible(page)
    fits(page)
    looks(page, f"map-{width}", full=False)
    canvas = page.locator("canvas.maplibregl-canvas")
    expect(canvas).to_be_visible()
    # More than one colour was drawn: an empty map would be a single one.
    assert len(set(canvas.screenshot()[2000:6000])) > 50


@pytest.mark.usefixtures("pins")
def test_a_province_opens_from_the_table_and_the_back_button_returns(
    cast: Cast, page_of_chalerm: Page
) -> None:
    page = opened(page_of_chalerm, "/workspace/map/")
    page.get_by_role("button", name="ดูภายใน สมุทรสาคร").click()
    expect(page).to_have_url(_says("province=74"))
    expect(page.locator(".map-trail [aria-current]")).to_have_text("สมุทรสาคร")
    idle(page)
    page.go_back()
    expect(page.locator(".map-trail li")).to_have_count(1)


@pytest.mark.usefixtures("pins")
def test_filters_stand_in_the_address_and_in_the_link_to_the_list(page_of_chalerm: Page) -> None:
    page = opened(page_of_chalerm, "/workspace/map/?level=HIGH&fy=2569")
    expect(page.locator("input[name=level][value=HIGH]")).to_be_checked()
    expect(page.locator(".map-period__year")).to_contain_text("2569")
    page.locator("summary", has_text="ตัวกรอง").click()
    page.locator("input[name=stoppable]").check()
    expect(page).to_have_url(_says("stoppable=1"))
    listed = page.locator("[data-part=list]").get_attribute("href") or ""
    assert "level=HIGH" in listed
    assert "fy=2569" in listed
    assert "stoppable=1" in listed
    rows = Pin.objects.filter(fiscal_year_be=2569, final_level="HIGH", prevention_state__in=OPEN)
    day = today_in_thailand(timezone.now())
    wanted = rows.filter(stoppable_until__gte=day).count()
    expect(page.locator(".map-summary__count strong")).to_have_text(str(wanted))


def test_a_pin_opens_its_card_and_escape_closes_it(cast: Cast, new_page: NewPage) -> None:
    columns.forget()
    pin = scatter(cast, 1, prevention_state="WATCHING", province_code="74", district_code="7401",
                  subdistrict_code="740101", lat=13.60, lon=100.20)[0]  # fmt: skip
    page = new_page(client=cast.client("somsri"))
    opened(page, "/workspace/map/?province=74&at=100.2000,13.6000,14.00")
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".map-card")
    expect(card).to_contain_text(pin.code)
    accessible(page)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


@pytest.mark.usefixtures("pins")
def test_the_picture_is_a_png_with_the_day_in_its_name(page_of_chalerm: Page) -> None:
    page = opened(page_of_chalerm, "/workspace/map/")
    with page.expect_download() as download:
        page.get_by_role("button", name="บันทึกเป็นภาพ").click()
    content = download.value.path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert download.value.suggested_filename.startswith("tmac-map-20")
    assert len(content) > 50_000


def test_without_webgl_the_same_pins_are_one_link_away(cast: Cast, new_page: NewPage) -> None:
    page = new_page(client=cast.client("somsri"))
    page.add_init_script(
        "HTMLCanvasElement.prototype.getContext = new Proxy("
        "HTMLCanvasElement.prototype.getContext, {apply: (get, canvas, args) =>"
        " String(args[0]).startsWith('webgl') ? null : Reflect.apply(get, canvas, args)})"
    )
    page.goto("/workspace/map/?level=HIGH")
    page.wait_for_selector("body[data-map=missing]")
    link = page.locator(".map-fallback a")
    expect(link).to_have_attribute("href", _says("level=HIGH"))


@pytest.fixture
def page_of_chalerm(cast: Cast, new_page: NewPage) -> Page:
    return new_page(client=cast.client("chalerm"))


def _says(part: str) -> re.Pattern[str]:
    return re.compile(re.escape(part))
