"""What other packages may ask about files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from tmac.evidence.models import CustodyEntry, File, FileKind

__all__ = ["CustodyInfo", "FileInfo", "count_of", "custody_of", "file", "files_of"]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One file as its subject's page shows it."""

    id: UUID
    subject: str
    subject_id: str
    province_code: str
    name: str
    kind: str
    mime: str
    size_bytes: int
    sha256: str
    stored_sha256: str
    is_scrubbed: bool
    uploaded_by_id: int
    uploaded_at: datetime

    @property
    def kind_label(self) -> str:
        return str(FileKind(self.kind).label)

    @property
    def is_photo(self) -> bool:
        return self.kind == FileKind.PHOTO


@dataclass(frozen=True, slots=True)
class CustodyInfo:
    act: str
    by_name: str
    at: datetime


def info(row: File) -> FileInfo:
    return FileInfo(*(getattr(row, name) for name in FileInfo.__slots__))


def file(file_id: UUID) -> FileInfo | None:
    row = File.objects.filter(pk=file_id).first()
    return info(row) if row else None


def files_of(subject: str, subject_id: str | int) -> list[FileInfo]:
    """The files of a subject, oldest first."""
    return [info(row) for row in File.objects.filter(subject=subject, subject_id=str(subject_id))]


def count_of(subject: str, subject_ids: list[str]) -> dict[str, int]:
    """Subject id -> number of files, for lists."""
    rows = File.objects.filter(subject=subject, subject_id__in=subject_ids).order_by()
    return dict(rows.values_list("subject_id").annotate(n=Count("pk")))


def custody_of(file_id: UUID) -> list[CustodyInfo]:
    """Who had the file in hand, oldest first."""
    rows = CustodyEntry.objects.filter(file_id=file_id)
    return [CustodyInfo(row.get_act_display(), row.by_name, row.at) for row in rows]
