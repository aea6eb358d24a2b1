"""The frame of every page: menus that lead only where one can go, assets, toasts, credit lines."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.template import Context
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Permission, Role
from tmac.ui import assets, navigation
from tmac.ui.navigation import Place
from tmac.ui.templatetags import tmac as words
from tmac.ui.toasts import say, waiting

SOMSRI = Principal(1, "สมศรี", (Grant(Role.PROVINCE_PREVENTION, 1, "สำนักงานสมุทรสาคร"),))
KITTISAK = Principal(2, "กิตติศักดิ์", (Grant(Role.SYSADMIN, 1, "ส่วนกลาง"),))
PLACES = (
    Place("portal:home", "บ้าน"),
    Place("portal:help", "ช่วยเหลือ"),
    Place("portal:nowhere", "ยังไม่มี"),
    Place("portal:cookies", "หมุด", "pin", Permission.VIEW_PINS),
)


def _labels(officer: Principal | None, path: str = "/") -> list[str]:
    return [str(link.label) for link in navigation.links(PLACES, path, officer)]


def test_a_page_that_does_not_exist_has_no_line_in_the_menu() -> None:
    assert "ยังไม่มี" not in _labels(SOMSRI)


@pytest.mark.parametrize(
    ("officer", "is_shown"), [(SOMSRI, True), (KITTISAK, False), (None, False)]
)
def test_a_page_that_one_may_not_open_has_no_line_either(
    officer: Principal | None, is_shown: bool
) -> None:
    assert ("หมุด" in _labels(officer)) is is_shown


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", "บ้าน"), ("/help/", "ช่วยเหลือ"), ("/help/more/", "ช่วยเหลือ"), ("/helpful/", "บ้าน")],
)
def test_the_line_of_the_page_one_stands_on_is_marked(path: str, current: str) -> None:
    found = [str(link.label) for link in navigation.links(PLACES, path) if link.is_current]
    assert found == [current]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/workspace/", "workspace:today"),
        ("/workspace/pins/2569-74-0001/", "workspace:pins"),
        ("/workspace/map/", "workspace:map"),
        ("/workspace/more/", "workspace:more"),
        *(
            (f"/workspace/{topic}/", "workspace:more")
            for topic in ("people", "workshop", "imports", "agencies", "network", "reference")
        ),
        ("/workspace/people/me/", "workspace:more"),
    ],
)
def test_the_rail_marks_more_for_pages_without_a_line_of_their_own(path: str, current: str) -> None:
    links = navigation.links(navigation.WORKSPACE, path, SOMSRI)
    assert [link.url for link in links if link.is_current] == [reverse(current)]


def test_the_rail_marks_more_on_english_pages_too() -> None:
    with translation.override("en"):
        links = navigation.links(navigation.WORKSPACE, "/en/workspace/people/", SOMSRI)
    assert [link.url for link in links if link.is_current] == ["/en/workspace/more/"]


def test_the_menu_of_an_officer_says_for_whom_he_acts() -> None:
    grant = Grant(Role.PROVINCE_DIRECTOR, 1, "สำนักงานสมุทรสาคร", acting_for="ดิเรก")
    request = RequestFactory().get("/workspace/")
    with translation.override("th"):
        html = words.officer_menu(
            Context({"request": request, "officer": Principal(1, "สมศรี", (grant,))})
        )
    assert "รักษาการแทน ดิเรก" in html
    assert "สำนักงานสมุทรสาคร" in html


def test_nobody_has_no_officers_menu() -> None:
    request = RequestFactory().get("/workspace/")
    html = words.officer_menu(Context({"request": request, "officer": Principal(0, "")}))
    assert "<details" not in html


class Kept:
    """A request that keeps its messages in a list."""

    def __init__(self) -> None:
        self.request = RequestFactory().get("/")
        self.request.session = {}  # type: ignore[assignment]
        from django.contrib.messages.storage.session import SessionStorage

        self.request._messages = SessionStorage(self.request)  # type: ignore[attr-defined]


def test_a_toast_keeps_its_way_back() -> None:
    request = Kept().request
    say(request, "นำหมุดออกแล้ว", undo_url="/workspace/undo/")
    say(request, "ทำไม่สำเร็จ", kind="error")
    first, second = waiting(request)
    assert (first.kind, first.text, first.undo_url) == (
        "success",
        "นำหมุดออกแล้ว",
        "/workspace/undo/",
    )
    assert (second.kind, second.undo_url) == ("error", "")


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "manifest.json"
    font = "node_modules/@fontsource/sarabun/files/sarabun-thai-400-normal.woff2"
    table = {
        "src/entries/portal.ts": {
            "file": "assets/portal-1.js",
            "css": ["assets/portal-1.css"],
            "imports": ["_a.js"],
        },
        "_a.js": {"file": "assets/a-1.js", "css": ["assets/a-1.css"], "imports": ["_b.js"]},
        "_b.js": {"file": "assets/b-1.js", "imports": ["_a.js"]},
        font: {"file": "assets/thai-400.woff2"},
    }
    path.write_text(json.dumps(table))
    settings.DJANGO_VITE = {"default": {"manifest_path": path}}
    return path


def test_a_page_loads_the_styles_and_modules_of_its_entry_once(built: Path) -> None:
    html = assets.entry_tags("portal")
    for file in ("a-1.css", "portal-1.css", "a-1.js", "b-1.js", "portal-1.js"):
        assert html.count(file) == 1
    assert html.index("portal-1.css") < html.index("portal-1.js")


def test_only_fonts_that_were_built_are_fetched_early(built: Path) -> None:
    html = assets.font_tags()
    assert html.count("<link") == 1
    assert "crossorigin" in html


def test_pages_stay_readable_while_the_front_end_is_not_built(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "absent.json"}}
    with caplog.at_level(logging.WARNING):
        assert assets.entry_tags("portal") == ""
    assert "not built" in caplog.text


@pytest.mark.django_db
def test_a_plain_page_needs_no_request() -> None:
    html = render_to_string("ui/error.html", {"status": 500, "title": "ขัดข้อง"})
    assert "ขัดข้อง" in html
