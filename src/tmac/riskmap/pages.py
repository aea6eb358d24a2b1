"""The page of one pin as one officer may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.agencies.queries import AgencyType
from tmac.core.errors import NotFound, Sentence
from tmac.core.thai import today_in_thailand
from tmac.core.verdict import ALLOWED, Verdict
from tmac.riskmap import policies, scoring
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import step_between
from tmac.riskmap.models import Action, Look, Pin, PinLink, Proposal, Source
from tmac.riskmap.rows import RELATED, by_language, is_english, reads_text, row_values
from tmac.riskmap.sight import AGENCY, EXACT, FILES, INTEL, KIND, PREVENTION, Sight
from tmac.riskmap.states import cdc_status, state
from tmac.riskmap.views import (
    ActionView,
    ContributionView,
    LinkView,
    LookView,
    PinView,
    ProposalView,
    PublicationView,
    SourceView,
)

_RELATED = (
    "created_by",
    "secondary_category",
    "workshop",
    "publication",
)


def found(by: Principal, code: str) -> Pin:
    """The row of a pin that `by` may know of; NotFound else."""
    rows = Pin.objects.select_related(*RELATED, *_RELATED)
    pin = rows.filter(code=code).first()
    if pin is None or not Sight(by).sees(pin):
        raise NotFound(_("This pin does not exist, or it is not within your reach."))
    return pin


def view_of(by: Principal, pin: Pin, now: datetime) -> PinView:
    """Everything on the page of a pin."""
    sight, today = Sight(by), today_in_thailand(now)
    works = sight.works_on(pin)
    values = row_values(sight, pin, today) | _lane_values(sight, pin) | _identity(by, pin)
    if reads_text(sight, pin):
        values |= _said(pin)
    if works:
        values |= _work(by, pin)
    return PinView(
        **values,
        actions=_actions(sight, pin),
        links=_links(sight, pin) if works else (),
        proposals=_proposals(by, pin) if works else (),
        masked=_masked(sight, pin),
        verdicts=_verdicts(by, pin),
    )


def _identity(by: Principal, pin: Pin) -> dict[str, Any]:
    return {
        "is_mine": pin.created_by_id == by.user_id,
        "agency_kind_name": str(AgencyType(pin.agency_kind).label),
        "club_id": pin.club_id,
        "club_name": by_language(pin.club.name_th, pin.club.name_en) if pin.club else "",
        "is_scored": pin.is_scored,
    }


def _said(pin: Pin) -> dict[str, Any]:
    second = pin.secondary_category
    return {
        "what_may_happen": pin.what_may_happen,
        "place_note": pin.place_note,
        "period_from": pin.period_from,
        "period_to": pin.period_to,
        "project_id": pin.project_id,
        "budget_baht": pin.budget_baht,
        "secondary_category": second.code if second else "",
        "secondary_category_name": by_language(second.name_th, second.name_en) if second else "",
        "outcome_note": pin.outcome_note,
    }


def _lane_values(sight: Sight, pin: Pin) -> dict[str, Any]:
    seen = sight.suppression(pin)
    values: dict[str, Any] = {"suppression_sight": seen}
    if sight.holds(PREVENTION, pin) or sight.works_on(pin):
        values |= {
            "prevention_since": pin.prevention_since,
            "public_word": state("prevention", pin.prevention_state).public_word,
            "verified_at": pin.verified_at,
            "closed_at": pin.closed_at,
            "sent_to_agency_at": pin.sent_to_agency_at,
            "reopen_count": pin.reopen_count,
            "baht_protected": pin.baht_protected,
        }
    if seen == "full":
        values |= {
            "suppression_since": pin.suppression_since,
            "suppression_due_on": pin.suppression_due_on,
            "case_reference": pin.case_reference,
            "cdc_status": cdc_status(
                pin.prevention_state, pin.suppression_state, pin.state_before_archive
            ),
            "investigators": tuple(
                held.user.name_th
                for held in pin.assignments.filter(ended_at__isnull=True).select_related("user")
            ),
        }
    return values


def _work(by: Principal, pin: Pin) -> dict[str, Any]:
    tags = [held.tag for held in pin.tags.select_related("tag")]
    return _score(pin) | {
        "source_document": pin.source_document,
        "protected_basis": pin.protected_basis,
        "tags": tuple(tag.code for tag in tags),
        "tag_names": tuple(by_language(tag.name_th, tag.name_en) for tag in tags),
        "created_by_id": pin.created_by_id,
        "created_by_name": pin.created_by.name_th,
        "workshop_id": pin.workshop_id,
        "group_no": pin.group_no,
        "note_no": pin.note_no,
        "sources": tuple(_source(row) for row in pin.sources.select_related("added_by")),
        "looks": tuple(_look(row) for row in pin.looks.all()),
        "publication": _publication(pin),
    }


def _score(pin: Pin) -> dict[str, Any]:
    if not pin.is_scored:
        return {}
    language = "en" if is_english() else "th"
    verify_first = scoring.must_verify_first(pin.computed_level, pin.evidence_grade)
    stored = scoring.from_records(pin.contributions, pin.computed_level, verify_first)
    parts = tuple(
        ContributionView(p.code, p.side, p.points, scoring.reason(p, language), p.counts)
        for p in stored.contributions
    )
    return {
        "ticks": scoring.Ticks(**{name: getattr(pin, name) for name in scoring.TICK_NAMES}),
        "evidence_grade": pin.evidence_grade,
        "amount_baht": pin.amount_baht,
        "reach": pin.reach,
        "irreversibility": pin.irreversibility,
        "likelihood": pin.likelihood,
        "impact": pin.impact,
        "computed_level": pin.computed_level,
        "level_reason": pin.level_reason,
        "score_sentence": scoring.sentence(stored, language),
        "contributions": parts,
    }


def _source(row: Source) -> SourceView:
    return SourceView(
        id=row.pk,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        dated_on=row.dated_on,
        document_no=row.document_no,
        grade=row.grade,
        note=row.note,
        is_anonymous=row.is_anonymous,
        has_own_evidence=row.has_own_evidence,
        is_pile_on=row.is_pile_on,
        added_by=row.added_by.name_th,
        added_at=row.added_at,
    )


def _look(row: Look) -> LookView:
    return LookView(
        id=row.pk,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        done_on=row.done_on,
        done_by=row.done_by,
        organisation=row.organisation,
        finding=row.finding,
        is_fixed=row.is_fixed,
    )


def shown_mechanisms(sight: Sight, pin: Pin) -> frozenset[str]:
    """The mechanisms whose actions this officer reads (DESIGN section 13)."""
    shown = {"COOP", "MEASURE"} if sight.works_on(pin) else set()
    if sight.suppression(pin) == "full":
        shown |= {"INVEST", "PROSECUTE"}
    if sight.holds(INTEL, pin):
        shown.add("INTEL")
    return frozenset(shown)


def _actions(sight: Sight, pin: Pin) -> tuple[ActionView, ...]:
    shown = shown_mechanisms(sight, pin)
    if not shown:
        return ()
    rows = pin.actions.filter(mechanism__in=sorted(shown)).select_related("by")
    may = {mechanism: policies.may_record_action(sight.by, pin, mechanism) for mechanism in shown}
    return tuple(_action(row, may[row.mechanism]) for row in rows)


def _action(row: Action, may: Verdict) -> ActionView:
    done = Verdict(_("The result is recorded.")) if row.done_at else may
    return ActionView(
        id=row.pk,
        mechanism=row.mechanism,
        mechanism_name=row.get_mechanism_display(),
        what=row.what,
        done_on=row.done_on,
        people=row.people,
        result=row.result,
        reference_no=row.reference_no,
        due_on=row.due_on,
        done_at=row.done_at,
        by=row.by.name_th,
        at=row.at,
        is_restricted=row.mechanism in policies.SUPPRESSION_MECHANISMS,
        may_complete=done,
    )


def _links(sight: Sight, pin: Pin) -> tuple[LinkView, ...]:
    related = ("first__category", "second__category", "first__club", "second__club")
    held = PinLink.objects.select_related(*related).order_by("at", "pk")
    both = [*held.filter(first=pin), *held.filter(second=pin)]
    others = [(link, link.second if link.first_id == pin.pk else link.first) for link in both]
    return tuple(
        LinkView(
            link.kind,
            link.get_kind_display(),
            other.code,
            other.title if reads_text(sight, other) else other.category.name_th,
            other.final_level,
            link.note,
        )
        for link, other in others
        if sight.sees(other)
    )


def _proposals(by: Principal, pin: Pin) -> tuple[ProposalView, ...]:
    waiting = pin.proposals.filter(answer="").select_related("proposed_by")
    return tuple(_proposal(by, pin, row) for row in waiting)


def _proposal(by: Principal, pin: Pin, row: Proposal) -> ProposalView:
    step = step_between(row.lane, row.source, row.target)
    assert step is not None  # proposals are made from steps, and steps are never taken away
    return ProposalView(
        id=row.pk,
        lane=row.lane,
        target=row.target,
        target_name=state(row.lane, row.target).name,
        step=step,
        grounds=Grounds.from_record(row.grounds),
        proposed_by=row.proposed_by.name_th,
        proposed_at=row.proposed_at,
        may_answer=policies.may_answer(by, pin, row),
        is_mine=row.proposed_by_id == by.user_id,
    )


def _publication(pin: Pin) -> PublicationView | None:
    held = getattr(pin, "publication", None)
    if held is None:
        return None
    return PublicationView(
        held.before_text,
        held.after_text,
        held.before_text_en,
        held.after_text_en,
        held.shows_agency,
        held.approved_at,
        held.withdrawn_at is not None,
    )


def _masked(sight: Sight, pin: Pin) -> dict[str, Sentence]:
    answers = {
        EXACT: policies.may_see_exact(sight.by, pin),
        AGENCY: policies.may_see_agency(sight.by, pin),
        FILES: policies.may_see_files(sight.by, pin),
        INTEL: policies.may_see_intel(sight.by, pin),
        KIND: ALLOWED if sight.holds(KIND, pin) else Verdict(_("Not shown to your role.")),
    }
    return {
        group: verdict.refusal
        for group, verdict in answers.items()
        if verdict.refusal is not None and not (group in (EXACT, AGENCY) and sight.works_on(pin))
    }


def _verdicts(by: Principal, pin: Pin) -> dict[str, Verdict]:
    return {
        "edit": policies.may_edit(by, pin),
        "score": policies.may_score(by, pin),
        "follow": policies.may_follow(by, pin),
        "attach": policies.may_attach(by, pin),
        "add_source": policies.may_add_source(by, pin),
        "act": policies.may_record_action(by, pin, "COOP"),
        "act_suppression": policies.may_record_action(by, pin, "INVEST"),
        "field_check": policies.may_record_look(by, pin, "FIELD_CHECK"),
        "strong_look": policies.may_record_look(by, pin, "STRONG_LOOK"),
        "assign": policies.may_assign(by, pin),
        "publish": policies.may_publish(by, pin),
        "see_files": policies.may_see_files(by, pin),
    }
