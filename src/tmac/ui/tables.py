"""A table as the `data_table` component draws it: heads that sort, cells that know their head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from tmac.core.errors import Sentence
from tmac.ui.fieldsets import sorting


@dataclass(frozen=True)
class Column:
    """One head. `sort` is the value of the parameter `sort` that orders by it, "" for none."""

    label: Sentence
    sort: str = ""
    is_number: bool = False
    url: str = ""
    state: str = ""


@dataclass(frozen=True)
class Cell:
    """One value with the head that leads it on a phone."""

    value: object
    label: Sentence = ""
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """What stands in the table, above it, and in its place while it is empty. A compact one, of
    few short figures, stays a table on phones."""

    caption: Sentence
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] = ()
    summary: Sentence = ""
    export_url: str = ""
    empty_title: Sentence = ""
    empty_text: Sentence = ""
    empty_url: str = ""
    empty_action: Sentence = ""
    is_compact: bool = False


def sortable(
    request: HttpRequest, columns: Sequence[Column], default: str = ""
) -> tuple[Column, ...]:
    """The columns with the address that each head leads to."""
    return tuple(
        Column(c.label, c.sort, c.is_number, **sorting(request, c.sort, default)) if c.sort else c
        for c in columns
    )


def cells(columns: Sequence[Column], values: Iterable[object]) -> tuple[Cell, ...]:
    """One row: values in the order of the columns."""
    return tuple(
        Cell(value, column.label, column.is_number)
        for column, value in zip(columns, values, strict=True)
    )
