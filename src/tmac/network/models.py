"""STRONG clubs (ชมรม STRONG จิตพอเพียงต้านทุจริต), one a province, and who belongs to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes


class Club(models.Model):
    """The club of a province; its office holds the postings of its members."""

    province_code = models.CharField(max_length=2, unique=True)
    office = models.OneToOneField("accounts.Office", models.PROTECT, related_name="+")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    privacy = classes(public="id province_code office name_th name_en founded_on is_active")

    class Meta:
        ordering = ["province_code"]

    def __str__(self) -> str:
        return self.name_th


class MemberRole(models.TextChoices):
    MEMBER = "MEMBER", _("Member")
    COACH = "COACH", _("Coach")


class Membership(models.Model):
    """A person in a club from a day until another. A new role ends one and begins the next."""

    club = models.ForeignKey(Club, models.PROTECT, related_name="memberships")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=MemberRole)
    posting = models.ForeignKey(  # that this membership gave
        "accounts.Posting", models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day

    privacy = classes(internal="id club user role posting since until")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_not_ended_before_start",
            ),
            models.UniqueConstraint(
                fields=["club", "user"],
                condition=Q(until__isnull=True),
                name="one_open_membership_a_club",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.club_id} {self.user_id} {self.role}"
