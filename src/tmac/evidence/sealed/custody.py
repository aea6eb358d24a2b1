"""Who had a sealed file in hand, and handing it out to officers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded
from tmac.core.errors import NotFound
from tmac.evidence.models import CustodyAct, SealedCustody, SealedFile, SealedObject, SealedState
from tmac.evidence.queries import CustodyInfo
from tmac.evidence.sealed.places import path_in, place

REPORTER = "reporter"
SYSTEM = "system"
ONE_READING = timedelta(minutes=10)  # the objects of a file are fetched one by one
_ABSENT = _("There is no such file.")
_LOST = _("The file cannot be found in the store. Tell your system administrator at once.")


def note(rows: Sequence[SealedFile], act: CustodyAct, by: Principal | str, at: datetime) -> None:
    """One entry a file."""
    by_id, by_name = (by.user_id, by.name) if isinstance(by, Principal) else (None, by)
    SealedCustody.objects.bulk_create(
        SealedCustody(
            file=row, act=act, by_id=by_id or None, by_name=by_name, at=at, sha256=row.sha256
        )
        for row in rows
    )


def custody_of(file_id: UUID) -> list[CustodyInfo]:
    """Who had the file in hand, oldest first."""
    rows = SealedCustody.objects.filter(file_id=file_id)
    return [CustodyInfo(row.get_act_display(), row.by_name, row.at) for row in rows]


def hand_out(
    *, by: Principal, now: datetime, case: UUID, file_id: UUID, n: int, is_download: bool = False
) -> Iterator[bytes]:
    """Object `n` for an officer; that the file was opened is on record before it leaves.

    One entry covers what one person reads of one file within ten minutes. The caller has asked the
    policy of the case. Raises NotFound.
    """
    act = CustodyAct.DOWNLOADED if is_download else CustodyAct.VIEWED
    found = _claimed_object(case, file_id, n)
    with transaction.atomic():
        if not _is_noted(found.file, by, act, now):
            note([found.file], act, by, now)
            action = f"sealed_file_{act.lower()}"
            recorded(by, action, "sealed_file", str(file_id), now, of="case", of_id=str(case))
    return _opened(found.sha256)


def iter_object(*, case: UUID, file_id: UUID, n: int) -> Iterator[bytes]:
    """Object `n` of a file of this case, for the holder of its code. Raises NotFound."""
    return _opened(_claimed_object(case, file_id, n).sha256)


def object_path(*, case: UUID, file_id: UUID, n: int) -> Path | None:
    """Where object `n` lies when the store is a folder. Raises NotFound."""
    return path_in(place(), _claimed_object(case, file_id, n).sha256)


def _claimed_object(case: UUID, file_id: UUID, n: int) -> SealedObject:
    rows = SealedObject.objects.select_related("file").filter(file_id=file_id, n=n)
    found = rows.filter(file__case=case, file__state=SealedState.CLAIMED).first()
    if found is None:
        raise NotFound(_ABSENT)
    return found


def _opened(sha256: str) -> Iterator[bytes]:
    """The pieces; the first is read here, so that what is lost is said before the answer begins."""
    pieces = place().read(sha256)
    try:
        first = next(pieces)
    except FileNotFoundError as fault:
        raise NotFound(_LOST) from fault
    return _following(first, pieces)


def _following(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _is_noted(row: SealedFile, by: Principal, act: CustodyAct, now: datetime) -> bool:
    since = now - ONE_READING
    rows = SealedCustody.objects.filter(file=row, act=act, by_id=by.user_id, at__gt=since)
    return rows.filter(at__lte=now).exists()
