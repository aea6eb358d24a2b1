"""What becomes part of a report, and what is erased with its case."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.core.thai import today_in_thailand
from tmac.evidence.models import CustodyAct, SealedFile, SealedObject, SealedState
from tmac.evidence.sealed.arriving import UNKNOWN, known, remove_unclaimed
from tmac.evidence.sealed.custody import REPORTER, SYSTEM, note
from tmac.evidence.sealed.dates import midnight
from tmac.evidence.sealed.limits import MAX_FILES, TOO_MANY

_TWICE = _("The same file was named twice. Open the page again.")
_INCOMPLETE = _("A file has not arrived completely (%(there)d of %(all)d parts). Send it again.")
_TAKEN = _("This file is already part of a report.")


class OutsideTransaction(RuntimeError):
    """A claim must stand or fall with the report."""


@dataclass(frozen=True)
class ClaimedFile:
    """A file of a report. `digest` is SHA-256 over the concatenated hashes of its objects."""

    id: UUID
    digest: bytes
    objects: int
    size: int  # padded plaintext bytes

    @property
    def sha256(self) -> str:
        return self.digest.hex()


def claim(*, now: datetime, case: UUID, files: Sequence[tuple[UUID, bytes]]) -> list[ClaimedFile]:
    """Make files (id, secret) part of the report of `case`: all of them or none.

    Called inside the transaction that files the report or message. Raises NotFound (unknown, wrong
    secret, of another case: told alike), Invalid (not complete, twice, too many), Conflict (taken).
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("claim needs the transaction of the report")
    if len(files) > MAX_FILES:
        raise Invalid.of("files", TOO_MANY)
    if len({file_id for file_id, _secret in files}) != len(files):
        raise Invalid.of("files", _TWICE)
    # Always in one order, so that two claims never wait for each other.
    rows = {file_id: _claimed(case, file_id, secret) for file_id, secret in sorted(files)}
    wanted = [rows[file_id] for file_id, _secret in files]
    note(wanted, CustodyAct.STORED, REPORTER, midnight(today_in_thailand(now)))
    return [_shown(row) for row in wanted]


def _claimed(case: UUID, file_id: UUID, secret: bytes) -> SealedFile:
    row = known(file_id, secret, is_locked=True)
    if row.case != case:
        raise NotFound(UNKNOWN)
    if row.state == SealedState.OPEN:
        counts = {"there": row.parts.count(), "all": row.objects_wanted}
        raise Invalid.of("files", _INCOMPLETE % counts)
    if row.state != SealedState.COMPLETE:
        raise Conflict(_TAKEN)
    hashes = row.parts.order_by("n").values_list("sha256", flat=True)
    row.sha256 = hashlib.sha256(b"".join(map(bytes.fromhex, hashes))).hexdigest()
    row.state = SealedState.CLAIMED
    row.save(update_fields=["sha256", "state"])
    return row


def _shown(row: SealedFile) -> ClaimedFile:
    return ClaimedFile(row.pk, bytes.fromhex(row.sha256), row.objects_wanted, row.size)


def files_of(case: UUID) -> list[ClaimedFile]:
    """The files that are part of the reports and messages of a case."""
    rows = SealedFile.objects.filter(case=case, state=SealedState.CLAIMED)
    return [_shown(row) for row in rows.order_by("opened_on", "pk")]


def erase(*, case: UUID, now: datetime, by: Principal | None = None) -> int:
    """Destroy the files of a case inside the caller's transaction; how many they were.

    The bytes go once it has committed, unless another file has the very same; the custody log
    stays and says so.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("erase needs the transaction of the act it belongs to")
    found = SealedFile.objects.select_for_update().filter(case=case)
    rows = list(found.exclude(state=SealedState.ERASED).order_by("pk"))
    parts = SealedObject.objects.filter(file__in=rows)
    hashes = list(parts.values_list("sha256", flat=True))
    parts.delete()
    SealedFile.objects.filter(pk__in=[row.pk for row in rows]).update(state=SealedState.ERASED)
    note(rows, CustodyAct.ERASED, by or SYSTEM, now)
    transaction.on_commit(lambda: remove_unclaimed(hashes))
    return len(rows)
