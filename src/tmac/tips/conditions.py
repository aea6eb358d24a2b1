"""Conditions of steps: each looks at the situation and says what is lacking, where, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.tips.grounds import Grounds
from tmac.tips.words import CHECKLIST, OUTCOMES

MIN_TEXT = 10  # shorter reasons say nothing to the person who reads them later
SERVICE_CATEGORY, SERVICE_REASON = "X-SVC", "SERVICE_PROBLEM"
# A competence reason says that another body is in charge; these two stand in the other table.
ELSEWHERE = frozenset({"OUT_OF_MANDATE", "OTHER_BODY_HANDLING"})


@dataclass(frozen=True)
class Situation:
    """What is known of a tip and of the hand that moves it, when a step is tried."""

    grounds: Grounds
    today: date
    category_top: str = ""
    province_code: str = ""
    is_anonymous: bool | None = None  # as the summary has it
    has_evidence: bool | None = None
    has_open_question: bool = False  # a question was sent and waits
    has_answer: bool = False
    wait_until: date | None = None
    withdrawn_on: date | None = None
    by_reporter: bool = False
    objection_until: date | None = None
    interim_given: bool = False
    rejection_reasons: frozenset[str] = frozenset()
    competence_reasons: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()  # the reference named, when it may be joined to

    @property
    def anonymous(self) -> bool | None:
        given = self.grounds.is_anonymous
        return self.is_anonymous if given is None else given

    @property
    def evidence(self) -> bool | None:
        given = self.grounds.has_evidence
        return self.has_evidence if given is None else given


@dataclass(frozen=True)
class Lack:
    """What a condition misses; `field` is the part of the grounds that would cure it ("" none)."""

    field: str
    message: Sentence


Condition = Callable[[Situation], Lack | None]


def text_written(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write the reason in at least 10 characters; others will read it later."))


def reason_told(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write to the reporter why, in at least 10 characters."))


def plan_written(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write how the facts will be checked, in at least 10 characters."))


def finding_written(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write what the check has found, in at least 10 characters."))


def answer_written(s: Situation) -> Lack | None:
    if len(s.grounds.text) >= MIN_TEXT:
        return None
    return Lack("text", _("Write what the agency answers, in at least 10 characters."))


def question_sent(s: Situation) -> Lack | None:
    if s.has_open_question:
        return None
    return Lack("", _("Write the question in the mailbox: sending it takes this step."))


def answered_or_timed_out(s: Situation) -> Lack | None:
    if s.has_answer or (s.wait_until is not None and s.today > s.wait_until):
        return None
    return Lack("", _("The reporter still has time to answer. Wait until the promised day."))


def earlier_tip_named(s: Situation) -> Lack | None:
    if s.grounds.target_reference and s.grounds.target_reference in s.earlier:
        return None
    message = _("Give the number of another tip of your unit that is not itself joined to one.")
    return Lack("target_reference", message)


def read_by_officer(s: Situation) -> Lack | None:
    """The server cannot know it, so an officer says whether there is a name and evidence."""
    if s.anonymous is None:
        return Lack("is_anonymous", _("Say whether the reporter left a contact."))
    if s.evidence is None:
        return Lack("has_evidence", _("Say whether the tip brings evidence."))
    return None


def category_set(s: Situation) -> Lack | None:
    if s.category_top and s.province_code:
        return None
    return Lack("", _("Choose the risk category in the summary first."))


def checklist_done(s: Situation) -> Lack | None:
    if set(CHECKLIST) <= set(s.grounds.checklist):
        return None
    return Lack("checklist", _("Go through every line of the checklist before you accept."))


def competence_reason(s: Situation) -> Lack | None:
    if s.grounds.reason_code in s.competence_reasons:
        return None
    return Lack("reason_code", _("Choose why another body is competent."))


def destination_named(s: Situation) -> Lack | None:
    if s.grounds.destination:
        return None
    return Lack("destination", _("Name the body that the tip is sent to."))


def service_problem(s: Situation) -> Lack | None:
    if s.category_top != SERVICE_CATEGORY:
        message = _(
            "Only a service problem is sent by one person. Set that category in the summary first."
        )
        return Lack("", message)
    if s.grounds.reason_code != SERVICE_REASON:
        return Lack("reason_code", _("The reason of this step is: service problem."))
    return None


def rejection_reason(s: Situation) -> Lack | None:
    if s.grounds.reason_code in s.rejection_reasons:
        return None
    return Lack("reason_code", _("Choose why the tip is not accepted."))


def withdrawal_on_record(s: Situation) -> Lack | None:
    if s.grounds.reason_code != "WITHDRAWN" or s.withdrawn_on is not None:
        return None
    return Lack("reason_code", _("The reporter has not withdrawn this tip. Choose another reason."))


def pin_named(s: Situation) -> Lack | None:
    if s.grounds.pin_code:
        return None
    return Lack("pin_code", _("Give the number of the pin."))


def outcome_known(s: Situation) -> Lack | None:
    if s.grounds.outcome not in OUTCOMES:
        return Lack("outcome", _("Choose the result that the reporter is told."))
    if s.grounds.outcome == "INTERIM" and not s.interim_given:
        message = _(
            "Send the reporter an interim result first, or wait until 180 days have passed."
        )
        return Lack("outcome", message)
    return reason_told(s)


def new_facts_or_objection(s: Situation) -> Lack | None:
    if not s.by_reporter:
        return text_written(s)
    if s.objection_until is None or s.today > s.objection_until:
        return Lack("", _("The 30 days for an objection have passed. File new facts as a report."))
    return None


def objection_to_closing_in_time(s: Situation) -> Lack | None:
    if s.objection_until is None or s.today > s.objection_until:
        return Lack("", _("The 90 days have passed. If it is still there, file a new report."))
    return None
