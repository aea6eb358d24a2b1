"""Officers, their offices, postings, delegations and conflicts of interest."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tmac.accounts.roles import Role
from tmac.core.privacy import classes


class OfficeKind(models.TextChoices):
    CENTRAL = "CENTRAL", _("Central office")
    REGION = "REGION", _("Region office")
    PROVINCE = "PROVINCE", _("Provincial office")
    PACC_AREA = "PACC_AREA", _("PACC area office")
    STRONG = "STRONG", _("STRONG club")
    AGENCY = "AGENCY", _("Public agency")
    PARTNER = "PARTNER", _("Partner organisation")


class Office(models.Model):
    """A unit that people are posted to; its reach is a province, a region, a body or the country."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=OfficeKind)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    region_scheme = models.CharField(max_length=16, blank=True)  # NACC, PACC, CODI
    region_code = models.CharField(max_length=16, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    privacy = classes(
        public="id code kind name_th name_en parent province_code region_scheme region_code "
        "agency is_active"
    )

    def __str__(self) -> str:
        return self.name_th


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **rest: Any) -> User:
        user = self.model(username=username, **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can log in. What they may do comes from postings, never from flags here."""

    username = models.CharField(max_length=64, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="th")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name_th"]

    privacy = classes(
        internal="id username is_active created_at last_login language",
        personal="name_th name_en email phone password",
    )

    def __str__(self) -> str:
        return self.name_th

    def get_full_name(self) -> str:
        return self.name_th


class Posting(models.Model):
    """A role held in an office from a day until another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])
    is_lead = models.BooleanField(default=False)  # an investigator who leads
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    privacy = classes(internal="id user office role is_lead starts_on ends_on")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="posting_ends_after_start",
            )
        ]


class Delegation(models.Model):
    """One person acts for another (รักษาการแทน) between two days, in one of the other's postings."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="delegations")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="acting_for")
    order_no = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(internal="id posting to_user order_no starts_on ends_on revoked_at")


class ConflictOfInterest(models.Model):
    """A body whose pins this officer may not see or touch, declared with a reason."""

    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(internal="id user agency declared_at ended_at", personal="reason")
