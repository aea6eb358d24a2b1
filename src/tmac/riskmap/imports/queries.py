"""What the pages of an import ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.core import jobs
from tmac.riskmap.imports.columns import COLUMNS, Column, is_needed, label_of
from tmac.riskmap.imports.faults import RowFault
from tmac.riskmap.imports.services import work_of
from tmac.riskmap.models import ImportDraft, ImportKind, ImportState

__all__ = [
    "COLUMNS",
    "BadRow",
    "Column",
    "ImportDraft",
    "ImportKind",
    "ImportState",
    "bad_rows",
    "drafts_of",
    "faults_of",
    "is_needed",
    "label_of",
    "progress_of",
]


@dataclass(frozen=True)
class BadCell:
    """A cell to correct: what stands there now, what is wrong, what could stand there."""

    field: str
    label: str
    value: str
    messages: tuple[str, ...]
    offers: tuple[str, ...]


@dataclass(frozen=True)
class BadRow:
    """A row to correct; `about` tells which it is in the officer's own words."""

    number: int
    about: str
    cells: tuple[BadCell, ...]


def drafts_of(by: Principal, now: datetime) -> list[ImportDraft]:
    """The officer's imports, newest first, without the rows."""
    held = ImportDraft.objects.filter(owner_id=by.user_id, expires_at__gte=now)
    return list(held.defer("rows", "fixes")[:50])


def faults_of(draft: ImportDraft) -> list[RowFault]:
    return [RowFault.of_record(record) for record in draft.report.get("faults", [])]


def bad_rows(draft: ImportDraft, faults: Sequence[RowFault]) -> list[BadRow]:
    """The faults gathered by row and cell, with the text that each cell holds now."""
    work = work_of(draft)
    by_row: dict[int, dict[str, list[RowFault]]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, {}).setdefault(fault.field, []).append(fault)
    rows = []
    for number, fields in by_row.items():
        cells = work.cells(number)
        bad = tuple(_bad_cell(name, cells.get(name, ""), held) for name, held in fields.items())
        rows.append(BadRow(number, cells.get("title", "")[:120], bad))
    return rows


def _bad_cell(name: str, value: str, faults: Sequence[RowFault]) -> BadCell:
    offers = dict.fromkeys(offer for fault in faults for offer in fault.offers)
    messages = tuple(fault.message for fault in faults)
    return BadCell(name, label_of(name), value, messages, tuple(offers))


def progress_of(draft: ImportDraft) -> tuple[int, int]:
    """(rows read, rows in all) of the worker."""
    job = jobs.job(draft.job_id) if draft.job_id else None
    return (job.done, job.total) if job else (0, 0)
