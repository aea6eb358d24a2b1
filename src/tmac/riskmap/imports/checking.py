"""The dry run: every row read and checked, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tmac.core.errors import Fault, Invalid
from tmac.riskmap.checking import Register, checked
from tmac.riskmap.drafts import PinDraft
from tmac.riskmap.imports.columns import COLUMNS, is_needed
from tmac.riskmap.imports.faults import RowFault
from tmac.riskmap.imports.lookups import Lookups
from tmac.riskmap.imports.rows import Batch, Row
from tmac.riskmap.models import Pin
from tmac.riskmap.services.drafting import known_documents

Tell = Callable[[int, int], None]
_EVERY = 200


@dataclass
class Outcome:
    """What a file would do: drafts by row, rows that have a pin already, and every fault."""

    rows: int = 0
    drafts: dict[int, PinDraft] = field(default_factory=dict)
    existing: dict[int, str] = field(default_factory=dict)  # row -> code of its pin
    faults: list[RowFault] = field(default_factory=list)

    def as_report(self) -> dict[str, Any]:
        """The outcome in the form that is kept with the import."""
        return {
            "rows": self.rows,
            "ready": len(self.drafts),
            "existing": [[row, code] for row, code in sorted(self.existing.items())],
            "faults": [fault.as_record() for fault in self.faults],
        }


@dataclass(frozen=True)
class Work:
    """A file as it is to be read: rows, which column is what, corrections, what to leave out."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    mapping: Mapping[str, str]
    fixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    def cells(self, number: int) -> dict[str, str]:
        """The cells of a spreadsheet row by field, with what was typed in their place."""
        row = self.rows[number - 2]
        at = {name: self.columns.index(head) for name, head in self.mapping.items()}
        cells = {name: row[position] for name, position in at.items()}
        return cells | dict(self.fixes.get(str(number), {}))


def needed_columns(work: Work, batch: Batch) -> None:
    """Raise Invalid with every column that the file must have and that was not assigned."""
    faults = [
        Fault(
            column.field,
            _("Choose the column that holds “%(label)s”.") % {"label": column.label},
        )
        for column in COLUMNS
        if is_needed(column, batch.kind) and work.mapping.get(column.field) not in work.columns
    ]
    if faults and not _is_numbered_otherwise(work, faults):
        raise Invalid(faults)


def _is_numbered_otherwise(work: Work, faults: list[Fault]) -> bool:
    """Notes may carry document numbers instead of their own."""
    return [fault.field for fault in faults] == ["note_no"] and "document_no" in work.mapping


def check(work: Work, batch: Batch, tell: Tell | None = None) -> Outcome:
    """Read every row. A row that has its pin already is neither a fault nor made again."""
    needed_columns(work, batch)
    words, register = Lookups(batch.province_code), Register(batch.province_code)
    outcome = Outcome()
    positions = {name: work.columns.index(head) for name, head in work.mapping.items()}
    for number, given in enumerate(work.rows, start=2):
        if number in work.left_out or not any(given):
            continue
        cells = {name: given[at] for name, at in positions.items()}
        cells |= dict(work.fixes.get(str(number), {}))
        _read(Row(number, cells, batch, words), register, outcome)
        if tell and number % _EVERY == 0:
            tell(number, len(work.rows))
    _set_apart_existing(outcome, batch)
    _refuse_doubles(outcome)
    outcome.faults.sort(key=lambda fault: fault.row)
    return outcome


def _read(row: Row, register: Register, outcome: Outcome) -> None:
    outcome.rows += 1
    draft = row.draft()
    if draft is not None:
        try:
            checked(draft, register, row.batch.today)
        except Invalid as invalid:
            row.take_faults(invalid.faults)
    if draft is not None and not row.faults:
        outcome.drafts[row.number] = draft.tidied()
    outcome.faults += row.faults


def _set_apart_existing(outcome: Outcome, batch: Batch) -> None:
    """Rows whose document, or whose note of the workshop, was imported before."""
    numbers = [draft.source_document for draft in outcome.drafts.values()]
    documents = known_documents(batch.province_code, numbers)
    notes = _known_notes(batch.workshop_id)
    for row, draft in list(outcome.drafts.items()):
        code = documents.get(draft.source_document) or notes.get((draft.group_no, draft.note_no))
        if code:
            outcome.existing[row] = code
            del outcome.drafts[row]


def _known_notes(workshop_id: int | None) -> dict[tuple[int | None, int | None], str]:
    if workshop_id is None:
        return {}
    held = Pin.objects.filter(workshop_id=workshop_id, note_no__isnull=False)
    return {
        (group, note): code for group, note, code in held.values_list("group_no", "note_no", "code")
    }


def _refuse_doubles(outcome: Outcome) -> None:
    """Two rows of one file with one number: the later one is named with the earlier."""
    first: dict[str, int] = {}
    for row, draft in list(outcome.drafts.items()):
        earlier = first.setdefault(draft.source_document, row)
        if earlier == row:
            continue
        field_name = "note_no" if draft.note_no is not None else "document_no"
        message = _("Row %(row)d has the same number (%(number)s). Give each row its own.")
        said = message % {"row": earlier, "number": draft.source_document}
        outcome.faults.append(RowFault(row, field_name, said, draft.source_document))
        del outcome.drafts[row]
