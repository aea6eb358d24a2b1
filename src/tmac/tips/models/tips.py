"""The tip: its plain facts, few and coarse, and where it stands."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from tmac.core.privacy import classes
from tmac.tips.states import OPEN, State

KEEP = models.PROTECT
FAR = date(9999, 12, 31)  # sorts what has no due day behind everything, on both databases


class Tip(models.Model):
    """One report. `id` is the case of the vault, chosen by whoever sealed it.

    Dates of what a reporter did are days, never moments. The number in the reference is drawn by
    lot, so that nobody reads an order from it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)  # T2570-74-482913
    kind = models.CharField(max_length=10)
    channel = models.ForeignKey("taxonomy.Channel", KEEP, related_name="+")
    sealed_by = models.CharField(max_length=8)  # REPORTER or SERVER
    received_on = models.DateField()
    office = models.ForeignKey("accounts.Office", KEEP, related_name="+")  # the unit that has it
    route = models.CharField(max_length=8)
    about_office = models.BooleanField(default=False)
    # Chosen for the centre, or about the office's own people: the province never hears of it.
    is_kept_from_province = models.BooleanField(default=False)

    province_code = models.CharField(max_length=2)
    district_code = models.CharField(max_length=4, blank=True)
    subdistrict_code = models.CharField(max_length=6, blank=True)
    category = models.ForeignKey("taxonomy.Category", KEEP, null=True, related_name="+")
    category_top = models.CharField(max_length=16, blank=True)
    agency_kind = models.CharField(max_length=24, blank=True)
    agency = models.ForeignKey("agencies.Agency", KEEP, null=True, related_name="+")
    amount_band = models.CharField(max_length=8)
    month = models.CharField(max_length=7, blank=True)  # YYYY-MM
    ongoing = models.CharField(max_length=8)
    stoppable = models.CharField(max_length=8)
    how_known = models.CharField(max_length=12, blank=True)
    threats = models.JSONField(default=list)
    is_urgent = models.BooleanField(default=False)
    file_count = models.PositiveSmallIntegerField(default=0)

    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    state_since = models.DateField()
    # 0 when it is over; else 1, plus 2 while it can still be stopped, plus 4 for a reporter who
    # needs protection: an index holds the order of the list.
    urgency = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField(null=True)  # the nearest promise that runs
    sort_on = models.DateField(default=FAR)  # the same, with FAR for none
    assigned_to = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    first_action_on = models.DateField(null=True)

    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    summary_by = models.ForeignKey("accounts.User", KEEP, null=True, related_name="+")
    summary_on = models.DateField(null=True)
    is_anonymous = models.BooleanField(null=True)  # as an officer has read it; None: not known
    has_evidence = models.BooleanField(null=True)

    reason_code = models.CharField(max_length=32, blank=True)  # of a rejection or a forwarding
    outcome = models.CharField(max_length=20, blank=True)
    outcome_text = models.TextField(blank=True)
    closed_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", KEEP, null=True, related_name="merged")
    pin_code = models.CharField(max_length=24, blank=True)
    withdrawn_on = models.DateField(null=True)
    barred_ids = models.JSONField(default=list)  # who decided before the reporter objected
    reopen_count = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True)
    felt_safe = models.CharField(max_length=6, blank=True)

    is_held = models.BooleanField(default=False)  # a legal hold is in force
    warned_on = models.DateField(null=True)  # that retention will destroy something
    identity_destroyed_on = models.DateField(null=True)
    content_destroyed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    privacy = classes(
        public="kind received_on province_code category category_top",
        internal="id reference channel sealed_by office route about_office is_kept_from_province "
        "district_code subdistrict_code agency_kind agency amount_band month ongoing stoppable "
        "how_known threats is_urgent file_count state state_since urgency due_on sort_on "
        "first_action_on title summary summary_on is_anonymous has_evidence reason_code outcome "
        "outcome_text closed_on merged_into pin_code withdrawn_on barred_ids reopen_count rating "
        "felt_safe is_held warned_on identity_destroyed_on content_destroyed_on version",
        personal="assigned_to summary_by",
    )

    class Meta:
        indexes = [
            models.Index(fields=["office", "-urgency", "sort_on", "id"], name="tip_by_unit"),
            models.Index(fields=["-urgency", "sort_on", "id"], name="tip_by_urgency"),
            models.Index(fields=["province_code", "-urgency", "sort_on"], name="tip_by_province"),
            models.Index(
                fields=["office", "state", "assigned_to", "urgency", "due_on"], name="tip_by_count"
            ),
            models.Index(fields=["assigned_to", "-urgency", "sort_on"], name="tip_by_officer"),
            models.Index(fields=["state", "closed_on"], name="tip_by_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="tip_state_known"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="tip_rating_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="tip_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether the unit still has something to do."""
        return self.state in OPEN

    @property
    def scope(self) -> str:
        """Whose keys it is sealed to: "centre", or the code of its province."""
        return "centre" if self.is_kept_from_province else self.province_code

    @property
    def is_stoppable(self) -> bool:
        return self.stoppable == "YES"

    @property
    def asks_protection(self) -> bool:
        return bool(self.threats) or self.is_urgent

    @property
    def is_bare(self) -> bool | None:
        """Anonymous and without evidence, as an officer has read it; None while it is not known."""
        if self.is_anonymous is None or self.has_evidence is None:
            return None
        return self.is_anonymous and not self.has_evidence


class Number(models.Model):
    """A counter of officers' acts, such as identity requests, and the days of daily duties."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)

    privacy = classes(internal="name value")
