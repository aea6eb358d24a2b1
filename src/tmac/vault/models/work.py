"""Proofs of work that were spent, so that none is spent twice."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes


class SpentWork(models.Model):
    """The hash of a token that has paid for something; forgotten once the token is stale.

    `spent_at` is a whole minute, so that no row tells the moment of a filing.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    spent_at = models.DateTimeField(db_index=True)

    privacy = classes(internal="hash spent_at")

    class Meta:
        verbose_name_plural = "spent work"

    def __str__(self) -> str:
        return self.hash
