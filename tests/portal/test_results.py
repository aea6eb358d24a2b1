"""What was fixed or stopped, as a visitor sees it: sums of groups of at least five, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Page

from tests.browser import accessible, fits
from tests.riskmap.conftest import NOW, Stage, stage
from tmac.core.thai import fiscal_year_be
from tmac.portal import figures, results
from tmac.portal.results import Choice
from tmac.riskmap.models import Publication
from tmac.riskmap.public_tables import Success
from tmac.riskmap.stories import published

__all__ = ["stage"]
pytestmark = pytest.mark.django_db
CLOSED = NOW - timedelta(days=5)
TODAY = date(2026, 11, 23)
YEAR = fiscal_year_be(CLOSED.date())


def _resolved(stage: Stage, count: int, baht: int | None = 1_000_000) -> list[int]:
    return [
        stage.at("prevention", "RESOLVED", baht_protected=baht, closed_at=CLOSED).pk
        for _number in range(count)
    ]


def test_five_pins_are_shown_with_their_baht(stage: Stage) -> None:
    _resolved(stage, 5)
    with translation.override("en"):
        shown = results.results(Choice(YEAR), TODAY)
    assert shown.figures[0].value == "5"
    assert "5\u00a0million\u00a0baht" in shown.figures[1].value
    assert sum(bar.percent for bar in shown.times) == 100
    assert shown.table.rows[-1][1].value == "5"


def test_four_pins_are_not_shown_at_all(stage: Stage) -> None:
    _resolved(stage, 4)
    shown = results.results(Choice(), TODAY)
    assert not shown.has_any
    assert figures.headline(TODAY) == []


def test_baht_that_one_pin_dominates_is_not_told(stage: Stage) -> None:
    _resolved(stage, 4, baht=10_000)
    _resolved(stage, 1, baht=900_000_000)
    shown = results.results(Choice(YEAR), TODAY)
    assert len(shown.figures) == 1
    assert "900" not in str(shown.table.rows)


def test_the_parts_of_a_table_make_its_total(stage: Stage) -> None:
    _resolved(stage, 11)
    table = results.results(Choice(), TODAY).table
    assert (
        sum(int(str(row[1].value)) for row in table.rows) == int(str(table.totals[1].value)) == 11
    )


@pytest.mark.parametrize("choice", [Choice(), Choice(YEAR)])
def test_the_bars_make_the_total_with_what_has_no_time_of_its_own(
    choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Seven of this year, five of them of its first quarter; all years hold three older ones.
    told = [Success(YEAR, 1, "74", 5, 0, None), Success(YEAR, 0, "74", 2, 0, None)]
    older = [Success(0, 0, "74", 3, 0, None)]
    found = told if choice.fiscal_year_be else told + older
    monkeypatch.setattr(results, "success", lambda *_choice: found)
    shown = results.results(choice, TODAY)
    assert sum(int(bar.value) for bar in shown.times) == sum(row.count for row in found)
    assert shown.times[-1].tone == "rest"
    assert shown.times_note


@pytest.mark.parametrize(
    ("year", "province", "choice"),
    [
        ("", "", Choice()),
        (str(YEAR), "74", Choice(YEAR, "74")),
        ("1999", "99", Choice()),
        ("๒๕๗๐", "<b>", Choice(2570)),
        ("-1", "", Choice()),
    ],
)
def test_strange_choices_fall_back_on_everything(
    stage: Stage, year: str, province: str, choice: Choice
) -> None:
    _resolved(stage, 5)
    assert results.chosen(year, province, TODAY) == choice


def _tell(stage: Stage, pin_id: int, **columns: object) -> None:
    Publication.objects.create(
        pin_id=pin_id,
        before_text="สัญญาจ้างถูกแบ่งเป็นสามส่วน",
        after_text="รวมเป็นสัญญาเดียวและประกวดราคาใหม่",
        approved_by=stage.cast.user("direk"),
        approved_at=NOW,
        **columns,
    )


def test_an_approved_story_is_told_with_province_and_quarter_only(
    stage: Stage, client: Client
) -> None:
    pin_id = _resolved(stage, 1)[0]
    _tell(stage, pin_id)
    told = results.stories(Choice())
    assert [(s.before, s.place) for s in told] == [("สัญญาจ้างถูกแบ่งเป็นสามส่วน", "จ.สมุทรสาคร")]
    html = client.get("/success/").content.decode()
    assert "รวมเป็นสัญญาเดียว" in html
    assert stage.cast.agency().name_th not in html
    assert "2569-74-" not in html


def test_a_withdrawn_story_and_one_of_a_reopened_pin_are_not_told(stage: Stage) -> None:
    withdrawn, reopened = _resolved(stage, 2)
    _tell(stage, withdrawn, withdrawn_at=NOW)
    _tell(stage, reopened)
    stage.put(_pin(reopened), prevention_state="WATCHING")
    assert published() == []


def test_stories_follow_the_choice_of_year_and_province(stage: Stage) -> None:
    _tell(stage, _resolved(stage, 1)[0])
    assert len(published(YEAR, "74")) == 1
    assert published(YEAR - 1) == []
    assert published(YEAR, "45") == []


def _pin(pin_id: int):  # type: ignore[no-untyped-def]
    from tmac.riskmap.models import Pin

    return Pin.objects.get(pk=pin_id)


def test_a_province_with_few_open_pins_has_no_shade(stage: Stage) -> None:
    for _number in range(4):
        stage.at("prevention", "WATCHING")
    assert figures.shading(TODAY).shades == {}


def test_a_province_with_five_open_pins_is_shaded(stage: Stage) -> None:
    for _number in range(5):
        stage.at("prevention", "WATCHING")
    assert set(figures.shading(TODAY).shades) == {"74"}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["/", "/success/", "/en/success/"])
def test_pages_with_numbers_pass_axe(
    stage: Stage, new_page: Callable[..., Page], path: str, width: int
) -> None:
    _tell(stage, _resolved(stage, 6)[0])
    for _number in range(5):
        stage.at("prevention", "WATCHING")
    page = new_page(width=width)
    page.goto(path)
    assert page.locator(".tile").count() >= 2
    accessible(page)
    fits(page)


def test_a_visitor_chooses_a_year_without_script(
    stage: Stage, new_page: Callable[..., Page]
) -> None:
    _resolved(stage, 6)
    page = new_page(java_script_enabled=False)
    page.goto("/success/")
    page.get_by_label("ปีงบประมาณ", exact=True).select_option(str(YEAR))
    page.get_by_role("button", name="แสดง").click()
    assert f"fy={YEAR}" in page.url
    assert page.get_by_role("heading", name="รายไตรมาส").is_visible()


def test_a_year_of_many_digits_is_no_year(db: None) -> None:
    assert results.chosen("9" * 5000, "", TODAY) == results.Choice()
