"""Opening who the reporter is: one asks, two custodians answer, one looks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tmac.core.privacy import classes

KEEP = models.PROTECT


class IdentityRequest(models.Model):
    """An investigator asks to open the identity of one tip."""

    class State(models.TextChoices):
        PENDING = "PENDING", "PENDING"
        APPROVED = "APPROVED", "APPROVED"
        DENIED = "DENIED", "DENIED"
        OPENED = "OPENED", "OPENED"
        CLOSED = "CLOSED", "CLOSED"
        EXPIRED = "EXPIRED", "EXPIRED"

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=20, unique=True)  # ID2570-0007
    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="identity_requests")
    requested_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    key_id = models.UUIDField()  # the requester's own key, to which the shares are sealed again
    reason = models.TextField()
    legal_basis = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    requested_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)  # seven days after the second approval
    opened_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)  # fifteen minutes after the first opening
    closed_at = models.DateTimeField(null=True)

    privacy = classes(
        internal="id number tip key_id reason legal_basis state requested_at approved_at "
        "expires_at opened_at open_until closed_at",
        personal="requested_by",
    )

    class Meta:
        ordering = ["-requested_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "requested_by"],
                condition=Q(state__in=["PENDING", "APPROVED", "OPENED"]),
                name="one_identity_request_at_a_time",
            )
        ]


class IdentityDecision(models.Model):
    """One custodian's yes, with the share sealed again to the requester, or no, with a reason."""

    request = models.ForeignKey("tips.IdentityRequest", models.CASCADE, related_name="decisions")
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    key_id = models.UUIDField(null=True)
    approves = models.BooleanField()
    box = models.BinaryField(default=bytes)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    privacy = classes(internal="id request key_id approves reason at", personal="by", sealed="box")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "by"], name="decided_once_a_custodian")
        ]
