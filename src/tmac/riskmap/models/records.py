"""What hangs on a pin: sources, actions, looks on the spot, links, tags, people assigned."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tmac.core.privacy import classes
from tmac.riskmap.models.pins import codes
from tmac.riskmap.scoring import Grade

KEEP = models.PROTECT


class Source(models.Model):
    """Where the information comes from; nothing here names an informant."""

    class Kind(models.TextChoices):
        OFFICIAL_RECORD = "OFFICIAL_RECORD", _("Official record")
        WORKSHOP = "WORKSHOP", _("Pinning workshop")
        NETWORK = "NETWORK", _("STRONG network")
        NEWS = "NEWS", _("News")
        FIELD_VISIT = "FIELD_VISIT", _("Field visit")
        COMPLAINT = "COMPLAINT", _("Complaint or tip")
        ANALYSIS = "ANALYSIS", _("Analysis of data")
        OTHER = "OTHER", _("Other")

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="sources")
    kind = models.CharField(max_length=16, choices=Kind)
    dated_on = models.DateField(null=True, blank=True)
    document_no = models.CharField(max_length=160, blank=True)
    grade = models.CharField(max_length=1, choices=codes(Grade))
    note = models.TextField(blank=True)
    is_anonymous = models.BooleanField(default=False)
    has_own_evidence = models.BooleanField(default=False)  # evidence that no other source brought
    is_pile_on = models.BooleanField(default=False)  # suspected of a campaign
    added_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    added_at = models.DateTimeField()

    privacy = classes(
        internal="id pin kind dated_on document_no grade note is_anonymous has_own_evidence "
        "is_pile_on added_at",
        personal="added_by",
    )

    class Meta:
        ordering = ["added_at", "id"]


class Action(models.Model):
    """Something done about a pin, by one of the five mechanisms."""

    class Mechanism(models.TextChoices):
        COOP = "COOP", _("Integrated cooperation")
        MEASURE = "MEASURE", _("Enforcing preventive measures")
        INTEL = "INTEL", _("Intelligence")
        INVEST = "INVEST", _("Investigation")
        PROSECUTE = "PROSECUTE", _("Prosecution")

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="actions")
    mechanism = models.CharField(max_length=10, choices=Mechanism)
    what = models.TextField()
    done_on = models.DateField()
    people = models.TextField(blank=True)
    result = models.TextField(blank=True)
    reference_no = models.CharField(max_length=80, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)  # when its follow-up was completed
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    on_behalf = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    privacy = classes(
        internal="id pin mechanism what done_on result reference_no due_on done_at at",
        personal="people by on_behalf",
    )

    class Meta:
        ordering = ["done_on", "id"]
        indexes = [models.Index(fields=["due_on", "done_at"], name="action_by_due")]


class Look(models.Model):
    """Somebody went and saw: an officer's field check, or the STRONG club's second look."""

    class Kind(models.TextChoices):
        FIELD_CHECK = "FIELD_CHECK", _("Field check")
        STRONG_LOOK = "STRONG_LOOK", _("STRONG second look")

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="looks")
    kind = models.CharField(max_length=12, choices=Kind)
    done_on = models.DateField()
    done_by = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200)
    organisation_agency = models.ForeignKey(
        "agencies.Agency", KEEP, null=True, blank=True, related_name="+"
    )
    finding = models.TextField()
    is_fixed = models.BooleanField(null=True)  # what the look says of a reported fix
    recorded_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    recorded_at = models.DateTimeField()

    privacy = classes(
        internal="id pin kind done_on organisation organisation_agency finding is_fixed "
        "recorded_at",
        personal="done_by recorded_by",
    )

    class Meta:
        ordering = ["done_on", "id"]


class PinLink(models.Model):
    """Two pins that belong together; stored once, the older pin first."""

    class Kind(models.TextChoices):
        SAME_PROJECT = "SAME_PROJECT", _("Same project")
        SAME_AGENCY = "SAME_AGENCY", _("Same agency")
        SAME_PLACE = "SAME_PLACE", _("Same place")
        DUPLICATE = "DUPLICATE", _("Seems to be the same matter")
        RELATED = "RELATED", _("Related")

    first = models.ForeignKey("riskmap.Pin", KEEP, related_name="links_from")
    second = models.ForeignKey("riskmap.Pin", KEEP, related_name="links_to")
    kind = models.CharField(max_length=16, choices=Kind)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    at = models.DateTimeField()

    privacy = classes(internal="id first second kind note at", personal="by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "kind"], name="pin_link_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pin_link_in_order"),
        ]


class PinTag(models.Model):
    """A context of a pin: a crisis, an election, a school."""

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="tags")
    tag = models.ForeignKey("taxonomy.ContextTag", KEEP, related_name="+")

    privacy = classes(internal="id pin tag")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pin", "tag"], name="pin_tag_once")]


class Assignment(models.Model):
    """An investigator who may see and move the suppression lane of one pin."""

    pin = models.ForeignKey("riskmap.Pin", KEEP, related_name="assignments")
    user = models.ForeignKey("accounts.User", KEEP, related_name="+")
    assigned_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(internal="id pin assigned_at ended_at", personal="user assigned_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pin", "user"],
                condition=Q(ended_at__isnull=True),
                name="assigned_once_at_a_time",
            )
        ]


class Publication(models.Model):
    """What the public may read of a closed pin, approved by a director."""

    pin = models.OneToOneField("riskmap.Pin", KEEP, related_name="publication")
    before_text = models.CharField(max_length=400)
    after_text = models.CharField(max_length=400)
    before_text_en = models.CharField(max_length=400, blank=True)
    after_text_en = models.CharField(max_length=400, blank=True)
    shows_agency = models.BooleanField(default=False)
    approved_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    approved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = classes(
        public="before_text after_text before_text_en after_text_en",
        internal="id pin shows_agency approved_at withdrawn_at",
        personal="approved_by",
    )
