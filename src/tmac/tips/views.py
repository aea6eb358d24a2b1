"""What queries give: a tip as its reader may see it; what is not shown is None."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tmac.core.errors import Sentence
from tmac.core.verdict import Verdict
from tmac.tips.grounds import Grounds
from tmac.tips.lifecycle import Step


def b64(data: bytes | memoryview) -> str:
    """Standard Base64, as the wire has it."""
    return base64.b64encode(bytes(data)).decode()


@dataclass(frozen=True)
class TipRow:
    """One row of the officers' list."""

    id: UUID
    reference: str
    version: int
    kind: str
    kind_name: str
    state: str
    state_name: str
    state_since: date
    received_on: date
    unit_name: str
    province_code: str
    place_name: str
    title: str | None
    category: str | None
    category_name: str | None
    agency_name: str | None
    is_urgent: bool  # asks for protection
    is_stoppable: bool
    stoppable: str
    sealed_by: str
    file_count: int
    due_on: date | None
    is_overdue: bool
    assigned_to: tuple[int, str] | None
    has_unread: bool
    has_proposal: bool


@dataclass(frozen=True)
class TipCounts:
    """How many tips the reader has in each heap."""

    all: int
    open: int
    mine: int
    unassigned: int
    urgent: int
    overdue: int
    waiting_reporter: int
    unread: int
    by_state: Mapping[str, int]


@dataclass(frozen=True)
class DueView:
    """A running promise."""

    code: str
    label: str
    due_on: date
    is_overdue: bool
    is_paused: bool


@dataclass(frozen=True)
class MemberView:
    """A colleague who was added."""

    user_id: int
    name: str
    added_by: str
    day: date


@dataclass(frozen=True)
class ConsultationView:
    """A unit that was asked for its opinion."""

    office_id: int
    office_name: str
    day: date
    text: str


@dataclass(frozen=True)
class TimelineEntry:
    """One event as officers read it."""

    day: date
    at: datetime | None
    code: str
    label: str
    text: str
    by: str
    is_public: bool


@dataclass(frozen=True)
class StepOffer:
    """A step out of the present state, whether it may be taken, and what its form starts with."""

    step: Step
    label: Sentence
    verdict: Verdict
    grounds: Grounds

    @property
    def is_permitted(self) -> bool:
        return bool(self.verdict)


@dataclass(frozen=True)
class ProposalView:
    """A step that waits for a further person."""

    id: int
    target: str
    target_name: str
    grounds: Grounds
    reason_name: str
    proposed_by: str
    day: date
    confirmed_by: tuple[str, ...]
    needed: int  # persons that are still missing
    may_answer: Verdict
    is_mine: bool


@dataclass(frozen=True)
class ReferralView:
    """Where a tip was sent and how far that is."""

    id: int
    destination: str
    reason_name: str
    state: str
    state_since: date
    bundle_sha256: str
    answer: str
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True)
class SubjectRequestView:
    """What a reporter asked about own data."""

    id: int
    reference: str
    request: str
    request_name: str
    day: date
    due_on: date
    is_overdue: bool
    outcome: str
    answer: str
    may_answer: Verdict


@dataclass(frozen=True)
class DecisionView:
    """One custodian's answer."""

    by: str
    day: date
    approved: bool
    reason: str


@dataclass(frozen=True)
class IdentityRequestView:
    """One request to open an identity, as custodians, requester and unit see it."""

    id: UUID
    number: str
    reference: str
    case: UUID
    requester_id: int
    requested_by: str
    office: str
    reason: str
    legal_basis: str
    summary: str | None
    state: str
    day: date
    decisions: tuple[DecisionView, ...]
    may_decide: Verdict
    may_open: Verdict
    may_close: Verdict
    opened_until: datetime | None
    expires_on: date | None
    has_hold: bool  # the reporter is not told before the custodians lift it


@dataclass(frozen=True)
class TipView:
    """One tip as its reader may see it."""

    id: UUID
    reference: str
    version: int
    kind: str
    kind_name: str
    state: str
    state_name: str
    public_word: str
    state_since: date
    received_on: date
    channel: str
    channel_name: str
    sealed_by: str
    office_id: int
    unit_name: str
    province_code: str
    is_held: bool
    assigned_to: tuple[int, str] | None
    due_on: date | None
    merged_into: str
    merged_count: int
    pin_code: str
    reopen_count: int
    rating: int | None
    felt_safe: str
    withdrawn_on: date | None
    identity_destroyed_on: date | None
    content_destroyed_on: date | None
    receipt_position: int | None
    # The coarse facts and the summary: None where the reader's role sees only the state.
    district_code: str | None
    subdistrict_code: str | None
    place_name: str
    category: str | None
    category_name: str | None
    agency_kind: str | None
    agency_id: int | None
    agency_name: str | None
    amount_band: str | None
    amount_name: str | None
    month: str | None
    ongoing: str | None
    stoppable: str | None
    how_known: str | None
    how_known_name: str | None
    threats: tuple[tuple[str, str], ...]
    is_urgent: bool
    about_office: bool
    is_kept_from_province: bool
    file_count: int | None
    title: str | None
    summary: str | None
    is_anonymous: bool | None
    has_evidence: bool | None
    reason_name: str
    outcome: str
    outcome_name: str
    outcome_text: str | None
    due: tuple[DueView, ...] = ()
    members: tuple[MemberView, ...] = ()
    consultations: tuple[ConsultationView, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    steps: tuple[StepOffer, ...] = ()
    proposals: tuple[ProposalView, ...] = ()
    identity_requests: tuple[IdentityRequestView, ...] = ()
    referrals: tuple[ReferralView, ...] = ()
    subject_requests: tuple[SubjectRequestView, ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def legal_hold(self) -> bool:
        return self.is_held


@dataclass(frozen=True)
class SealedTip:
    """Everything that an officer's browser needs to open a tip; the server opens nothing of it."""

    case: UUID
    reference: str
    sealed_by: str
    epochs: tuple[dict[str, Any], ...] = field(repr=False)
    content: dict[str, Any] = field(repr=False)
    messages: tuple[dict[str, Any], ...] = field(repr=False)
    files: tuple[dict[str, Any], ...] = field(repr=False)
    reporter_key: bytes = field(repr=False)

    def as_wire(self) -> dict[str, Any]:
        """sealed.json."""
        return {
            "case": str(self.case),
            "reference": self.reference,
            "epochs": list(self.epochs),
            "content": self.content,
            "messages": list(self.messages),
            "files": list(self.files),
            "reporter_key": b64(self.reporter_key),
            "sealed_by": self.sealed_by,
        }


@dataclass(frozen=True)
class WatchNoteView:
    """A watch note as its reader may see it."""

    id: UUID
    version: int
    title: str
    text: str
    province_code: str
    district_code: str
    subdistrict_code: str
    place_name: str
    agency_id: int | None
    agency_name: str
    author_name: str
    is_mine: bool
    is_strong: bool
    written_at: datetime
    edited_at: datetime
    state: str
    tip_reference: str
    pin_code: str
    may_edit: Verdict
    may_promote: Verdict
    may_close: Verdict


@dataclass(frozen=True)
class RetentionWarning:
    """What will be destroyed, when, by which rule, and whether a legal hold stops it."""

    reference: str
    what: str  # "content" or "identity"
    on: date
    rule: str
    is_held: bool
