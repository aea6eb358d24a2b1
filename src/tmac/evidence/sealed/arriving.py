"""Files on their way: opened, filled object by object, resumed, and dropped when abandoned."""

from __future__ import annotations

import errno
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Conflict, NotFound, Refused
from tmac.core.thai import today_in_thailand
from tmac.evidence.models import SealedFile, SealedObject, SealedState
from tmac.evidence.sealed.dates import midnight
from tmac.evidence.sealed.limits import (
    DISK_FULL,
    KEPT_FREE,
    WAITING,
    check_file,
    check_object,
    check_room,
    check_space,
)
from tmac.evidence.sealed.places import free_bytes, place

ABANDONED = timedelta(hours=48)
_LONG_ABANDONED = timedelta(hours=72)  # bytes are dated by the beginning of the day
UNKNOWN = _("This file is not known here. Choose it again.")
_OTHER_FILE = _("A file with this number is already there. Choose the file again.")
_OTHER_BYTES = _("This part was already sent with other content. Choose the file again.")


@dataclass(frozen=True)
class Progress:
    """Which objects of a file have arrived, and how many there will be."""

    received: list[int]
    objects: int


def open_upload(
    *, now: datetime, case: UUID, file_id: UUID, secret_hash: str, objects: int, size: int
) -> list[int]:
    """Announce a file of `size` padded bytes; the numbers of the objects that are already there.

    The same call again gives the same answer. Raises Invalid for numbers that do not fit, Refused
    when the case or the store is full, Conflict when the id stands for something else.
    """
    check_file(objects=objects, size=size, secret_hash=secret_hash)
    row = SealedFile.objects.filter(pk=file_id).first()
    if row is None:
        check_room(case, size)
        row = announce(now, case, file_id, secret_hash, objects, size)
    wanted = (case, secret_hash, objects, size)
    if (row.case, row.secret_hash, row.objects_wanted, row.size) != wanted:
        raise Conflict(_OTHER_FILE)
    return _numbers(row)


def announce(
    now: datetime, case: UUID, file_id: UUID, secret_hash: str, objects: int, size: int
) -> SealedFile:
    """The row of a file; of two at once the first one's."""
    row = SealedFile(
        file_id=file_id,
        case=case,
        secret_hash=secret_hash,
        objects_wanted=objects,
        size=size,
        opened_on=today_in_thailand(now),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return SealedFile.objects.get(pk=file_id)
    return row


def put_object(*, file_id: UUID, n: int, secret: bytes, data: bytes) -> None:
    """Keep object `n`; it and its row are on the disk when this returns.

    The same bytes again change nothing. Raises NotFound (unknown file and wrong secret alike),
    Invalid (number or length, or not sealed), Conflict (other bytes), Refused (disk full). Call it
    outside a transaction: the bytes must not wait for a lock of the database.
    """
    row = known(file_id, secret)
    check_object(n=n, data=data, size=row.size)
    sha256 = hashlib.sha256(data).hexdigest()
    if not _is_there(row, n, sha256):
        check_space(len(data))
        keep(data, row)
        _note(row, n, sha256, len(data))


def keep(data: bytes, row: SealedFile) -> str:
    """The bytes into the store, dated by day; Refused with a sentence when it is full, or nearly:
    the last room of the disk belongs to the database."""
    store = place()
    if free_bytes(store) < KEPT_FREE:
        raise Refused(DISK_FULL)
    try:
        return store.put(data, dated=midnight(row.opened_on))
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused(DISK_FULL) from fault
        raise


def received(*, file_id: UUID, secret: bytes) -> list[int]:
    """The numbers of the objects that are there; NotFound as in `put_object`."""
    return _numbers(known(file_id, secret))


def progress(*, file_id: UUID, secret: bytes) -> Progress:
    """How far a file has arrived; NotFound as in `put_object`."""
    row = known(file_id, secret)
    return Progress(_numbers(row), row.objects_wanted)


def known(file_id: UUID, secret: bytes, *, is_locked: bool = False) -> SealedFile:
    """The file whose secret this is. Unknown, erased and wrong secret are told alike."""
    rows = SealedFile.objects.select_for_update() if is_locked else SealedFile.objects
    row = rows.filter(pk=file_id).exclude(state=SealedState.ERASED).first()
    expected = row.secret_hash if row else "0" * 64
    is_right = hmac.compare_digest(hashlib.sha256(secret).hexdigest(), expected)
    if row is None or not is_right:
        raise NotFound(UNKNOWN)
    return row


def _numbers(row: SealedFile) -> list[int]:
    return list(row.parts.values_list("n", flat=True))


def _is_there(row: SealedFile, n: int, sha256: str) -> bool:
    """Whether this object is kept already; Conflict when another one is."""
    found = row.parts.filter(n=n).values_list("sha256", flat=True).first()
    if found not in (None, sha256) or (found is None and row.state not in WAITING):
        raise Conflict(_OTHER_BYTES)
    return found == sha256


def _note(row: SealedFile, n: int, sha256: str, size: int) -> None:
    """The row of an object, under the lock of its file: two last objects see each other."""
    with transaction.atomic():
        row = SealedFile.objects.select_for_update().filter(pk=row.pk).first() or row
        if row.state not in WAITING:
            raise NotFound(UNKNOWN)
        if _is_there(row, n, sha256):
            return
        SealedObject.objects.create(file=row, n=n, sha256=sha256, size=size)
        if row.parts.count() == row.objects_wanted:
            SealedFile.objects.filter(pk=row.pk).update(state=SealedState.COMPLETE)


def drop_abandoned(now: datetime) -> int:
    """Take away files that no report has claimed for 48 hours; how many they were.

    Bytes without a row, left by a crash between the two, go with them.
    """
    # A file of an earlier day than this is older than 48 hours, whatever its hour was.
    since = today_in_thailand(now - ABANDONED)
    rows = SealedFile.objects.filter(state__in=WAITING, opened_on__lt=since)
    dropped = sum(forget(file_id) for file_id in rows.values_list("pk", flat=True))
    store = place()
    store.remove_halves(now - ABANDONED)
    for sha256 in store.all_hashes(until=now - _LONG_ABANDONED):
        remove_unclaimed([sha256])
    return dropped


def forget(file_id: UUID) -> bool:
    """Take away one file that no report has claimed, with its bytes."""
    with transaction.atomic():
        rows = SealedFile.objects.select_for_update().filter(pk=file_id, state__in=WAITING)
        row = rows.first()
        if row is None:
            return False
        hashes = list(row.parts.values_list("sha256", flat=True))
        row.delete()
        transaction.on_commit(lambda: remove_unclaimed(hashes))
    return True


def remove_unclaimed(hashes: list[str]) -> None:
    """Take away bytes that no file holds (any more)."""
    held = set(SealedObject.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    store = place()
    for sha256 in set(hashes) - held:
        store.remove(sha256)
