"""What people hand in about a pin: drafts, score sheets, follow-ups, actions, sources, looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tmac.core.text import cleaned, one_line
from tmac.riskmap.scoring import Grade, Irreversible, Reach, Ticks


@dataclass(frozen=True)
class SourceDraft:
    """One source: what kind, of which day, which document, how good."""

    kind: str
    grade: str = "C"
    dated_on: date | None = None
    document_no: str = ""
    note: str = ""
    is_anonymous: bool = False
    has_own_evidence: bool = False
    is_pile_on: bool = False

    def tidied(self) -> SourceDraft:
        """With text as it may be kept."""
        return replace(self, document_no=one_line(self.document_no), note=cleaned(self.note))


@dataclass(frozen=True)
class PinDraft:
    """What a pin says. A place is a point, or an area code when the point is not known."""

    category: str
    agency_kind: str
    province_code: str
    title: str
    lat: float | None = None
    lon: float | None = None
    accuracy_m: int | None = None
    district_code: str = ""
    subdistrict_code: str = ""
    place_note: str = ""
    what_may_happen: str = ""
    agency_id: int | None = None
    secondary_category: str = ""
    period_from: date | None = None
    period_to: date | None = None
    budget_baht: int | None = None
    project_id: str = ""
    stoppable_until: date | None = None
    fiscal_year_be: int | None = None  # the running one when not given
    owner_id: int | None = None
    club_id: int | None = None
    tags: tuple[str, ...] = ()
    source_document: str = ""  # of the record that it was made from; makes imports idempotent
    workshop_id: int | None = None
    group_no: int | None = None
    note_no: int | None = None
    sources: tuple[SourceDraft, ...] = ()

    def tidied(self) -> PinDraft:
        """With text as it may be kept."""
        return replace(
            self,
            title=one_line(self.title),
            place_note=one_line(self.place_note),
            what_may_happen=cleaned(self.what_may_happen),
            project_id=one_line(self.project_id),
            source_document=one_line(self.source_document),
            sources=tuple(source.tidied() for source in self.sources),
        )


@dataclass(frozen=True)
class ScoreSheet:
    """A filled score sheet; `final_level` empty means as computed."""

    ticks: Ticks
    money_baht: int
    reach: Reach
    irreversible: Irreversible
    evidence: Grade
    final_level: str = ""
    level_reason: str = ""


@dataclass(frozen=True)
class FollowUp:
    """Who looks after a pin, by when, and whether it can still be stopped."""

    owner_id: int | None = None
    club_id: int | None = None
    due_on: date | None = None
    stoppable_until: date | None = None


@dataclass(frozen=True)
class ActionDraft:
    """Something done about a pin."""

    mechanism: str
    what: str
    done_on: date
    people: str = ""
    result: str = ""
    due_on: date | None = None
    reference_no: str = ""
    file_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class LookDraft:
    """A field check, or a club's second look."""

    kind: str
    done_on: date
    done_by: str
    organisation: str
    finding: str
    is_fixed: bool | None = None
    organisation_agency_id: int | None = None


@dataclass(frozen=True)
class WorkshopDraft:
    """A pinning evening to open."""

    name: str
    province_code: str
    held_on: date
    place: str = ""
    group_count: int = 10
    recorder_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class PublicationDraft:
    """What the public may read of a closed pin."""

    before_text: str
    after_text: str
    before_text_en: str = ""
    after_text_en: str = ""
    shows_agency: bool = False
