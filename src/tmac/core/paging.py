"""Pages of a list, with a size that a person can ask for and a limit that protects the server."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

SIZES = (25, 50, 100)


def page_of(
    rows: QuerySet[Any], number: str | int | None, size: str | int | None = None
) -> Page[Any]:
    """The wanted page; a number out of range gives the nearest page, a strange size the first."""
    try:
        wanted = int(size or SIZES[0])
    except ValueError:
        wanted = SIZES[0]
    return Paginator(rows, wanted if wanted in SIZES else SIZES[0]).get_page(number)
