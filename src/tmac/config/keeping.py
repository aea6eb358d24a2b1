"""Which tables hold sealed keys: they are backed up apart and for a short time only.

Erasing a report means deleting the wraps of its keys. That reaches the backups too when no backup
that is kept long holds a wrap; what it holds of the report then opens with nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction

# In an order in which each comes after what it points to.
SEALED_KEYS = (
    "vault.OfficerKey",
    "vault.UnitKeyWrap",
    "vault.UnitPrevious",
    "tips.Epoch",
    "tips.Wrap",
    "tips.Share",
    "tips.IdentityDecision",  # the shares, sealed again to who asked
)
# Sealed content: opens only with a key from above, and is kept with everything else.
SEALED_CONTENT = ("tips.Sealed", "tips.IdentityBlob", "tips.Message")
_BATCH = 500


def key_models() -> list[type[models.Model]]:
    return [apps.get_model(label) for label in SEALED_KEYS]


def key_tables() -> list[str]:
    """The tables that a long-lived backup must leave empty."""
    return [model._meta.db_table for model in key_models()]


def key_lines() -> Iterator[str]:
    """Every sealed key, a JSON object a line, as of one moment."""
    with _one_moment():
        for model in key_models():
            for row in model._base_manager.order_by("pk").iterator(_BATCH):
                yield serializers.serialize("jsonl", [row])


@contextmanager
def _one_moment() -> Iterator[None]:
    """Reads what was there when it began, and keeps nobody from writing meanwhile."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would lock out every writer
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


def take_in(lines: Iterable[str]) -> tuple[int, int]:
    """Put sealed keys back into a restored database: (how many, how many had no place).

    What is there already stays. Keys of reports that the restored database does not know, because
    it is older or because they were erased since, are left out.
    """
    kept = left_out = 0
    with transaction.atomic():
        for line in lines:
            if line.strip():
                found = _taken(json.loads(line))
                kept, left_out = kept + found, left_out + (not found)
    return kept, left_out


def _taken(row: dict[str, Any]) -> bool:
    model = {model._meta.label_lower: model for model in key_models()}[row["model"]]
    (given,) = serializers.deserialize("python", [row])
    if not _has_place(given.object):
        return False
    model._base_manager.bulk_create([given.object], ignore_conflicts=True)
    return True


def _has_place(row: models.Model) -> bool:
    """Whether everything that the row points to is there."""
    for field in row._meta.concrete_fields:
        target = getattr(row, field.attname)
        if field.is_relation and target is not None:
            related: Any = field.related_model
            if not related._base_manager.filter(pk=target).exists():
                return False
    return True


def tidy(now: datetime) -> None:
    """The duty: let what was deleted leave the files of the database too."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in key_tables():
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
