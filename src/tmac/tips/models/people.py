"""Who beside the unit may read a tip, where it was sent, and what holds it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tmac.core.privacy import classes

KEEP = models.PROTECT


class TipMember(models.Model):
    """A colleague, such as an investigator, to whose own key the case key was sealed."""

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="members")
    user = models.ForeignKey("accounts.User", KEEP, related_name="+")
    key_id = models.UUIDField()
    added_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = classes(internal="id tip key_id added_at ended_at", personal="user added_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "user"],
                condition=Q(ended_at__isnull=True),
                name="tip_member_once_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["user", "ended_at"], name="tip_member_by_user")]


class Consultation(models.Model):
    """Another unit that was asked for its opinion and may read along."""

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="consultations")
    office = models.ForeignKey("accounts.Office", KEEP, related_name="+")
    unit_key_id = models.UUIDField()
    text = models.TextField(blank=True)
    asked_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = classes(
        internal="id tip office unit_key_id text asked_at ended_at", personal="asked_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "office"],
                condition=Q(ended_at__isnull=True),
                name="consulted_once_at_a_time",
            )
        ]


class Referral(models.Model):
    """A tip that goes to another body, without identity and internal ids."""

    class State(models.TextChoices):
        READY = "READY", "READY"
        SENT = "SENT", "SENT"
        FAILED = "FAILED", "FAILED"
        ACCEPTED = "ACCEPTED", "ACCEPTED"
        DONE = "DONE", "DONE"

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="referrals")
    destination = models.CharField(max_length=200)
    agency = models.ForeignKey("agencies.Agency", KEEP, null=True, related_name="+")
    reason_code = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    state_since = models.DateField()
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    answer = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    at = models.DateTimeField()

    privacy = classes(
        internal="id tip destination agency reason_code state state_since bundle_sha256 answer "
        "due_on at",
        personal="by",
    )

    class Meta:
        ordering = ["at", "id"]


class LegalHold(models.Model):
    """Nothing of the tip is destroyed while one is in force."""

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="holds")
    reason = models.TextField()
    is_custodians = models.BooleanField()  # then the reporter is not told of an opened identity
    set_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.TextField(blank=True)

    privacy = classes(
        internal="id tip reason is_custodians set_at lifted_at lift_reason",
        personal="set_by lifted_by",
    )

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "is_custodians"],
                condition=Q(lifted_at__isnull=True),
                name="one_hold_of_a_kind",
            )
        ]


class SubjectRequest(models.Model):
    """What a reporter asks about the data kept of this report (Personal Data Protection Act)."""

    class Outcome(models.TextChoices):
        GRANTED = "GRANTED", "GRANTED"
        PARTLY = "PARTLY", "PARTLY"
        REFUSED = "REFUSED", "REFUSED"

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="subject_requests")
    request = models.CharField(max_length=10)
    asked_on = models.DateField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    text = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    privacy = classes(
        internal="id tip request asked_on due_on outcome text answered_at", personal="answered_by"
    )

    class Meta:
        ordering = ["asked_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "request"],
                condition=Q(outcome=""),
                name="one_open_request_of_a_kind",
            )
        ]
