"""The receipt log: a leaf for each filing, the end at which it grows, and signed heads."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes


class ReceiptLeaf(models.Model):
    """One filing. `text` is what was signed and never changes.

    `parts` say what the receipt vouches for (ids and hashes) until retention takes them away; the
    line of the log stays and tells nothing without them.
    """

    position = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    signature = models.CharField(max_length=88)  # Base64
    key = models.CharField(max_length=44)  # Base64, the public half
    hash = models.CharField(max_length=64)
    parts = models.JSONField(null=True)

    privacy = classes(public="position text signature key hash", internal="parts")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "receipt leaves"

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


class ReceiptEnd(models.Model):
    """The last leaf; its row is the lock under which the log grows."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    privacy = classes(internal="id size hash")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="vault_only_one_receipt_end")
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.hash}"


class ReceiptHead(models.Model):
    """The root of the tree of all leaves at a whole hour, signed."""

    at = models.DateTimeField(primary_key=True)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    signature = models.CharField(max_length=88)
    key = models.CharField(max_length=44)

    privacy = classes(public="at size root text signature key")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.size}"
