"""The pin itself, and the counters that number pins and changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tmac.core.privacy import classes
from tmac.riskmap.scoring import Grade, Irreversible, Level, Reach
from tmac.riskmap.states import CLOSED, EDITABLE, OPEN, Prevention, Suppression

KEEP = models.PROTECT


def codes(values: type) -> list[tuple[str, str]]:
    """Choices of an enumeration; the words come from reference tables, by language."""
    return [(value.value, value.value) for value in values]  # type: ignore[attr-defined]


class Counter(models.Model):
    """A number that only grows; its row is locked while the next one is taken."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)

    privacy = classes(internal="name value")


class Pin(models.Model):
    """One corruption risk at one place: a sign of risk, never a finding of guilt."""

    code = models.CharField(max_length=24, unique=True)  # 2569-74-0001
    fiscal_year_be = models.PositiveSmallIntegerField()
    category = models.ForeignKey("taxonomy.Category", KEEP, related_name="+")
    category_top = models.CharField(max_length=16)  # the level-1 code of `category`
    secondary_category = models.ForeignKey(
        "taxonomy.Category", KEEP, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey("agencies.Agency", KEEP, null=True, blank=True, related_name="+")
    agency_kind = models.CharField(max_length=24)

    lat = models.FloatField()
    lon = models.FloatField()
    accuracy_m = models.PositiveIntegerField()
    province_code = models.CharField(max_length=2)
    district_code = models.CharField(max_length=4, blank=True)
    subdistrict_code = models.CharField(max_length=6, blank=True)
    place_note = models.CharField(max_length=300, blank=True)

    title = models.CharField(max_length=200)
    what_may_happen = models.TextField(blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    budget_baht = models.BigIntegerField(null=True, blank=True)
    project_id = models.CharField(max_length=60, blank=True)
    stoppable_until = models.DateField(null=True, blank=True)

    has_two_sources = models.BooleanField(default=False)
    is_repeat_here = models.BooleanField(default=False)
    has_low_ita = models.BooleanField(default=False)
    has_warning_sign = models.BooleanField(default=False)
    is_seen = models.BooleanField(default=False)
    evidence_grade = models.CharField(max_length=1, choices=codes(Grade), blank=True)
    amount_baht = models.BigIntegerField(null=True, blank=True)
    reach = models.CharField(max_length=10, choices=codes(Reach), blank=True)
    irreversibility = models.CharField(max_length=10, choices=codes(Irreversible), blank=True)
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    computed_level = models.CharField(max_length=10, choices=codes(Level), blank=True)
    final_level = models.CharField(max_length=10, choices=codes(Level), blank=True)
    level_reason = models.TextField(blank=True)
    contributions = models.JSONField(default=list, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)

    owner = models.ForeignKey("accounts.User", KEEP, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey("accounts.User", KEEP, related_name="+")
    created_at = models.DateTimeField()
    club = models.ForeignKey("network.Club", KEEP, null=True, blank=True, related_name="+")

    prevention_state = models.CharField(
        max_length=20, choices=codes(Prevention), default=Prevention.DRAFT
    )
    prevention_since = models.DateTimeField()
    suppression_state = models.CharField(
        max_length=20, choices=codes(Suppression), default=Suppression.NONE
    )
    suppression_since = models.DateTimeField(null=True, blank=True)
    state_before_archive = models.CharField(max_length=20, blank=True)
    due_on = models.DateField(null=True, blank=True)  # the prevention lane's next promise
    suppression_due_on = models.DateField(null=True, blank=True)
    last_followed_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    sent_to_agency_at = models.DateTimeField(null=True, blank=True)
    case_reference = models.CharField(max_length=80, blank=True)  # of the external case system
    outcome_note = models.TextField(blank=True)
    baht_protected = models.BigIntegerField(null=True, blank=True)
    protected_basis = models.TextField(blank=True)
    reopen_count = models.PositiveSmallIntegerField(default=0)

    source_document = models.CharField(max_length=160, blank=True)
    workshop = models.ForeignKey(
        "riskmap.Workshop", KEEP, null=True, blank=True, related_name="pins"
    )
    group_no = models.PositiveSmallIntegerField(null=True, blank=True)
    note_no = models.PositiveSmallIntegerField(null=True, blank=True)

    # Stored so that a list of 100,000 pins is read in order from an index: stoppable first, then
    # overdue, then level and score; 0 when closed, -1 when archived. See services.urgency.
    urgency = models.SmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    changed_seq = models.BigIntegerField(db_index=True)

    privacy = classes(
        public="fiscal_year_be category category_top agency_kind province_code district_code",
        internal="id code secondary_category agency lat lon accuracy_m subdistrict_code place_note "
        "title what_may_happen period_from period_to budget_baht project_id stoppable_until "
        "has_two_sources is_repeat_here has_low_ita has_warning_sign is_seen evidence_grade "
        "amount_baht reach irreversibility likelihood impact score computed_level final_level "
        "level_reason contributions scored_at created_at club prevention_state prevention_since "
        "suppression_state suppression_since state_before_archive due_on suppression_due_on "
        "last_followed_at verified_at closed_at sent_to_agency_at case_reference outcome_note "
        "baht_protected protected_basis reopen_count source_document workshop group_no note_no "
        "urgency version changed_seq",
        personal="owner created_by",
    )

    class Meta:
        indexes = [
            models.Index(fields=["province_code", "-urgency", "-id"], name="pin_by_province"),
            models.Index(fields=["-urgency", "-id"], name="pin_by_urgency"),
            models.Index(fields=["province_code", "-score", "-id"], name="pin_by_score"),
            # These two hold all that counting a filtered list asks for.
            models.Index(
                fields=["province_code", "final_level", "prevention_state"], name="pin_by_level"
            ),
            models.Index(
                fields=["province_code", "category_top", "prevention_state"], name="pin_by_category"
            ),
            models.Index(fields=["province_code", "prevention_state"], name="pin_by_state"),
            models.Index(fields=["province_code", "due_on"], name="pin_by_due"),
            models.Index(fields=["province_code", "stoppable_until"], name="pin_by_stoppable"),
            models.Index(fields=["province_code", "last_followed_at"], name="pin_by_follow_up"),
            models.Index(fields=["subdistrict_code", "category_top"], name="pin_by_kind_here"),
            models.Index(fields=["fiscal_year_be", "province_code"], name="pin_by_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "source_document"],
                condition=~Q(source_document=""),
                name="pin_once_per_source_document",
            ),
            models.UniqueConstraint(
                fields=["workshop", "group_no", "note_no"],
                condition=Q(workshop__isnull=False),
                name="pin_once_per_workshop_note",
            ),
            models.CheckConstraint(
                condition=Q(lat__gte=5, lat__lte=21, lon__gte=97, lon__lte=106),
                name="pin_within_thailand",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_to__isnull=True)
                | Q(period_from__lte=F("period_to")),
                name="pin_period_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(budget_baht__isnull=True) | Q(budget_baht__gte=0))
                & (Q(amount_baht__isnull=True) | Q(amount_baht__gte=0))
                & (Q(baht_protected__isnull=True) | Q(baht_protected__gte=0)),
                name="pin_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(likelihood__range=(1, 5), impact__range=(1, 5), score__range=(1, 25)),
                name="pin_score_in_range",
            ),
            models.CheckConstraint(
                condition=Q(prevention_state__in=[s.value for s in Prevention])
                & Q(suppression_state__in=[s.value for s in Suppression]),
                name="pin_states_known",
            ),
            models.CheckConstraint(
                condition=Q(final_level="") | ~Q(computed_level=""), name="pin_final_needs_computed"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_scored(self) -> bool:
        """Whether a score sheet was filled."""
        return self.score is not None

    @property
    def is_open(self) -> bool:
        """Verified and not closed."""
        return self.prevention_state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.prevention_state in CLOSED

    @property
    def is_editable(self) -> bool:
        """Whether what it says may still be rewritten by its creator."""
        return self.prevention_state in EDITABLE

    def state_in(self, lane: str) -> str:
        """The state of one lane."""
        return self.prevention_state if lane == "prevention" else self.suppression_state
