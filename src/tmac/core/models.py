"""What the ground keeps: jobs, loaded reference data, forms that were sent, periodic duties."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes


class JobState(models.TextChoices):
    WAITING = "WAITING", _("Waiting")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    FAILED = "FAILED", _("Failed")


class Job(models.Model):
    """One piece of background work: what to call, with which ids, and how far it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=120)  # dotted path of a function
    ids = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)  # codes and counts; never content
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    privacy = classes(
        internal="id task ids state attempts done total result created_by_id created_at ended_at"
    )

    def __str__(self) -> str:
        return f"{self.task} {self.state}"

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}


class Loaded(models.Model):
    """A set of data that this database holds, and the mark of the files that it came from."""

    name = models.CharField(max_length=40, primary_key=True)
    mark = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    privacy = classes(internal="name mark loaded_at")

    def __str__(self) -> str:
        return self.name


class SentForm(models.Model):
    """A form that an officer sent, and the name of what it made; "" while that is being made."""

    user_id = models.BigIntegerField()
    token = models.CharField(max_length=64)  # hash of the hidden field of the form
    made = models.CharField(max_length=40, blank=True, default="")
    sent_at = models.DateTimeField()

    privacy = classes(internal="id user_id token made sent_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "token"], name="core_one_form_once")
        ]

    def __str__(self) -> str:
        return self.made or self.token


class DutyRun(models.Model):
    """A periodic duty: for which hour or day it was done last, and who is at it until when."""

    name = models.CharField(max_length=40, primary_key=True)
    done_for = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=80, blank=True, default="")  # the name of the error

    privacy = classes(internal="name done_for done_at taken_until fault")

    def __str__(self) -> str:
        return self.name
