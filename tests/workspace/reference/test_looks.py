"""The reference pages in a browser: accessible, within their width, without a console error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page

from tests.browser import accessible, fits, looks
from tests.cast import Cast
from tmac.geography import services as geography_services
from tmac.taxonomy import services as taxonomy_services

PAGES = [
    ("reference", ()),
    ("category_new", ()),
    ("clocks", ()),
    ("holidays", ()),
    ("regions", ()),
    ("boundaries", ()),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_the_reference_pages_are_accessible_and_fit(
    width: int, cast: Cast, new_page: Callable[..., Page]
) -> None:
    geography_services.load_reference()
    taxonomy_services.load_reference()
    clients = {name: cast.client(name) for name in ("somsri", "chalerm")}
    for name, parts in PAGES:
        client = clients["somsri" if name == "category_new" else "chalerm"]
        _look(new_page(width=width, client=client), name, parts, width)


def _look(page: Page, name: str, parts: tuple[str, ...], width: int) -> None:
    with translation.override("th"):
        page.goto(reverse(f"workspace:{name}", args=parts))
    accessible(page)
    fits(page)
    looks(page, f"reference-{name}-{width}", full=False)
    page.close()
