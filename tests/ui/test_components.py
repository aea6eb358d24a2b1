"""Every component draws its examples, says what it must, and passes axe in both themes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from playwright.sync_api import Page

from tests.browser import accessible, fits
from tests.ui.showcase import COMPONENTS, examples
from tmac.ui.tables import Column, cells, sortable
from tmac.ui.templatetags import tmac as words

# Drawn from a form, a request or an officer, so their examples are in showcase.py.
MADE_BY_CODE = {
    "error_summary",
    "field",
    "filter_bar",
    "officer_menu",
    "pager",
    "portal_nav",
    "risk_badge",
    "workspace_nav",
}
pytestmark = pytest.mark.urls("tests.ui.showcase")


def test_every_component_has_examples() -> None:
    with_examples = {name for name, _values in examples()}
    folders = {path.name for path in COMPONENTS.iterdir() if path.is_dir()}
    assert folders == with_examples | MADE_BY_CODE


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("name", "values"), list(examples()))
def test_a_component_draws_its_example(name: str, values: dict[str, Any], language: str) -> None:
    with translation.override(language):
        html = words.component(name, **values)
    assert html.startswith("<")
    assert " style=" not in html
    assert "onclick" not in html


def test_examples_are_valid_json_with_at_least_one_case() -> None:
    for file in COMPONENTS.glob("*/examples.json"):
        assert json.loads(file.read_text(encoding="utf-8")), file


@pytest.mark.parametrize(
    ("level", "shape", "word"),
    [
        ("LOW", "<circle", "ต่ำ"),
        ("MEDIUM", 'd="M8 1.5', "ปานกลาง"),
        ("HIGH", 'd="M2 2h12', "สูง"),
        ("VERY_HIGH", 'd="m8 .5', "สูงมาก"),
    ],
)
def test_a_level_speaks_by_colour_shape_and_word(level: str, shape: str, word: str) -> None:
    with translation.override("th"):
        html = words.risk_badge(level)
    assert f"badge--{level.lower().replace('_', '-')}" in html
    assert shape in html
    assert f">{word}<" in html


def test_a_badge_says_when_to_verify_first_and_until_when_it_can_be_stopped() -> None:
    with translation.override("th"):
        html = words.risk_badge("HIGH", verify_first=True, stoppable_until=date(2026, 12, 1))
    assert "badge--unverified" in html
    assert "ตรวจยืนยันก่อน" in html
    assert "ยับยั้งได้ถึง 1\u00a0ธ.ค.\u00a02569" in html


def test_text_from_people_is_escaped() -> None:
    html = words.component("status_chip", label="<script>alert(1)</script>")
    assert "<script>" not in html


def test_heads_sort_by_the_address_and_keep_its_other_parameters() -> None:
    request = RequestFactory().get("/?level=HIGH&sort=code&page=3")
    code, title, plain = sortable(
        request, (Column("รหัส", "code"), Column("เรื่อง", "title"), Column("ที่อยู่"))
    )
    assert (code.url, code.state) == ("?level=HIGH&sort=-code", "ascending")
    assert (title.url, title.state) == ("?level=HIGH&sort=title", "none")
    assert plain.url == ""


def test_cells_carry_the_head_that_leads_them_on_a_phone() -> None:
    columns = (Column("จังหวัด"), Column("หมุด", is_number=True))
    row = cells(columns, ["ตรัง", 5])
    assert (row[1].label, row[1].is_number) == ("หมุด", True)


def test_a_question_is_described_by_its_hint_example_and_error() -> None:
    from tests.ui.showcase import Asked

    html = words.field(Asked({})["title"])
    assert 'aria-describedby="id_title_hint id_title_example id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="id_title"' in html


def test_the_error_summary_links_every_fault_to_its_question() -> None:
    from tests.ui.showcase import Asked

    form = Asked({"kind": "A"})
    html = words.error_summary(form)
    for target in ("#id_title", "#id_reach_0", "#id_is_sure"):
        assert f'href="{target}"' in html


def test_a_form_without_faults_has_no_error_summary() -> None:
    from tests.ui.showcase import Asked

    assert words.error_summary(Asked()) == ""


def test_block_components_take_what_stands_inside_them() -> None:
    source = '{% side_sheet id="s" title="หมุด" %}<b>เนื้อหา</b>{% endside_sheet %}'
    html = engines["django"].from_string(source).render({})
    assert "<b>เนื้อหา</b>" in html
    assert 'id="s-title"' in html


@pytest.mark.django_db
def test_the_showcase_answers(client: Client) -> None:
    assert client.get("/showcase/").status_code == 200


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_components_pass_axe_and_fit(
    new_page: Callable[..., Page], width: int, theme: str
) -> None:
    page = new_page(width=width, color_scheme=theme)
    page.goto("/showcase/?toast=1")
    accessible(page)
    fits(page)


def test_a_faulty_form_comes_back_with_focus_on_what_is_wrong(page: Page) -> None:
    page.goto("/showcase/")
    page.locator("#asked [name=title]").evaluate("e => e.removeAttribute('required')")
    page.locator("#asked").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="ส่ง", exact=True).click()
    summary = page.get_by_role("alert")
    assert summary.evaluate("e => e === document.activeElement")
    summary.get_by_role("link", name="ชื่อเรื่อง").click()
    assert page.evaluate("document.activeElement.id") == "id_title"
    accessible(page)


def test_a_dialog_opens_above_the_page_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/showcase/")
    opener = page.get_by_role("link", name="ลบ", exact=True)
    opener.click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    accessible(page)
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert opener.evaluate("e => e === document.activeElement")


def test_a_dialog_can_be_reached_without_script(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/showcase/#dialog-demo")
    assert page.get_by_text("ปิดแล้วเพิ่มบันทึกไม่ได้อีก").is_visible()


def test_a_toast_offers_to_undo_and_can_be_closed(page: Page) -> None:
    page.goto("/showcase/?toast=1")
    toast = page.locator(".toast--success")
    assert toast.get_by_role("button", name="เลิกทำ").is_visible()
    toast.get_by_role("button", name="ปิด").click()
    assert toast.count() == 0


def test_a_filter_sends_itself_and_leaves_empty_questions_out_of_the_address(page: Page) -> None:
    page.goto("/showcase/")
    page.get_by_label("ระดับ").select_option("HIGH")
    page.wait_for_url("**/showcase/?level=HIGH")
