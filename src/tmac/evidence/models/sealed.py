"""Files that reporters sealed: which objects of ciphertext belong to which case, and their custody.

Nothing here tells what a file is: name, type, real size and key travel inside the sealed report.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes
from tmac.evidence.models.files import CustodyAct, CustodyQuerySet, Unalterable


class SealedState(models.TextChoices):
    OPEN = "OPEN", _("Arriving")
    COMPLETE = "COMPLETE", _("Arrived, not yet part of a report")
    CLAIMED = "CLAIMED", _("Part of a report")
    ERASED = "ERASED", _("Erased")


class SealedFile(models.Model):
    """One sealed file of a case, whose objects are kept under their own hashes.

    `size` is that of the padded plaintext. `sha256` is the hash of the concatenated hashes of the
    objects, known once the file is part of a report. Whoever shows the secret behind `secret_hash`
    may add objects and claim the file.
    """

    file_id = models.UUIDField(primary_key=True, editable=False)
    case = models.UUIDField(db_index=True)
    secret_hash = models.CharField(max_length=64)
    objects_wanted = models.PositiveSmallIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=8, choices=SealedState, default=SealedState.OPEN)
    opened_on = models.DateField()

    privacy = classes(
        internal="file_id case secret_hash objects_wanted size sha256 state opened_on"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["opened_on"],
                name="evidence_waiting",
                condition=models.Q(state__in=["OPEN", "COMPLETE"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.state}"


class SealedObject(models.Model):
    """Object `n` of a file: ciphertext that lies in the sealed store under its SHA-256."""

    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="parts")
    n = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()

    privacy = classes(internal="id file n sha256 size")

    class Meta:
        ordering = ["n"]
        constraints = [models.UniqueConstraint(fields=["file", "n"], name="evidence_object_once")]

    def __str__(self) -> str:
        return f"{self.n} {self.sha256}"


class SealedCustody(models.Model):
    """Who had the ciphertext in hand. What a reporter did is kept by day only."""

    file = models.ForeignKey(SealedFile, models.PROTECT, related_name="custody")
    act = models.CharField(max_length=12, choices=CustodyAct)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)  # as it was then; "reporter" or "system"
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)

    objects = CustodyQuerySet.as_manager()

    privacy = classes(internal="id file act by at sha256", personal="by_name")

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "sealed custody entries"

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise Unalterable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable
