"""Public bodies: ministries, departments, local governments, state enterprises, national bodies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes
from tmac.core.staging import StagedSheet


class AgencyType(models.TextChoices):
    PAO = "PAO", _("Provincial administrative organisation")
    MUN_CITY = "MUN_CITY", _("City municipality")
    MUN_TOWN = "MUN_TOWN", _("Town municipality")
    MUN_SUB = "MUN_SUB", _("Subdistrict municipality")
    SAO = "SAO", _("Subdistrict administrative organisation")
    SPECIAL = "SPECIAL", _("Special local government")
    MINISTRY = "MINISTRY", _("Ministry")
    DEPARTMENT = "DEPARTMENT", _("Department")
    PROVINCIAL = "PROVINCIAL", _("Provincial administration")
    DISTRICT = "DISTRICT", _("District office")
    STATE_ENTERPRISE = "STATE_ENTERPRISE", _("State enterprise")
    PUBLIC_ORGANISATION = "PUBLIC_ORGANISATION", _("Public organisation")
    INDEPENDENT = "INDEPENDENT", _("Independent body")
    SCHOOL = "SCHOOL", _("School")
    HEALTH = "HEALTH", _("Public health facility")
    POLICE = "POLICE", _("Police station")
    OTHER = "OTHER", _("Other public body")


LOCAL_GOVERNMENT = frozenset({"PAO", "MUN_CITY", "MUN_TOWN", "MUN_SUB", "SAO", "SPECIAL"})


class Agency(models.Model):
    """One public body. A national body has no province; a local one answers for its areas."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=24, choices=AgencyType, db_index=True)
    name_th = models.CharField(max_length=250)
    name_en = models.CharField(max_length=250, blank=True)
    sort_key = models.CharField(max_length=300, db_index=True, editable=False)
    search_key = models.CharField(max_length=1000, editable=False)  # names.search_key
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    district_code = models.CharField(max_length=4, blank=True, db_index=True)
    subdistrict_code = models.CharField(max_length=6, blank=True, db_index=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    website = models.URLField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    retired_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    privacy = classes(
        public="id code kind name_th name_en sort_key search_key parent province_code "
        "district_code subdistrict_code lat lon website source is_active retired_on successor"
    )

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["lat", "lon"], name="agency_point")]

    def __str__(self) -> str:
        return self.name_th

    @property
    def is_local_government(self) -> bool:
        return self.kind in LOCAL_GOVERNMENT


class Responsibility(models.Model):
    """A subdistrict, district or province for which a body answers, wholly or in part."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="responsibilities")
    area_code = models.CharField(max_length=6, db_index=True)
    is_whole = models.BooleanField(default=True)

    privacy = classes(public="id agency area_code is_whole")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "area_code"], name="responsibility_once")
        ]


class AgencySheet(StagedSheet):
    """A registry file between upload and import."""

    privacy = classes(internal=StagedSheet.STAGED_PRIVACY)
