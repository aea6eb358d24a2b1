"""How a pin moves: the only place that knows, one step for each row of pin_transitions.csv."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.riskmap import conditions as c
from tmac.riskmap.conditions import Condition, Lack, Situation
from tmac.riskmap.states import Lane, Prevention, Suppression

ANY = "any"
NEW = "-"


class Who(StrEnum):
    """Who may take a step, in the words of the specification."""

    CREATOR = "creator"
    PREVENTION = "prevention officer"
    COACH = "STRONG coach (own province)"
    RECORDER = "workshop recorder"
    DIRECTOR = "provincial director"
    LIAISON = "agency liaison"
    ANY_OFFICER = "any officer of province"
    STRONG_OR_REPORTER = "STRONG member or reporter"
    CENTRAL = "central programme officer"
    LEAD = "investigation lead"
    INVESTIGATOR = "investigator"
    TWO_PERSONS = "prevention officer + director"  # one proposes, another confirms


WHO_NAMES: dict[Who, Sentence] = {
    Who.CREATOR: _("the person who made the pin"),
    Who.PREVENTION: _("a prevention officer of the province"),
    Who.COACH: _("a STRONG coach of the province"),
    Who.RECORDER: _("a recorder of the workshop"),
    Who.DIRECTOR: _("the provincial director"),
    Who.LIAISON: _("the liaison of the agency"),
    Who.ANY_OFFICER: _("an officer of the province"),
    Who.STRONG_OR_REPORTER: _("a member of the STRONG club"),
    Who.CENTRAL: _("a central programme officer"),
    Who.LEAD: _("the lead of the investigators"),
    Who.INVESTIGATOR: _("an investigator assigned to the pin"),
    Who.TWO_PERSONS: _("a prevention officer, and then the director"),
}


@dataclass(frozen=True)
class Step:
    """One permitted move: who, on which conditions, what its form asks, what it is called."""

    lane: Lane
    source: str
    target: str
    who: tuple[Who, ...]
    condition: str  # as the specification words it
    event: str  # the audit action and the name in the fact
    label: Sentence
    checks: tuple[Condition, ...] = ()
    needs: tuple[str, ...] = field(default=())  # parts of the grounds that the form must ask
    asks: tuple[str, ...] = field(default=())  # parts that it may ask

    @property
    def is_joint(self) -> bool:
        """Whether one person proposes it and a director, who is another person, confirms it."""
        return Who.TWO_PERSONS in self.who

    def starts_at(self, state: str) -> bool:
        """Whether the step can be taken from `state` of its lane."""
        return self.source == state or (self.source == ANY and state != self.target)

    def lacks(self, situation: Situation) -> tuple[Lack, ...]:
        """What stands in the way, every condition asked; empty when nothing does."""
        found = (check(situation) for check in self.checks)
        return tuple(lack for lack in found if lack is not None)


P, S, W = Prevention, Suppression, Who
PRE, SUP = Lane.PREVENTION, Lane.SUPPRESSION
_CLOSING = ("text", "baht_protected", "protected_basis")

STEPS: tuple[Step, ...] = (
    Step(PRE, NEW, P.DRAFT, (W.PREVENTION, W.COACH, W.RECORDER),
         "category + agency type + place accuracy", "pin.drafted", _("Make a draft")),
    Step(PRE, P.DRAFT, P.PROPOSED, (W.CREATOR,),
         "score sheet filled", "pin.proposed", _("Propose to the director"),
         (c.score_sheet_filled,), asks=("text",)),
    Step(PRE, P.PROPOSED, P.RETURNED, (W.DIRECTOR,),
         "return reason code", "pin.returned", _("Return for correction"),
         (c.return_reason_chosen,), ("reason_code",), ("text",)),
    Step(PRE, P.RETURNED, P.PROPOSED, (W.CREATOR,),
         "", "pin.proposed_again", _("Propose again"), asks=("text",)),
    Step(PRE, P.PROPOSED, P.WATCHING, (W.DIRECTOR,),
         "someone other than the creator; field check or grade A/B evidence",
         "pin.verified", _("Verify and watch"),
         (c.not_the_creator, c.checked_or_well_evidenced), asks=("field_check", "text")),
    Step(PRE, P.PROPOSED, P.NOT_SUBSTANTIATED, (W.DIRECTOR,),
         "finding text", "pin.not_substantiated", _("Not substantiated"),
         (c.text_written,), ("text",)),
    Step(PRE, P.WATCHING, P.REMEDY, (W.PREVENTION,),
         "action letter or agreement with agency and due date",
         "pin.sent_to_agency", _("Ask the agency to fix it"),
         (c.letter_and_due_date,), ("letter_no", "due_on"), ("text",)),
    Step(PRE, P.WATCHING, P.STOPPED, (W.TWO_PERSONS,),
         "what was stopped; baht protected and how computed",
         "pin.stopped", _("Stopped before damage"),
         (c.protected_amount_with_basis,), _CLOSING, ("file_ids",)),
    Step(PRE, P.REMEDY, P.FIX_REPORTED, (W.LIAISON,),
         "evidence file or photo", "pin.fix_reported", _("Report that it is fixed"),
         (c.evidence_attached,), ("file_ids",), ("text",)),
    Step(PRE, P.FIX_REPORTED, P.REMEDY, (W.PREVENTION,),
         "fix not accepted; reason", "pin.fix_refused", _("The fix is not accepted"),
         (c.text_written,), ("text",), ("due_on",)),
    Step(PRE, P.FIX_REPORTED, P.RESOLVED, (W.TWO_PERSONS,),
         "field check done by someone not from the agency; STRONG second look where a club exists",
         "pin.resolved", _("Resolved: the fix was checked"),
         (c.independent_field_check, c.strong_second_look), ("field_check",), ("text", "file_ids")),
    Step(PRE, P.WATCHING, P.RESOLVED, (W.TWO_PERSONS,),
         "direct field proof", "pin.resolved_directly", _("Resolved: proof from the field"),
         (c.direct_proof,), ("field_check",), ("text", "file_ids")),
    Step(PRE, P.RESOLVED, P.WATCHING, (W.ANY_OFFICER, W.STRONG_OR_REPORTER),
         "objection within 90 days; reopen counter +1", "pin.reopened", _("Object: not fixed"),
         (c.objection_in_time,), ("text",), ("file_ids",)),
    Step(PRE, P.STOPPED, P.WATCHING, (W.PREVENTION,),
         "recurrence", "pin.recurred", _("It has come back"), (c.text_written,), ("text",)),
    Step(PRE, ANY, P.ARCHIVED, (W.CENTRAL,),
         "retention rule; never deletes", "pin.archived", _("Archive"),
         (c.retention_rule_named,), ("reference_no",), ("text",)),
    Step(SUP, S.NONE, S.HANDOVER, (W.DIRECTOR,),
         "reason and evidence list", "pin.handed_over", _("Hand over to the investigators"),
         (c.reason_and_evidence_list,), ("text", "evidence_list"), ("file_ids",)),
    Step(SUP, S.HANDOVER, S.INTEL, (W.LEAD,),
         "accept within 15 days", "pin.handover_accepted", _("Accept the hand-over"),
         (c.accepted_in_time,), asks=("text",)),
    Step(SUP, S.HANDOVER, S.DECLINED, (W.LEAD,),
         "reason; prevention lane goes on", "pin.handover_declined", _("Decline the hand-over"),
         (c.text_written,), ("text",)),
    Step(SUP, S.DECLINED, S.HANDOVER, (W.DIRECTOR,),
         "new evidence", "pin.handed_over_again", _("Hand over again with new evidence"),
         (c.new_evidence,), ("evidence_list",), ("text", "file_ids")),
    Step(SUP, S.INTEL, S.PRELIM, (W.INVESTIGATOR,),
         "case number of the external case system", "pin.case_opened",
         _("Open a preliminary examination"), (c.reference_given,), ("reference_no",), ("text",)),
    Step(SUP, S.PRELIM, S.INQUIRY, (W.INVESTIGATOR,),
         "commission decision reference", "pin.inquiry_opened", _("Inquiry decided"),
         (c.reference_given,), ("reference_no",), ("text",)),
    Step(SUP, S.PRELIM, S.DROPPED, (W.INVESTIGATOR,),
         "decision reference", "pin.prelim_dropped", _("Allegation dismissed"),
         (c.reference_given,), ("reference_no",), ("text",)),
    Step(SUP, S.INQUIRY, S.FOUND, (W.INVESTIGATOR,),
         "decision reference", "pin.grounds_found", _("Grounds found"),
         (c.reference_given,), ("reference_no",), ("text",)),
    Step(SUP, S.INQUIRY, S.DROPPED, (W.INVESTIGATOR,),
         "decision reference", "pin.inquiry_dropped", _("Allegation dismissed"),
         (c.reference_given,), ("reference_no",), ("text",)),
    Step(SUP, S.FOUND, S.COURT, (W.INVESTIGATOR,),
         "", "pin.sent_to_court", _("Sent to court"), asks=("reference_no", "text")),
    Step(SUP, S.COURT, S.DONE, (W.INVESTIGATOR,),
         "judgment reference", "pin.case_final", _("Case is final"),
         (c.reference_given,), ("reference_no",), ("text",)),
    Step(PRE, P.NOT_SUBSTANTIATED, P.PROPOSED, (W.ANY_OFFICER,),
         "new facts", "pin.proposed_on_new_facts", _("Propose again: new facts"),
         (c.text_written,), ("text",), ("file_ids",)),
    Step(SUP, S.DROPPED, S.HANDOVER, (W.DIRECTOR,),
         "new evidence only", "pin.handed_over_after_drop",
         _("Hand over again with new evidence"),
         (c.new_evidence,), ("evidence_list",), ("text", "file_ids")),
    Step(PRE, P.WATCHING, P.NOT_SUBSTANTIATED, (W.DIRECTOR,),
         "finding text", "pin.found_unsubstantiated", _("Not substantiated"),
         (c.text_written,), ("text",)),
    Step(PRE, P.REMEDY, P.STOPPED, (W.TWO_PERSONS,),
         "what was stopped; baht protected and how computed",
         "pin.stopped_in_remedy", _("Stopped before damage"),
         (c.protected_amount_with_basis,), _CLOSING, ("file_ids",)),
    Step(PRE, P.REMEDY, P.WATCHING, (W.PREVENTION,),
         "agency refused or silent; reason", "pin.agency_silent",
         _("The agency refused or is silent"), (c.text_written,), ("text",)),
    Step(SUP, S.INTEL, S.DROPPED, (W.LEAD,),
         "reason", "pin.intel_dropped", _("Close the intelligence work"),
         (c.text_written,), ("text",)),
)  # fmt: skip


def step_between(lane: str, source: str, target: str) -> Step | None:
    """The step from one state to another, or None when the table has none."""
    found = (s for s in STEPS if s.lane == lane and s.target == target and s.starts_at(source))
    return next(found, None)


def steps_from(lane: str, source: str) -> tuple[Step, ...]:
    """Every step that leads out of a state."""
    return tuple(s for s in STEPS if s.lane == lane and s.starts_at(source))


def who_names(step: Step) -> str:
    """'the provincial director', for a sentence of refusal."""
    return str(_(" or ")).join(str(WHO_NAMES[who]) for who in step.who)


def as_mermaid(lane: str) -> str:
    """The lane as a Mermaid state diagram; the documentation holds the same text."""
    lines = ["stateDiagram-v2"]
    if lane == Lane.SUPPRESSION:
        lines.append(f"    [*] --> {Suppression.NONE}")
    for step in (s for s in STEPS if s.lane == lane):
        source = {NEW: "[*]", ANY: "any_state"}.get(step.source, step.source)
        who = ", ".join(step.who)
        lines.append(f"    {source} --> {step.target}: {who}")
    return "\n".join(lines) + "\n"
