"""How a tip moves: the only place that knows, one step for each row of tip_transitions.csv."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.tips import conditions as c
from tmac.tips.conditions import Condition, Lack, Situation
from tmac.tips.states import State

NEW = "-"


class Who(StrEnum):
    """Who may take a step, in the words of the specification."""

    CITIZEN = "citizen"
    STRONG = "STRONG"
    ANY_ON_BEHALF = "any officer on behalf"
    SYSTEM = "system"
    SCREENING = "screening officer"
    SYSTEM_OR_SCREENING = "system or screening officer"
    REPORTER_OR_SYSTEM = "reporter or system"
    DIRECTOR_IF_BARE = "provincial director for anonymous without evidence"
    SCREENING_AND_DIRECTOR = "screening officer + director"
    SCREENING_PROPOSES = "screening officer proposes"
    DIRECTOR_APPROVES = "director approves"
    DIRECTOR_APPROVES_TWO = "director approves (two persons)"
    PROVINCE_PREVENTION = "provincial prevention officer"
    PREVENTION = "prevention officer"
    PREVENTION_PROPOSES = "prevention officer proposes"
    LIAISON_ANSWERS = "agency liaison answers"
    SCREENING_ACCEPTS = "screening officer accepts"
    REPORTER = "reporter"
    DIRECTOR_OR_CENTRE = "provincial director or centre"


W = Who
WHO_NAMES: dict[Who, Sentence] = {
    W.SYSTEM: _("the system"),
    W.SCREENING: _("the screening officer who has taken the tip"),
    W.SYSTEM_OR_SCREENING: _("a screening officer of the unit"),
    W.REPORTER_OR_SYSTEM: _("the reporter, by answering"),
    W.DIRECTOR_IF_BARE: _("the director, for an anonymous tip without evidence"),
    W.SCREENING_AND_DIRECTOR: _("a screening officer, and then the director"),
    W.SCREENING_PROPOSES: _("a screening officer, who proposes it"),
    W.DIRECTOR_APPROVES: _("the director, who confirms it"),
    W.DIRECTOR_APPROVES_TWO: _("the director, who confirms it"),
    W.PROVINCE_PREVENTION: _("a prevention officer of the province"),
    W.PREVENTION: _("a prevention officer of the province"),
    W.PREVENTION_PROPOSES: _("a prevention officer, who proposes it"),
    W.LIAISON_ANSWERS: _("the liaison of the agency, who answers"),
    W.SCREENING_ACCEPTS: _("a screening officer, who accepts the answer"),
    W.REPORTER: _("the reporter"),
    W.DIRECTOR_OR_CENTRE: _("the provincial director or the centre"),
}
# Words that ask for a further person, and who that is: a step with one of them is proposed first.
APPROVERS = frozenset({W.SCREENING_AND_DIRECTOR, W.DIRECTOR_APPROVES, W.DIRECTOR_APPROVES_TWO})
ACCEPTERS = frozenset({W.SCREENING_ACCEPTS})


@dataclass(frozen=True)
class Step:
    """One permitted move: who, on which conditions, what its form asks, what it is called."""

    source: str
    target: str
    who: tuple[Who, ...]
    condition: str  # as the specification words it
    event: str  # the audit action and the name in the fact
    label: Sentence
    checks: tuple[Condition, ...] = ()
    needs: tuple[str, ...] = ()  # parts of the grounds that the form must ask
    asks: tuple[str, ...] = ()  # parts that it may ask
    is_decision: bool = False  # not by those who decided before the reporter objected

    @property
    def is_joint(self) -> bool:
        """Whether one person proposes it and another confirms it."""
        return bool((APPROVERS | ACCEPTERS) & set(self.who))

    @property
    def is_told(self) -> bool:
        """Whether the reporter reads of it; of quarantine nobody outside hears."""
        return State.QUARANTINE not in (self.source, self.target)

    @property
    def is_for_reporter(self) -> bool:
        """Whether only the reporter takes it."""
        return self.who == (Who.REPORTER,)

    @property
    def is_for_officers(self) -> bool:
        """Whether an officer may ever take it."""
        return bool(set(self.who) - {Who.REPORTER, Who.SYSTEM, Who.REPORTER_OR_SYSTEM})

    def lacks(self, situation: Situation) -> tuple[Lack, ...]:
        """What stands in the way, every condition asked; empty when nothing does."""
        found = (check(situation) for check in self.checks)
        return tuple(lack for lack in found if lack is not None)


S = State
_SENDING = ("destination", "reason_code")
_REFUSING = ("reason_code", "text")
_READ = ("is_anonymous", "has_evidence")

STEPS: tuple[Step, ...] = (
    Step(NEW, S.RECEIVED, (W.CITIZEN, W.STRONG, W.ANY_ON_BEHALF),
         "mandatory: what + where (province); gives receipt code at once",
         "tip.filed", _("File a report")),
    Step(S.RECEIVED, S.QUARANTINE, (W.SYSTEM,),
         "malware/spam/abuse rule; content not deleted",
         "tip.quarantined", _("Quarantine"), (c.text_written,), ("text",)),
    Step(S.QUARANTINE, S.RECEIVED, (W.SCREENING,),
         "release with reason", "tip.released", _("Release from quarantine"),
         (c.text_written,), ("text",)),
    Step(S.RECEIVED, S.SCREENING, (W.SYSTEM_OR_SCREENING,),
         "duplicate candidates shown with similarity",
         "tip.screening_begun", _("Begin screening")),
    Step(S.SCREENING, S.NEED_INFO, (W.SCREENING,),
         "question through the code; clock stops; 30 days then decide on what is there",
         "tip.asked", _("Ask the reporter"), (c.question_sent,)),
    Step(S.NEED_INFO, S.SCREENING, (W.REPORTER_OR_SYSTEM,),
         "answer or time-out", "tip.answered", _("Go on with what is there"),
         (c.answered_or_timed_out,)),
    Step(S.SCREENING, S.MERGED, (W.SCREENING,),
         "reporter told the new reference; reporter count kept",
         "tip.merged", _("Join to an earlier tip"),
         (c.earlier_tip_named,), ("target_reference",), ("text",), is_decision=True),
    Step(S.SCREENING, S.ACCEPTED, (W.SCREENING, W.DIRECTOR_IF_BARE),
         "checklist done; risk category and province set",
         "tip.accepted", _("Accept"),
         (c.read_by_officer, c.category_set, c.checklist_done),
         ("checklist",), ("text", *_READ), is_decision=True),
    Step(S.SCREENING, S.FORWARDED, (W.SCREENING_AND_DIRECTOR,),
         "competence reason code; destination; identity not sent unless consent",
         "tip.forwarded", _("Send to the competent body"),
         (c.competence_reason, c.destination_named), _SENDING, ("text", "agency_id"),
         is_decision=True),
    Step(S.SCREENING, S.NOT_ACCEPTED, (W.SCREENING_PROPOSES, W.DIRECTOR_APPROVES_TWO),
         "reason code mandatory; an anonymous tip without evidence needs three officers",
         "tip.not_accepted", _("Do not accept"),
         (c.read_by_officer, c.rejection_reason, c.reason_told, c.withdrawal_on_record),
         _REFUSING, _READ, is_decision=True),
    Step(S.ACCEPTED, S.VERIFYING, (W.PROVINCE_PREVENTION,),
         "field plan", "tip.verifying", _("Check the facts"), (c.plan_written,), ("text",)),
    Step(S.VERIFYING, S.LINKED, (W.PROVINCE_PREVENTION,),
         "new pin or existing pin", "tip.linked", _("Link to a pin"),
         (c.pin_named,), ("pin_code",), ("text",)),
    Step(S.ACCEPTED, S.LINKED, (W.PROVINCE_PREVENTION,),
         "existing pin", "tip.linked_at_once", _("Link to an existing pin"),
         (c.pin_named,), ("pin_code",), ("text",)),
    Step(S.VERIFYING, S.NOT_ACCEPTED, (W.PREVENTION_PROPOSES, W.DIRECTOR_APPROVES),
         "finding text", "tip.not_substantiated", _("Not substantiated"),
         (c.finding_written,), ("text",), ("reason_code", *_READ), is_decision=True),
    Step(S.FORWARDED, S.CLOSED, (W.LIAISON_ANSWERS, W.SCREENING_ACCEPTS),
         "answer within the clock", "tip.answered_by_agency", _("The agency has answered"),
         (c.answer_written,), ("text",)),
    Step(S.LINKED, S.CLOSED, (W.PREVENTION,),
         "pin outcome known or 180-day interim result given",
         "tip.closed", _("Close with a result"),
         (c.outcome_known,), ("outcome", "text")),
    Step(S.NOT_ACCEPTED, S.SCREENING, (W.REPORTER, W.DIRECTOR_OR_CENTRE),
         "new facts, or reporter objection within 30 days (decided by someone else than before)",
         "tip.reopened", _("Take up again: new facts"), (c.new_facts_or_objection,), ("text",)),
    Step(S.CLOSED, S.SCREENING, (W.DIRECTOR_OR_CENTRE,),
         "reopen on new facts", "tip.reopened_on_new_facts", _("Take up again: new facts"),
         (c.text_written,), ("text",)),
    Step(S.MERGED, S.SCREENING, (W.SCREENING,),
         "unmerge with reason", "tip.unmerged", _("Separate again"), (c.text_written,), ("text",)),
    Step(S.FORWARDED, S.SCREENING, (W.SCREENING,),
         "destination refused or delivery failed; reason",
         "tip.forwarding_failed", _("Take back: refused or not delivered"),
         (c.text_written,), ("text",)),
    Step(S.VERIFYING, S.FORWARDED, (W.SCREENING_AND_DIRECTOR,),
         "competence reason code", "tip.forwarded_after_check", _("Send to the competent body"),
         (c.competence_reason, c.destination_named), _SENDING, ("text", "agency_id"),
         is_decision=True),
    Step(S.SCREENING, S.FORWARDED, (W.SCREENING,),
         "category X-SVC only (reason SERVICE_PROBLEM); bulk allowed",
         "tip.routed_as_service", _("Send as a service problem"),
         (c.service_problem, c.destination_named), _SENDING, ("text", "agency_id"),
         is_decision=True),
    Step(S.CLOSED, S.SCREENING, (W.REPORTER,),
         "objection within 90 days", "tip.objected", _("Not really fixed"),
         (c.objection_to_closing_in_time,)),
)  # fmt: skip


def steps_from(source: str) -> tuple[Step, ...]:
    """Every step that leads out of a state."""
    return tuple(step for step in STEPS if step.source == source)


def steps_between(source: str, target: str) -> tuple[Step, ...]:
    """The steps from one state to another: the table has two rows for some pairs."""
    return tuple(step for step in steps_from(source) if step.target == target)


def step_named(event: str) -> Step:
    """The step that has this event; each has its own."""
    return next(step for step in STEPS if step.event == event)


def who_names(step: Step) -> str:
    """'a screening officer or the director', for a sentence of refusal."""
    return str(_(" or ")).join(str(WHO_NAMES[who]) for who in step.who if who in WHO_NAMES)


def as_mermaid() -> str:
    """The life-cycle as a Mermaid state diagram; the documentation holds the same text."""
    lines = ["stateDiagram-v2"]
    for step in STEPS:
        source = "[*]" if step.source == NEW else step.source
        lines.append(f"    {source} --> {step.target}: {', '.join(step.who)}")
    ends = sorted({step.target for step in STEPS} & {S.NOT_ACCEPTED, S.CLOSED})
    lines += [f"    {state} --> [*]" for state in ends]
    return "\n".join(lines) + "\n"
