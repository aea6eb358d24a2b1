"""Officers, their offices, postings, delegations and conflicts of interest."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tmac.accounts.roles import Role
from tmac.core.privacy import classes
from tmac.core.thai import sort_key


class OfficeKind(models.TextChoices):
    CENTRAL = "CENTRAL", _("Central office")
    REGION = "REGION", _("Region office")
    PROVINCE = "PROVINCE", _("Provincial office")
    PACC_AREA = "PACC_AREA", _("PACC area office")
    STRONG = "STRONG", _("STRONG club")
    AGENCY = "AGENCY", _("Public agency")
    PARTNER = "PARTNER", _("Partner organisation")


class Office(models.Model):
    """A unit that people are posted to; it reaches a province, a region, a body or the country."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=OfficeKind)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=250, blank=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    region_scheme = models.CharField(max_length=16, blank=True)  # NACC, PACC, CODI
    region_code = models.CharField(max_length=16, blank=True)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)

    privacy = classes(
        public="id code kind name_th name_en sort_key parent province_code region_scheme "
        "region_code agency is_active"
    )

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.name_th

    @property
    def name(self) -> str:
        """The name in the language of the moment."""
        return in_language(self.name_th, self.name_en)


def in_language(name_th: str, name_en: str) -> str:
    """One of the two names: the English one on English pages, where there is one."""
    is_english = (get_language() or "th").startswith("en")
    return name_en if is_english and name_en else name_th


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **rest: Any) -> User:
        user = self.model(username=username, sort_key=sort_key(rest.get("name_th", "")), **rest)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can log in. What they may do comes from postings, never from flags here."""

    username = models.CharField(max_length=64, unique=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    sort_key = models.CharField(max_length=160, blank=True, db_index=True, editable=False)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, default="th")
    is_active = models.BooleanField(default=True)
    password_is_initial = models.BooleanField(default=False)  # given by the office: change it first
    is_demo = models.BooleanField(default=False)  # made up: its codes may be shown in training
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name_th"]

    privacy = classes(
        internal="id username is_active is_demo created_at last_login language password_is_initial",
        personal="name_th name_en sort_key email phone password",
    )

    class Meta:
        ordering = ["sort_key", "id"]

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

    def __str__(self) -> str:
        return f"{self.role} {self.office_id}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class Delegation(models.Model):
    """One person acts for another (รักษาการแทน) between two days, in one of the other's postings."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="delegations")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="acting_for")
    order_no = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(internal="id posting to_user order_no starts_on ends_on revoked_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="delegation_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_no} {self.posting_id}"

    def is_in_force(self, on: date) -> bool:
        return self.revoked_at is None and self.starts_on <= on <= self.ends_on


class ConflictOfInterest(models.Model):
    """A body whose pins this officer may not see or touch, declared with a reason."""

    user = models.ForeignKey(User, models.PROTECT, related_name="conflicts")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(internal="id user agency declared_at ended_at", personal="reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency"],
                condition=Q(ended_at__isnull=True),
                name="conflict_declared_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.agency_id}"


class AttemptCounter(models.Model):
    """Failed log-ins of one device, network or account; the key is a keyed hash of which."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    privacy = classes(internal="key failures last_at")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.failures}"
