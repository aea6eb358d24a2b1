"""The verbs: store, open, verify. Whether a person may is asked of the subject's own package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tmac.accounts.principals import Principal
from tmac.accounts.services import recorded
from tmac.audit import services as audit
from tmac.core import facts
from tmac.core.errors import Invalid, NotFound
from tmac.evidence import store as bytes_store
from tmac.evidence.facts import FileStored
from tmac.evidence.formats import format_of
from tmac.evidence.models import CustodyAct, CustodyEntry, File
from tmac.evidence.naming import clean_name
from tmac.evidence.queries import FileInfo, info
from tmac.evidence.scrubbing import SCRUBBED, scrubbed
from tmac.evidence.sealed import verification as sealed_verification
from tmac.evidence.sealed.verification import SealedCheck

MAX_BYTES = 25 * 1024 * 1024
TOO_LARGE = _("The file is larger than 25 MB. Make it smaller or divide it.")
_EMPTY = _("The file is empty. Copy it again from where it came.")
_ABSENT = _("There is no such file.")
_LOST = _("The file cannot be found in the store. Tell your system administrator at once.")


def store(
    *,
    by: Principal,
    now: datetime,
    upload: UploadedFile[Any],
    subject: str,
    subject_id: str | int,
    province_code: str = "",
) -> FileInfo:
    """Keep an uploaded file for a subject; it is on the disk before its row is written.

    The same bytes for the same subject are kept once and answered alike. Raises Invalid with a
    sentence for a file that is too large, empty, of another type, or able to run.
    """
    name, ending = clean_name(upload.name or "")
    content, sha256 = _gathered(upload)
    known = _known(subject, str(subject_id), sha256)
    if known:
        return info(known)
    found = format_of(content, ending)
    row = File(
        subject=subject,
        subject_id=str(subject_id),
        province_code=province_code,
        name=name,
        kind=found.kind,
        mime=found.mime,
        size_bytes=len(content),
        sha256=sha256,
        is_scrubbed=found.mime in SCRUBBED,
        uploaded_by_id=by.user_id,
        uploaded_at=now,
    )
    row.stored_sha256 = bytes_store.put(scrubbed(content, found.mime))
    return _written(row, by, now)


def _gathered(upload: UploadedFile[Any]) -> tuple[bytes, str]:
    gathered = bytes_store.gather(upload.chunks(), MAX_BYTES)
    if gathered is None:
        raise Invalid.of("file", TOO_LARGE)
    if not gathered[0]:
        raise Invalid.of("file", _EMPTY)
    return gathered


def _known(subject: str, subject_id: str, sha256: str) -> File | None:
    rows = File.objects.filter(subject=subject, subject_id=subject_id, sha256=sha256)
    return rows.first()


def _written(row: File, by: Principal, now: datetime) -> FileInfo:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _in_hand(row, CustodyAct.STORED, by, now)
            facts.publish(FileStored(str(row.pk), row.subject, row.subject_id))
    except IntegrityError:  # the same file arrived twice at once
        known = _known(row.subject, row.subject_id, row.sha256)
        if known is None:
            raise
        return info(known)
    return info(row)


def _in_hand(row: File, act: CustodyAct, by: Principal, now: datetime) -> None:
    CustodyEntry.objects.create(
        file=row,
        act=act,
        by_id=by.user_id or None,
        by_name=by.name,
        at=now,
        stored_sha256=row.stored_sha256,
    )
    recorded(
        by,
        f"file_{act.lower()}",
        "file",
        str(row.pk),
        now,
        province_code=row.province_code,
        of=row.subject,
        of_id=row.subject_id,
        sha256=row.stored_sha256,
    )


def open_file(
    *, by: Principal, file_id: UUID, now: datetime, is_download: bool = True
) -> tuple[FileInfo, Path]:
    """The file and where its bytes lie; that it was opened is on record before they leave.

    The caller has asked the subject's policy first. Raises NotFound when it is gone.
    """
    with transaction.atomic():
        row = File.objects.filter(pk=file_id).first()
        if row is None:
            raise NotFound(_ABSENT)
        path = bytes_store.path_of(row.stored_sha256)
        if not path.is_file():
            raise NotFound(_LOST)
        _in_hand(row, CustodyAct.DOWNLOADED if is_download else CustodyAct.VIEWED, by, now)
    return info(row), path


@dataclass
class Verification:
    """What a check of the whole store found."""

    checked: int = 0
    changed: list[FileInfo] = field(default_factory=list)
    missing: list[FileInfo] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)  # bytes without a row: a crash before it
    sealed: SealedCheck = field(default_factory=SealedCheck)

    @property
    def is_whole(self) -> bool:
        return not self.changed and not self.missing and self.sealed.is_whole


def verify(
    *, now: datetime, actor: str = "system", tell: Callable[[int], None] | None = None
) -> Verification:
    """Hash every stored file and sealed object again; the result goes into the custody logs."""
    result = Verification()
    claimed = set()
    for row in File.objects.order_by("uploaded_at", "pk").iterator():
        claimed.add(row.stored_sha256)
        _verify_one(row, result, now, actor)
        if tell:
            tell(result.checked)
    result.unclaimed = [name for name in bytes_store.all_hashes() if name not in claimed]
    result.sealed = sealed_verification.verify(now, actor, tell)
    with transaction.atomic():
        audit.record(
            actor_id=None,
            actor=actor,
            action="evidence_verified",
            subject="evidence",
            subject_id="store",
            now=now,
            details={
                "checked": result.checked,
                "changed": [str(file.id) for file in result.changed],
                "missing": [str(file.id) for file in result.missing],
                "sealed_checked": result.sealed.checked,
                "sealed_changed": [*result.sealed.changed],
                "sealed_missing": [*result.sealed.missing],
            },
        )
    return result


def _verify_one(row: File, result: Verification, now: datetime, actor: str) -> None:
    found = bytes_store.hash_of(row.stored_sha256)
    result.checked += 1
    if found is None:
        result.missing.append(info(row))
    elif found != row.stored_sha256:
        result.changed.append(info(row))
    act = CustodyAct.VERIFIED if found == row.stored_sha256 else CustodyAct.FAILED
    CustodyEntry.objects.create(file=row, act=act, by_name=actor, at=now, stored_sha256=found or "")
