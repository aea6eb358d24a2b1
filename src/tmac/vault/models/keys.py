"""Keys as the server knows them: public halves, and private halves that only their owner opens."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tmac.core.privacy import classes


class OfficerKey(models.Model):
    """An officer's own key. Its private half lies here twice, each time sealed: under the
    passphrase and under the printed code; neither ever comes to the server."""

    key_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    by_passphrase = models.BinaryField()
    by_recovery = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(
        internal="key_id user public_key created_at retired_at", sealed="by_passphrase by_recovery"
    )

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(retired_at__isnull=True),
                name="vault_one_live_key_a_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.key_id)


class UnitKeyWrap(models.Model):
    """The private half of a unit key, sealed to the own key of one member."""

    unit_key_id = models.UUIDField(db_index=True)
    officer_key = models.ForeignKey(OfficerKey, models.PROTECT, related_name="unit_wraps")
    box = models.BinaryField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    privacy = classes(internal="id unit_key_id officer_key by at", sealed="box")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_key_id", "officer_key"], name="vault_one_unit_wrap_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_key_id} {self.officer_key_id}"


class UnitPrevious(models.Model):
    """The unit key before this one, sealed to this one: who holds the newest opens them all."""

    key_id = models.UUIDField(primary_key=True)
    previous_key_id = models.UUIDField()
    box = models.BinaryField()

    privacy = classes(internal="key_id previous_key_id", sealed="box")

    class Meta:
        verbose_name_plural = "unit previous keys"

    def __str__(self) -> str:
        return f"{self.key_id} {self.previous_key_id}"
