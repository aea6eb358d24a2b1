"""The directory of public keys: signed entries in a chain that is only ever added to."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from tmac.core.privacy import classes


class Unalterable(Exception):
    """Code tried to rewrite the directory."""

    def __init__(self) -> None:
        super().__init__("entries of the directory are only ever added")


class DirectoryQuerySet(models.QuerySet["DirectoryEntry"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable

    update = _refuse
    delete = _refuse
    bulk_update = _refuse


class DirectoryEntry(models.Model):
    """One entry: the exact text that was signed, its signature, and the hash that chains it."""

    seq = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    signature = models.BinaryField()
    hash = models.CharField(max_length=64, unique=True)
    previous_hash = models.CharField(max_length=64, unique=True)
    key_id = models.UUIDField(db_index=True)

    objects = DirectoryQuerySet.as_manager()

    privacy = classes(public="seq text signature hash previous_hash key_id")

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "directory entries"

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unalterable
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unalterable
