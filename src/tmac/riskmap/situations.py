"""Gathering what the conditions of a step look at."""

from __future__ import annotations

from datetime import datetime

from tmac.accounts.principals import Principal
from tmac.agencies import queries as agencies
from tmac.core.thai import today_in_thailand
from tmac.evidence import queries as evidence
from tmac.network import queries as network
from tmac.riskmap.conditions import Situation
from tmac.riskmap.grounds import Grounds
from tmac.riskmap.lifecycle import Step
from tmac.riskmap.models import Look, Pin
from tmac.riskmap.states import Lane, Prevention, Suppression
from tmac.taxonomy import queries as taxonomy

SUBJECT = "pin"  # under which evidence files of pins are kept, with the pin's id as text
# Files of the suppression side are apart from the first, so that nobody meets them by mistake.
SUPPRESSION_FILES, INTEL_FILES = "pin_suppression", "pin_intel"
SUBJECTS = (SUBJECT, SUPPRESSION_FILES, INTEL_FILES)


def situation_of(by: Principal, pin: Pin, step: Step, grounds: Grounds, now: datetime) -> Situation:
    """Everything the conditions of one step may ask about; reads only what the step needs."""
    today = today_in_thailand(now)
    agency = agencies.agency(pin.agency_id) if pin.agency_id else None
    fixed = step.source == Prevention.FIX_REPORTED
    handing = step.target == Suppression.HANDOVER
    return Situation(
        grounds=grounds,
        today=today,
        is_scored=pin.is_scored,
        is_creator=pin.created_by_id == by.user_id,
        evidence_grade=pin.evidence_grade,
        has_field_check=_has_field_check(pin),
        has_files=step.target == Prevention.RESOLVED and bool(file_ids(pin)),
        has_agency=agency is not None,
        agency_id=pin.agency_id,
        agency_name=agency.name_th if agency else "",
        club_has_members=fixed and club_has_members(pin.province_code, now),
        has_strong_look=fixed and _has_strong_look(pin),
        closed_on=today_in_thailand(pin.closed_at) if pin.closed_at else None,
        objection_days=taxonomy.clock("OBJECTION_CLOSED").days
        if step.source == Prevention.RESOLVED
        else 0,
        answer_due_on=pin.suppression_due_on,
        return_reasons=_return_reasons(step),
        earlier_evidence=earlier_evidence(pin) if handing else frozenset(),
    )


def file_ids(pin: Pin, *, with_suppression: bool = False) -> frozenset[str]:
    """The evidence files on a pin that an act may name; its suppression side may name all."""
    subjects = SUBJECTS if with_suppression else (SUBJECT,)
    return frozenset(
        str(file.id) for subject in subjects for file in evidence.files_of(subject, str(pin.pk))
    )


def subject_of(mechanism: str) -> str:
    """Under which subject the files of an action are kept: as closed as the action itself."""
    if mechanism == "INTEL":
        return INTEL_FILES
    return SUPPRESSION_FILES if mechanism in ("INVEST", "PROSECUTE") else SUBJECT


def club_has_members(province_code: str, now: datetime) -> bool:
    """Whether the province has a STRONG club that can look."""
    club = network.club_of(province_code)
    return club is not None and bool(network.members(club.id, now))


def earlier_evidence(pin: Pin) -> frozenset[str]:
    """What was listed in the hand-overs before."""
    handed = pin.moves.filter(lane=Lane.SUPPRESSION, target=Suppression.HANDOVER)
    return frozenset(item for move in handed for item in move.grounds.get("evidence_list", ()))


def _has_field_check(pin: Pin) -> bool:
    checks = pin.looks.filter(kind=Look.Kind.FIELD_CHECK)
    if pin.agency_id:
        checks = checks.exclude(organisation_agency_id=pin.agency_id)
    return checks.exists()


def _has_strong_look(pin: Pin) -> bool:
    """A look of the club since the fix was reported, which found it fixed."""
    looks = pin.looks.filter(kind=Look.Kind.STRONG_LOOK, recorded_at__gte=pin.prevention_since)
    newest = looks.order_by("recorded_at", "pk").last()
    return newest is not None and bool(newest.is_fixed)


def _return_reasons(step: Step) -> frozenset[str]:
    if step.target != Prevention.RETURNED:
        return frozenset()
    return frozenset(reason.code for reason in taxonomy.reasons("return"))
