"""The steps of an import: keep the file, say what its columns are, correct, try, take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.accounts.services.recording import recorded
from tmac.core import jobs
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.core.sheets import Sheet, read_sheet
from tmac.core.text import cleaned, one_line
from tmac.core.thai import today_in_thailand
from tmac.riskmap import policies
from tmac.riskmap.imports.checking import Outcome, Tell, Work, check
from tmac.riskmap.imports.columns import BY_FIELD, bare, guess
from tmac.riskmap.imports.faults import RowFault
from tmac.riskmap.imports.rows import Batch
from tmac.riskmap.models import ImportDraft, ImportKind, ImportState, LearntHead, Workshop
from tmac.riskmap.services.drafting import draft_pins

IN_REQUEST = 500  # more rows than this are read by the worker
MAX_CELL = 8_000


@dataclass(frozen=True)
class NewImport:
    """What an officer says of a file when handing it in."""

    kind: str
    province_code: str
    batch: str = ""
    workshop_id: int | None = None


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do."""

    rows: int
    created: int
    existing: Mapping[int, str]
    faults: tuple[RowFault, ...]
    codes: tuple[str, ...] = ()


def import_pins(
    *,
    by: Principal,
    now: datetime,
    sheet: Sheet,
    mapping: Mapping[str, str],
    province_code: str,
    kind: str = ImportKind.RECORDS,
    batch: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """A whole file at once, without the steps in between: for the command line and for tests.

    All or nothing: raises Invalid with every fault when a row is bad (a dry run reports them).
    Rows whose document has a pin already are left alone and named.
    """
    policies.may_draft(by, province_code).or_refuse()
    whole = Batch(kind, province_code, today_in_thailand(now), batch)
    outcome = check(Work(sheet.columns, sheet.rows, mapping), whole)
    codes: tuple[str, ...] = ()
    if not dry_run:
        codes = _make(by, now, outcome)
    return ImportReport(
        outcome.rows, len(outcome.drafts), outcome.existing, tuple(outcome.faults), codes
    )


def _make(by: Principal, now: datetime, outcome: Outcome) -> tuple[str, ...]:
    if outcome.faults:
        raise Invalid([fault.as_fault() for fault in outcome.faults])
    return tuple(
        pin.code for pin in draft_pins(by=by, now=now, drafts=list(outcome.drafts.values()))
    )


def stage(
    *, by: Principal, now: datetime, content: bytes, name: str, given: NewImport
) -> ImportDraft:
    """Keep a file with a guess at its columns. Old ones are cleared away."""
    policies.may_draft(by, given.province_code, _workshop(given)).or_refuse()
    sheet = read_sheet(content, name)
    if not sheet.rows:
        raise Invalid.of("file", _("The file has a heading row but no rows below it."))
    ImportDraft.objects.filter(expires_at__lt=now).delete()
    draft = ImportDraft(
        kind=given.kind,
        province_code=given.province_code,
        batch=one_line(given.batch)[:100] or name.rsplit(".", 1)[0][:100],
        workshop_id=given.workshop_id,
    )
    draft.hold(sheet, name, by.user_id, now)
    learnt = LearntHead.objects.filter(owner_id=by.user_id, kind=given.kind)
    draft.mapping = guess(sheet.columns, dict(learnt.values_list("head", "field")))
    draft.save()
    return draft


def _workshop(given: NewImport) -> Workshop | None:
    if given.workshop_id is None:
        return None
    held = Workshop.objects.filter(pk=given.workshop_id, province_code=given.province_code).first()
    if held is None:
        raise Invalid.of("workshop", _("There is no such workshop in this province."))
    return held


def own_draft(*, by: Principal, draft_id: UUID, now: datetime, lock: bool = False) -> ImportDraft:
    """The officer's import; anyone else's is told as absent."""
    rows = ImportDraft.objects.select_for_update() if lock else ImportDraft.objects.all()
    found = rows.filter(pk=draft_id, owner_id=by.user_id, expires_at__gte=now).first()
    if found is None:
        raise NotFound(_("This import is finished or has expired. Upload the file again."))
    return found


def assign_columns(
    *, by: Principal, draft_id: UUID, now: datetime, mapping: Mapping[str, str]
) -> None:
    """Say which column holds what; what differs from the guess is learnt for the next file."""
    with transaction.atomic():
        draft = _open(by, draft_id, now)
        heads = set(draft.columns)
        draft.mapping = {f: head for f, head in mapping.items() if f in BY_FIELD and head in heads}
        _refuse_shared(draft.mapping)
        for name, head in draft.mapping.items():
            LearntHead.objects.update_or_create(
                owner_id=by.user_id,
                kind=draft.kind,
                head=bare(head)[:200],
                defaults={"field": name},
            )
        draft.state, draft.report = ImportState.CHECKING, {}
        draft.save(update_fields=["mapping", "state", "report"])


def _refuse_shared(mapping: Mapping[str, str]) -> None:
    first: dict[str, str] = {}
    for name, head in mapping.items():
        if first.setdefault(head, name) != name:
            message = _("The column “%(head)s” is chosen twice. Choose it once.")
            raise Invalid.of(name, message % {"head": head})


def correct(
    *,
    by: Principal,
    draft_id: UUID,
    now: datetime,
    fixes: Mapping[int, Mapping[str, str]],
    left_out: Mapping[int, bool] | None = None,
) -> None:
    """Keep what was typed in the place of cells, and which rows are left out or taken back in."""
    with transaction.atomic():
        draft = _open(by, draft_id, now)
        last = len(draft.rows) + 1
        for row, cells in fixes.items():
            known = {f: cleaned(text)[:MAX_CELL] for f, text in cells.items() if f in BY_FIELD}
            if known and 2 <= row <= last:
                draft.fixes[str(row)] = draft.fixes.get(str(row), {}) | known
        out = set(draft.left_out)
        for row, is_out in (left_out or {}).items():
            if 2 <= row <= last:
                out = out | {row} if is_out else out - {row}
        draft.left_out = sorted(out)
        draft.state, draft.report = ImportState.CHECKING, {}
        draft.save(update_fields=["fixes", "left_out", "state", "report"])


def _open(by: Principal, draft_id: UUID, now: datetime) -> ImportDraft:
    draft = own_draft(by=by, draft_id=draft_id, now=now, lock=True)
    if draft.state in (ImportState.TAKING, ImportState.DONE):
        raise Conflict(_("This file is being imported or has been. Upload it again to change it."))
    return draft


def work_of(draft: ImportDraft) -> Work:
    """The file as it is to be read."""
    mapping = {f: head for f, head in draft.mapping.items() if head in draft.columns}
    return Work(draft.columns, draft.rows, mapping, draft.fixes, frozenset(draft.left_out))


def _batch(draft: ImportDraft, now: datetime) -> Batch:
    return Batch(
        draft.kind, draft.province_code, today_in_thailand(now), draft.batch, draft.workshop_id
    )


def is_large(draft: ImportDraft) -> bool:
    """Whether the worker reads it, while its owner watches the progress."""
    return len(draft.rows) > IN_REQUEST


def try_out(*, by: Principal, draft_id: UUID, now: datetime) -> ImportDraft:
    """The dry run: at once for a small file, else by the worker. Asking again changes nothing."""
    draft = own_draft(by=by, draft_id=draft_id, now=now)
    if draft.state != ImportState.CHECKING:
        return draft
    if not is_large(draft):
        run_check(draft, now)
        return draft
    with transaction.atomic():
        draft = own_draft(by=by, draft_id=draft_id, now=now, lock=True)
        if not _is_under_way(draft):
            _enqueue(draft, "check_draft", by, now)
    return draft


def _is_under_way(draft: ImportDraft) -> bool:
    job = jobs.job(draft.job_id) if draft.job_id else None
    return job is not None and not job.is_over


def _enqueue(draft: ImportDraft, task: str, by: Principal, now: datetime) -> None:
    draft.job_id = jobs.enqueue(
        f"tmac.riskmap.imports.jobs.{task}",
        str(draft.pk),
        get_language() or "th",
        now=now,
        created_by_id=by.user_id,
    )
    draft.save(update_fields=["job_id"])


def run_check(draft: ImportDraft, now: datetime, tell: Tell | None = None) -> None:
    """Read the file and keep the report; a column that is missing is reported as well."""
    try:
        report = check(work_of(draft), _batch(draft, now), tell).as_report()
    except Invalid as invalid:
        report = {"missing": [[fault.field, str(fault.message)] for fault in invalid.faults]}
    fresh = ImportDraft.objects.filter(pk=draft.pk, state=ImportState.CHECKING)
    if fresh.update(report=report, state=ImportState.CHECKED):
        draft.report, draft.state = report, ImportState.CHECKED


def take(*, by: Principal, draft_id: UUID, now: datetime) -> ImportDraft:
    """Import a file that was tried and has no fault left; a large one is handed to the worker."""
    with transaction.atomic():
        draft = own_draft(by=by, draft_id=draft_id, now=now, lock=True)
        if draft.state in (ImportState.TAKING, ImportState.DONE):
            return draft
        policies.may_draft(by, draft.province_code, draft.workshop).or_refuse()
        if draft.state != ImportState.CHECKED or draft.report.get("missing"):
            raise Invalid.of("", _("Check the file first."))
        if draft.report["faults"]:
            message = _("Correct the rows below or leave them out. Nothing was imported.")
            raise Invalid([Fault("", message)])
        if not is_large(draft):
            return run_take(by, draft, now)
        draft.state = ImportState.TAKING
        draft.save(update_fields=["state"])
        _enqueue(draft, "take_draft", by, now)
    return draft


def run_take(
    by: Principal, draft: ImportDraft, now: datetime, tell: Tell | None = None
) -> ImportDraft:
    """Read once more and make the pins, in one transaction with the end of the import.

    When a row has become bad meanwhile nothing is made and the report says why.
    """
    with transaction.atomic():
        outcome = check(work_of(draft), _batch(draft, now), tell)
        if outcome.faults:
            draft.report, draft.state = outcome.as_report(), ImportState.CHECKED
            draft.save(update_fields=["report", "state"])
            return draft
        codes = _make(by, now, outcome)
        draft.report = outcome.as_report() | {"codes": [codes[0], codes[-1]] if codes else []}
        draft.state, draft.rows, draft.fixes = ImportState.DONE, [], {}
        draft.save(update_fields=["report", "state", "rows", "fixes"])
        recorded(
            by,
            "pins.imported",
            "import",
            str(draft.pk),
            now,
            province_code=draft.province_code,
            kind=draft.kind,
            made=len(codes),
            existing=len(outcome.existing),
        )
    return draft


def give_back(draft: ImportDraft, why: str) -> None:
    """The worker could not import the file: it goes back to its owner with the reason."""
    draft.report, draft.state = {"missing": [["", why]]}, ImportState.CHECKED
    draft.save(update_fields=["report", "state"])


def drop(*, by: Principal, draft_id: UUID, now: datetime) -> None:
    """Put a file aside; what was made from it stays."""
    own_draft(by=by, draft_id=draft_id, now=now).delete()
