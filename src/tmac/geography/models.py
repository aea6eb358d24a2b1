"""Region schemes as dated data, population figures, and the record of boundary packs.

The areas themselves are not rows: names and codes are those of package `geothai` (gazetteer.py).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tmac.core.privacy import classes


class RegionScheme(models.Model):
    """One way of dividing the country: the NACC's regions, the PACC's areas, CODI's regions."""

    code = models.CharField(max_length=16, primary_key=True)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="code name_th name_en position")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_th


class Region(models.Model):
    """A region of one scheme. Its provinces are dated memberships."""

    scheme = models.ForeignKey(RegionScheme, models.PROTECT, related_name="regions")
    code = models.CharField(max_length=16)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    privacy = classes(public="id scheme code name_th name_en position")

    class Meta:
        ordering = ["scheme", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="region_code_once_a_scheme")
        ]

    def __str__(self) -> str:
        return self.name_th


class RegionMembership(models.Model):
    """A province belongs to a region between two days, both included; open ends are null."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships")
    province_code = models.CharField(max_length=2, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    is_confirmed = models.BooleanField(default=False)

    privacy = classes(public="id region province_code valid_from valid_until evidence is_confirmed")

    class Meta:
        ordering = ["province_code", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_start",
            )
        ]


class Population(models.Model):
    """Residents of one area in one year (พ.ศ.), with the source of the figure."""

    area_code = models.CharField(max_length=6)
    level = models.CharField(max_length=12)
    year_be = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    privacy = classes(public="id area_code level year_be value source")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "year_be"], name="population_once_a_year")
        ]
        indexes = [models.Index(fields=["level", "year_be", "area_code"])]


class BoundarySet(models.Model):
    """The record of one boundary pack that was imported, with the importer's report.

    Which version a machine draws is said by its own files (shapes.py), not by this record.
    """

    version = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    attribution = models.TextField()
    levels = models.JSONField(default=dict)  # level -> number of shapes
    sha256 = models.CharField(max_length=64)
    report = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    privacy = classes(public="id version name attribution levels sha256 report imported_at")

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.name
