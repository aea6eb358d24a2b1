"""What happened to a tip: events appended, promises made, steps that wait for more persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tmac.core.privacy import classes

KEEP = models.PROTECT


class TipEvent(models.Model):
    """One thing that happened, by day; appended, never changed but for its being told.

    `at` is the moment of an officer's act; a reporter's act has its day only.
    """

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="events")
    on = models.DateField()
    at = models.DateTimeField(null=True)
    code = models.CharField(max_length=32)
    is_public = models.BooleanField(default=False)  # the reporter reads it
    is_withheld = models.BooleanField(default=False)  # told only when the custodians' hold ends
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12, blank=True)
    reason_code = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    grounds = models.JSONField(default=dict)
    by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    confirmed_by = models.JSONField(default=list)  # ids of the further persons
    on_behalf = models.CharField(max_length=120, blank=True)
    act_id = models.UUIDField(null=True, unique=True)  # of a reporter's act, so it counts once

    privacy = classes(
        internal="id tip on at code is_public is_withheld source target reason_code text grounds "
        "act_id",
        personal="by confirmed_by on_behalf",
    )

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["tip", "on"], name="tip_event_by_tip")]


class Promise(models.Model):
    """A deadline as it was promised; `left_days` holds what was left while the clock pauses."""

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="promises")
    clock = models.CharField(max_length=32)
    promised_on = models.DateField()
    due_on = models.DateField()
    paused_on = models.DateField(null=True)
    left_days = models.PositiveSmallIntegerField(null=True)
    ended_on = models.DateField(null=True)
    is_kept = models.BooleanField(null=True)  # None while it runs, and when it fell away

    privacy = classes(
        internal="id tip clock promised_on due_on paused_on left_days ended_on is_kept"
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tip", "clock"],
                condition=Q(ended_on__isnull=True),
                name="one_running_promise_a_clock",
            )
        ]
        indexes = [models.Index(fields=["clock", "ended_on", "due_on"], name="promise_by_due")]


class TipProposal(models.Model):
    """A step that needs two persons, or three; each is somebody else."""

    class Answer(models.TextChoices):
        CONFIRMED = "CONFIRMED", "CONFIRMED"
        DECLINED = "DECLINED", "DECLINED"
        OVERTAKEN = "OVERTAKEN", "OVERTAKEN"  # the tip moved another way meanwhile

    tip = models.ForeignKey("tips.Tip", models.CASCADE, related_name="proposals")
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    grounds = models.JSONField(default=dict)
    persons = models.PositiveSmallIntegerField(default=2)  # how many it takes in all
    proposed_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_text = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    privacy = classes(
        internal="id tip source target grounds persons proposed_at answer answer_text answered_at",
        personal="proposed_by answered_by on_behalf",
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tip"], condition=Q(answer=""), name="one_open_proposal_a_tip"
            )
        ]


class Confirmation(models.Model):
    """One further person's yes to a proposal."""

    proposal = models.ForeignKey("tips.TipProposal", models.CASCADE, related_name="confirmations")
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    privacy = classes(internal="id proposal at", personal="by on_behalf")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "by"], name="confirmed_once_a_person")
        ]
