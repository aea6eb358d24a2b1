"""Filters that an officer keeps under a name."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes


class SavedView(models.Model):
    """One officer's named filter; the query string is the same as in the address."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    saved_at = models.DateTimeField()

    privacy = classes(internal="id query saved_at", personal="user name")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once")
        ]
