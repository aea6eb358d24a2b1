"""Who did what, when: a chain of entries that is only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db import models

from tmac.core.privacy import classes


class Unalterable(Exception):
    """Code tried to write the record by another way than `audit.services.record`."""

    def __init__(self) -> None:
        super().__init__("audit entries are written by audit.services.record and never changed")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads as any other; writes only through `append`."""

    def append(self, entries: Sequence[Entry]) -> None:
        super().bulk_create(entries, batch_size=500)

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable

    update = _refuse
    delete = _refuse
    create = _refuse
    bulk_create = _refuse
    bulk_update = _refuse
    get_or_create = _refuse
    update_or_create = _refuse


class Entry(models.Model):
    """One act. `actor_id` is no foreign key: the record outlives the account."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor = models.CharField(max_length=200)
    acting_for = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    province_code = models.CharField(max_length=2, blank=True)
    details = models.JSONField(default=dict)
    # Two entries with one predecessor would be a fork: the database refuses it.
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    privacy = classes(
        internal="seq at actor_id acting_for action subject subject_id province_code details "
        "previous_hash hash",
        personal="actor",
    )

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject", "subject_id", "seq"], name="audit_subject"),
            models.Index(fields=["province_code", "seq"], name="audit_province"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable


class Head(models.Model):
    """The last entry of the chain; its row is the lock under which the chain grows."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    privacy = classes(internal="id seq hash")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_only_one_head")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
