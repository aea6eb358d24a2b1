"""How long what is kept, and what was destroyed."""

from __future__ import annotations

from django.db import models

from tmac.core.privacy import classes


class RetentionRule(models.Model):
    """One class of data in one final state: so many days, then it is destroyed."""

    code = models.CharField(max_length=32, primary_key=True)
    data_class = models.CharField(max_length=12)  # CONTENT, IDENTITY, WATCH_NOTE
    state = models.CharField(max_length=12)
    days = models.PositiveIntegerField()
    warn_days = models.PositiveIntegerField()
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="code data_class state days warn_days name_th name_en position")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["data_class", "state"], name="one_rule_a_class_state")
        ]

    def __str__(self) -> str:
        return self.code
