"""What happened to a pin: moves, proposals that wait for a second person, edits, scorings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tmac.core.privacy import classes

KEEP = models.PROTECT


class Move(models.Model):
    """One step in one lane; appended, never changed."""

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="moves")
    lane = models.CharField(max_length=12)
    source = models.CharField(max_length=20, blank=True)  # "" when the pin was made
    target = models.CharField(max_length=20)
    reason_code = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    grounds = models.JSONField(default=dict, blank=True)
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    confirmed_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)  # acting for, or a club's name
    at = models.DateTimeField()

    privacy = classes(
        internal="id pin lane source target reason_code text grounds due_on at",
        personal="by confirmed_by on_behalf",
    )

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["pin", "at"], name="move_by_pin")]


class Proposal(models.Model):
    """A step that needs two persons: an officer proposes, a director confirms or declines."""

    class Answer(models.TextChoices):
        CONFIRMED = "CONFIRMED", "CONFIRMED"
        DECLINED = "DECLINED", "DECLINED"
        OVERTAKEN = "OVERTAKEN", "OVERTAKEN"  # the pin moved another way meanwhile

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="proposals")
    lane = models.CharField(max_length=12)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    grounds = models.JSONField(default=dict)
    proposed_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_text = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(
        internal="id pin lane source target grounds proposed_at answer answer_text answered_at",
        personal="proposed_by answered_by on_behalf",
    )

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pin", "lane"], condition=Q(answer=""), name="one_open_proposal_per_lane"
            )
        ]


class Revision(models.Model):
    """Which fields an edit changed, before and after: what a stale form is told."""

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="revisions")
    version = models.PositiveIntegerField()  # the version that this change made
    changes = models.JSONField()  # field -> [before, after], as text
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    privacy = classes(internal="id pin version changes at", personal="by on_behalf")

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["pin", "version"], name="revision_once_per_version")
        ]


class Scoring(models.Model):
    """One filled score sheet and what it gave; the newest one is copied onto the pin."""

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="scorings")
    contributions = models.JSONField()
    evidence_grade = models.CharField(max_length=1)
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField()
    computed_level = models.CharField(max_length=10)
    final_level = models.CharField(max_length=10)
    level_reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    privacy = classes(
        internal="id pin contributions evidence_grade likelihood impact score computed_level "
        "final_level level_reason at",
        personal="by on_behalf",
    )

    class Meta:
        ordering = ["at", "id"]
