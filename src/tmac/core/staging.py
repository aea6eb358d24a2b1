"""A spreadsheet on its way in: kept between the steps of an import, seen by its owner only."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models

from tmac.core.privacy import classes
from tmac.core.sheets import Sheet

KEPT = timedelta(days=7)


class StagedSheet(models.Model):
    """Columns, rows and the mapping chosen so far. `owner_id` is no foreign key: packages
    upstream of the accounts stage sheets too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)  # column of the file -> field of the record
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    STAGED_PRIVACY = "id owner_id name columns rows mapping created_at expires_at"
    privacy = classes(internal=STAGED_PRIVACY)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def sheet(self) -> Sheet:
        return Sheet(tuple(self.columns), tuple(tuple(row) for row in self.rows))

    def hold(self, sheet: Sheet, name: str, owner_id: int, now: datetime) -> None:
        """Take the content of a sheet just read; the caller saves."""
        self.columns, self.rows = list(sheet.columns), [list(row) for row in sheet.rows]
        self.name, self.owner_id = name[:200], owner_id
        self.created_at, self.expires_at = now, now + KEPT
