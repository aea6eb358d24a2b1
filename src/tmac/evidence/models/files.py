"""Files given as evidence, and the custody log of each."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes


class FileKind(models.TextChoices):
    PHOTO = "PHOTO", _("Photo")
    DOCUMENT = "DOCUMENT", _("Document")
    TABLE = "TABLE", _("Spreadsheet")
    VIDEO = "VIDEO", _("Video")
    SOUND = "SOUND", _("Sound recording")
    TEXT = "TEXT", _("Text")


class File(models.Model):
    """One file attached to a subject. The bytes lie under `stored_sha256` in the evidence store.

    `sha256` is the hash of the bytes as they were given; `stored_sha256` of those kept after the
    metadata were taken out, equal when nothing was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    province_code = models.CharField(max_length=2, blank=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=FileKind)
    mime = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_sha256 = models.CharField(max_length=64, db_index=True)
    is_scrubbed = models.BooleanField(default=False)  # False: the format keeps its metadata
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    privacy = classes(
        internal="id subject subject_id province_code kind mime size_bytes sha256 stored_sha256 "
        "is_scrubbed uploaded_by uploaded_at",
        personal="name",
    )

    class Meta:
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["subject", "subject_id"], name="evidence_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "sha256"], name="evidence_once_a_subject"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CustodyAct(models.TextChoices):
    STORED = "STORED", _("Stored")
    VIEWED = "VIEWED", _("Viewed")
    DOWNLOADED = "DOWNLOADED", _("Downloaded")
    VERIFIED = "VERIFIED", _("Verified unchanged")
    FAILED = "FAILED", _("Found changed or missing")
    ERASED = "ERASED", _("Erased")


class Unalterable(Exception):
    """Code tried to rewrite the custody log."""

    def __init__(self) -> None:
        super().__init__("custody entries are only ever added")


class CustodyQuerySet(models.QuerySet[Any]):
    """Reads and adds; nothing else."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable

    update = _refuse
    delete = _refuse
    bulk_update = _refuse


class CustodyEntry(models.Model):
    """Who had the file in hand, when, and what its hash was then."""

    file = models.ForeignKey(File, models.PROTECT, related_name="custody")
    act = models.CharField(max_length=12, choices=CustodyAct)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # as it was then; "system" for a scheduled check
    at = models.DateTimeField()
    stored_sha256 = models.CharField(max_length=64, blank=True)

    objects = CustodyQuerySet.as_manager()

    privacy = classes(internal="id file act by at stored_sha256", personal="by_name")

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "custody entries"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unalterable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable
