"""Pinning workshops: an evening, its tables, and who may record there."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes

KEEP = models.PROTECT


class Workshop(models.Model):
    """One pinning event of one province; its notes become draft pins."""

    name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=2, db_index=True)
    place = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    group_count = models.PositiveSmallIntegerField(default=10)
    opened_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(
        internal="id name province_code place held_on group_count opened_at closed_at",
        personal="opened_by",
    )

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.name


class Recorder(models.Model):
    """The permission to record notes at one event."""

    workshop = models.ForeignKey(Workshop, KEEP, related_name="recorders")
    user = models.ForeignKey("accounts.User", KEEP, related_name="+")
    added_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    added_at = models.DateTimeField()

    privacy = classes(internal="id workshop added_at", personal="user added_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "user"], name="recorder_once")]
