"""The dialogue of the mailbox: sealed messages both ways."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes


class Message(models.Model):
    """One message, sealed under the case key of an epoch; dated by day."""

    class Direction(models.TextChoices):
        IN = "IN", "IN"  # from the reporter
        OUT = "OUT", "OUT"  # from the unit

    id = models.UUIDField(primary_key=True, editable=False)
    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()  # 1, 2, ... within the tip
    direction = models.CharField(max_length=3, choices=Direction)
    epoch = models.PositiveSmallIntegerField()
    box = models.BinaryField()
    on = models.DateField()
    sealed_by = models.CharField(max_length=8, default="REPORTER")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    is_question = models.BooleanField(default=False)
    is_interim = models.BooleanField(default=False)  # tells how far the matter is
    read_on = models.DateField(null=True)  # by the other side

    privacy = classes(
        internal="id tip position direction epoch on sealed_by is_question is_interim read_on",
        personal="by",
        sealed="box",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tip", "position"], name="message_position_once")
        ]
