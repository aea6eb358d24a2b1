"""Watch notes (S0-07): what is watched in an area and is not yet a report."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes

KEEP = models.PROTECT


class WatchNote(models.Model):
    """An unstructured note of an area or agency; it accuses nobody."""

    class State(models.TextChoices):
        OPEN = "OPEN", "OPEN"
        PROMOTED = "PROMOTED", "PROMOTED"
        CLOSED = "CLOSED", "CLOSED"

    id = models.UUIDField(primary_key=True, editable=False)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    province_code = models.CharField(max_length=2)
    district_code = models.CharField(max_length=4, blank=True)
    subdistrict_code = models.CharField(max_length=6, blank=True)
    agency = models.ForeignKey("agencies.Agency", KEEP, null=True, related_name="+")
    author = models.ForeignKey("accounts.User", KEEP, related_name="+")
    office = models.ForeignKey("accounts.Office", KEEP, related_name="+")
    is_strong = models.BooleanField()  # kept by a member of the STRONG club
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    state_since = models.DateField()
    tip_reference = models.CharField(max_length=24, blank=True)
    pin_code = models.CharField(max_length=24, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy = classes(
        internal="id title text province_code district_code subdistrict_code agency office "
        "is_strong state state_since tip_reference pin_code written_at edited_at version",
        personal="author",
    )

    class Meta:
        ordering = ["-edited_at", "id"]
        indexes = [models.Index(fields=["province_code", "-edited_at"], name="note_by_province")]
