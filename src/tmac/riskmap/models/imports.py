"""Spreadsheets of pins on their way in, and what officers taught about their heads."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes
from tmac.core.staging import StagedSheet


class ImportKind(models.TextChoices):
    """What a file holds; the columns that it must have follow from it."""

    NOTES = "NOTES", "NOTES"
    RECORDS = "RECORDS", "RECORDS"


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "CHECKING", "CHECKING"
    CHECKED = "CHECKED", "CHECKED"
    TAKING = "TAKING", "TAKING"
    DONE = "DONE", "DONE"


class ImportDraft(StagedSheet):
    """One file of pins with the corrections made in the page. `rows` are never rewritten."""

    kind = models.CharField(max_length=8, choices=ImportKind)
    province_code = models.CharField(max_length=2)
    batch = models.CharField(max_length=100, blank=True)  # names the notes of one evening
    workshop = models.ForeignKey(
        "riskmap.Workshop", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    fixes = models.JSONField(default=dict)  # row -> {field: text typed in its place}
    left_out = models.JSONField(default=list)  # rows that the officer decided against
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKING)
    report = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True, blank=True)

    privacy = classes(
        internal=StagedSheet.STAGED_PRIVACY
        + " kind province_code batch workshop fixes left_out state report job_id"
    )

    class Meta:
        ordering = ["-created_at"]


class LearntHead(models.Model):
    """A head that an officer has assigned by hand, so that the next file is understood."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ImportKind)
    head = models.CharField(max_length=200)  # bare, as columns.bare makes it
    field = models.CharField(max_length=40)

    privacy = classes(internal="id kind head field", personal="owner")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "head"], name="head_learnt_once")
        ]
