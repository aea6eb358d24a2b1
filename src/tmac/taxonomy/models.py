"""Categories of risk, context tags, channels, reasons, clocks, and holidays entered by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes


class Category(models.Model):
    """A kind of risk. Level 1 is fixed nationally; a province may add level 2 below it."""

    code = models.CharField(max_length=16, primary_key=True)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    question_th = models.CharField(max_length=300, blank=True)  # what a person can answer yes to
    question_en = models.CharField(max_length=300, blank=True)
    province_code = models.CharField(max_length=2, blank=True, db_index=True)  # "" is national
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    privacy = classes(
        public="code level parent name_th name_en question_th question_en province_code "
        "position is_active"
    )

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True, province_code="")
                | Q(level=2, parent__isnull=False),
                name="category_level_1_is_national",
            )
        ]

    def __str__(self) -> str:
        return self.name_th


class ContextTag(models.Model):
    """Something that a pin of any category may also be about, such as an election."""

    code = models.CharField(max_length=16, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="code name_th name_en position")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_th


class Channel(models.Model):
    """A door that a tip may come through, with the identity level it implies."""

    code = models.CharField(max_length=20, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    identity_level = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="code name_th name_en identity_level position")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_th


class ReasonCode(models.Model):
    """A reason that must be chosen when something is refused, returned or sent elsewhere."""

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=32)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="id kind code name_th name_en position")

    class Meta:
        ordering = ["kind", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="reason_once_a_kind")]

    def __str__(self) -> str:
        return self.name_th


class ClockUnit(models.TextChoices):
    CALENDAR = "CALENDAR", _("Calendar days")
    WORKING = "WORKING", _("Working days")


class ClockKind(models.TextChoices):
    PROMISE = "PROMISE", _("Promise")
    CONFIGURABLE = "CONFIGURABLE", _("Can be set")
    LEGAL = "LEGAL", _("Set by law, shown for reference")


class Clock(models.Model):
    """A promise in days. Legal ones are shown for reference and cannot be changed."""

    code = models.CharField(max_length=32, primary_key=True)
    days = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=ClockUnit)
    kind = models.CharField(max_length=12, choices=ClockKind)
    note = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="code days unit kind note position")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class ExtraHoliday(models.Model):
    """A day that the cabinet adds as a holiday, or takes back (`is_holiday` false)."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=160)
    is_holiday = models.BooleanField(default=True)

    privacy = classes(public="id day name is_holiday")

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
