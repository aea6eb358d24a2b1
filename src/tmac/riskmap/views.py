"""A pin as one officer may see it. What is not shown is None, and `masked` says why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tmac.core.errors import Sentence
from tmac.core.verdict import Verdict
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import Step
from tmac.riskmap.scoring import Ticks


@dataclass(frozen=True)
class PinRow:
    """One row of a list, a card of the map."""

    id: int
    code: str
    version: int
    fiscal_year_be: int
    title: str | None
    category: str
    category_top: str
    category_name: str
    level: str  # the final one; "" before a score sheet was filled
    score: int | None
    verify_first: bool
    prevention_state: str
    prevention_name: str
    suppression: str | None  # "full": the state's code; "yes_no": YES or NO; else None
    suppression_name: str | None
    province_code: str
    district_code: str
    subdistrict_code: str
    place_name: str
    lon: float | None
    lat: float | None
    accuracy_m: int | None
    agency_id: int | None
    agency_name: str | None
    agency_kind: str
    owner_id: int | None
    owner_name: str | None
    due_on: date | None
    is_overdue: bool
    stoppable_until: date | None
    is_stoppable: bool
    last_followed_at: datetime
    created_at: datetime
    is_open: bool
    is_closed: bool

    @property
    def display_title(self) -> str:
        """The title, or the category where the title is not shown."""
        return self.title or self.category_name


@dataclass(frozen=True)
class ContributionView:
    """One part of a score in words."""

    code: str
    side: str
    points: int
    reason: str
    counts: bool


@dataclass(frozen=True)
class SourceView:
    id: int
    kind: str
    kind_name: str
    dated_on: date | None
    document_no: str
    grade: str
    note: str
    is_anonymous: bool
    has_own_evidence: bool
    is_pile_on: bool
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class ActionView:
    id: int
    mechanism: str
    mechanism_name: str
    what: str
    done_on: date
    people: str
    result: str
    reference_no: str
    due_on: date | None
    done_at: datetime | None
    by: str
    at: datetime
    is_restricted: bool  # of the suppression side
    may_complete: Verdict


@dataclass(frozen=True)
class LookView:
    id: int
    kind: str
    kind_name: str
    done_on: date
    done_by: str
    organisation: str
    finding: str
    is_fixed: bool | None


@dataclass(frozen=True)
class LinkView:
    """Another pin that belongs to this one, as far as it may be seen."""

    kind: str
    kind_name: str
    code: str
    title: str
    level: str
    note: str


@dataclass(frozen=True)
class ProposalView:
    """A step that waits for the second person."""

    id: int
    lane: str
    target: str
    target_name: str
    step: Step
    grounds: Grounds
    proposed_by: str
    proposed_at: datetime
    may_answer: Verdict
    is_mine: bool


@dataclass(frozen=True)
class PublicationView:
    before_text: str
    after_text: str
    before_text_en: str
    after_text_en: str
    shows_agency: bool
    approved_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True)
class PinView(PinRow):
    """The page of a pin."""

    what_may_happen: str | None = None
    secondary_category: str | None = None
    secondary_category_name: str | None = None
    place_note: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    budget_baht: int | None = None
    project_id: str | None = None
    source_document: str | None = None
    tags: tuple[str, ...] = ()
    tag_names: tuple[str, ...] = ()
    agency_kind_name: str = ""
    club_id: int | None = None
    club_name: str = ""
    created_by_id: int | None = None
    created_by_name: str | None = None
    is_mine: bool = False
    workshop_id: int | None = None
    group_no: int | None = None
    note_no: int | None = None

    is_scored: bool = False
    ticks: Ticks | None = None
    evidence_grade: str | None = None
    amount_baht: int | None = None
    reach: str | None = None
    irreversibility: str | None = None
    likelihood: int | None = None
    impact: int | None = None
    computed_level: str | None = None
    level_reason: str | None = None
    score_sentence: str | None = None
    contributions: tuple[ContributionView, ...] = ()

    prevention_since: datetime | None = None
    suppression_sight: str = "none"  # full | yes_no | none
    suppression_since: datetime | None = None
    suppression_due_on: date | None = None
    case_reference: str | None = None
    cdc_status: str | None = None
    public_word: str = ""
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    sent_to_agency_at: datetime | None = None
    outcome_note: str | None = None
    baht_protected: int | None = None
    protected_basis: str | None = None
    reopen_count: int = 0

    sources: tuple[SourceView, ...] = ()
    actions: tuple[ActionView, ...] = ()
    looks: tuple[LookView, ...] = ()
    links: tuple[LinkView, ...] = ()
    investigators: tuple[str, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    publication: PublicationView | None = None
    masked: Mapping[str, Sentence] = field(default_factory=dict)  # data group -> why
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)  # verb -> may I?


@dataclass(frozen=True)
class StepOffer:
    """A step out of the present state: taken with one press and its form, or greyed with why."""

    step: Step
    label: Sentence
    verdict: Verdict
    suggested: Grounds = field(default_factory=Grounds)

    @property
    def lane(self) -> str:
        return self.step.lane

    @property
    def target(self) -> str:
        return self.step.target

    @property
    def is_permitted(self) -> bool:
        return bool(self.verdict)


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened, as a sentence; `text` is what was written, if it may be read."""

    at: datetime
    kind: str  # move, proposal, edit, score, action, source, look, file, link, publication
    sentence: str
    text: str = ""
    who: str = ""
    lane: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class MondayItem:
    """One pin that asks for something, with why and what to do next."""

    row: PinRow
    reason: str
    next_step: str
    day: date | None = None


@dataclass(frozen=True)
class MondayGroup:
    """A part of the Monday list: the first items, how many there are, and the list's filter."""

    code: str  # stoppable, overdue, answers, new, stale
    title: str
    items: tuple[MondayItem, ...]
    total: int
    query: str = ""  # the filter of the pin list that shows them all, when one does


@dataclass(frozen=True)
class MondayList:
    """What waits, most pressing first."""

    groups: tuple[MondayGroup, ...]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    def group(self, code: str) -> MondayGroup:
        """One part by its code."""
        return next(group for group in self.groups if group.code == code)


@dataclass(frozen=True)
class TickSuggestion:
    """What the data say of one tick, for the officer who decides."""

    tick: str
    is_suggested: bool
    reason: str
    pins: tuple[str, ...] = ()  # codes of pins that the reason rests on
