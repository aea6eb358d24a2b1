"""The officers' pages do not jump while they load, and none is heavy without a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.cast import Cast
from tests.portal.test_pages import MAX_BYTES, MAX_SHIFT, SHIFT, WEIGH
from tmac.geography.services import load_reference as load_geography
from tmac.taxonomy.services import load_reference as load_taxonomy

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/workspace/",
    "/workspace/pins/",
    "/workspace/imports/",
    "/workspace/imports/new/",
    "/workspace/workshop/",
    "/workspace/agencies/",
    "/workspace/network/",
    "/workspace/people/me/",
    "/workspace/more/",
)


@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_of_the_workspace_is_light_and_stands_still(
    cast: Cast, new_page: Callable[..., Page], live_server: Any, width: int
) -> None:
    load_geography()
    load_taxonomy()
    page = new_page(width=width, client=cast.client("somsri"))
    for path in PAGES:
        answer = page.goto(path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate(SHIFT) < MAX_SHIFT, path
        assert page.evaluate(WEIGH) <= MAX_BYTES * 3, path  # the test server compresses nothing


def test_the_map_and_the_form_with_a_map_stand_still(
    cast: Cast, new_page: Callable[..., Page], live_server: Any
) -> None:
    load_geography()
    load_taxonomy()
    page = new_page(client=cast.client("somsri"))
    for path in ("/workspace/map/", "/workspace/pins/new/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SHIFT) < MAX_SHIFT, path
