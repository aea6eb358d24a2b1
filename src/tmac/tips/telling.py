"""The events of a tip in words: one sentence for the reporter, one label for officers."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext, gettext_lazy

from tmac.core.errors import Sentence
from tmac.taxonomy import queries as taxonomy
from tmac.tips import words
from tmac.tips.lifecycle import STEPS
from tmac.tips.models import TipEvent
from tmac.tips.states import state

_ = gettext_lazy
# What a reporter reads; {text} and the like come from the event, never from another person's note.
_REPORTER: dict[str, Sentence] = {
    "tip.filed": _("We received your report."),
    "tip.screening_begun": _("An officer has begun to read it."),
    "tip.asked": _("We asked you a question. The time for our decision waits for you."),
    "tip.answered": _("You answered our question."),
    "wait_over": _("No answer came in 30 days. We go on with what we have."),
    "tip.accepted": _("We have taken your report up."),
    "tip.verifying": _("Officers are checking the facts."),
    "tip.linked": _("Your report is part of a risk that is being followed."),
    "tip.linked_at_once": _("Your report is part of a risk that is being followed."),
    "tip.reopened": _("Your report was taken up again."),
    "tip.reopened_on_new_facts": _("Your report was taken up again."),
    "tip.objected": _("Your report was taken up again."),
    "tip.unmerged": _("Your report is looked at by itself again."),
    "tip.forwarding_failed": _("The agency did not take your report. We look at it again."),
    "message_in": _("You wrote to us."),
    "message_out": _("We wrote to you."),
    "question": _("We asked you one more question."),
    "interim": _("We told you how far the matter is."),
    "withdraw": _("You withdrew your report."),
    "object": _("You objected. Somebody else decides than before."),
    "not_fixed": _("You said that it is not really fixed."),
    "rate": _("You rated our work. Thank you."),
    "data_request": _("You asked about your data. We answer within 30 days."),
    "contact": _("You changed your contact."),
    "identity_opened": _("Two custodians agreed, and one officer saw who you are."),
    "identity_destroyed": _("Who you are was destroyed here: its time was over."),
    "content_destroyed": _("What you sent was destroyed here: its time was over."),
}
_OFFICER: dict[str, Sentence] = {
    "wait_over": _("No answer came in time"),
    "proposed": _("Proposed"),
    "confirmed": _("Confirmed by one person"),
    "declined": _("Declined"),
    "taken_back": _("Proposal taken back"),
    "taken": _("Taken"),
    "assigned": _("Passed on to"),
    "summary": _("Summary written"),
    "message_in": _("The reporter wrote"),
    "message_out": _("Message to the reporter"),
    "question": _("Further question to the reporter"),
    "interim": _("Interim result to the reporter"),
    "withdraw": _("The reporter withdrew the report"),
    "object": _("The reporter objected"),
    "not_fixed": _("The reporter says it is not fixed"),
    "rate": _("The reporter rated our work"),
    "data_request": _("The reporter asked about own data"),
    "data_answer": _("Answered the request about own data"),
    "contact": _("The reporter changed the contact"),
    "colleague": _("Added"),
    "colleague_left": _("No longer added"),
    "consulted": _("Asked for an opinion"),
    "consultation_ended": _("Consultation ended"),
    "handed_over": _("Handed over to"),
    "hand_over_reason": _("Reason of the hand-over"),
    "bundle_sent": _("Bundle sent to"),
    "referral_sent": _("Bundle sent"),
    "referral_failed": _("Bundle not delivered"),
    "referral_accepted": _("The other body accepted it"),
    "referral_done": _("The other body answered"),
    "identity_requested": _("Asked the custodians for the identity"),
    "identity_approved": _("A custodian agreed"),
    "identity_denied": _("A custodian denied it"),
    "identity_opened": _("Identity opened"),
    "identity_closed": _("Identity closed"),
    "held": _("Legal hold set"),
    "hold_lifted": _("Legal hold lifted"),
    "retention_near": _("Will be destroyed soon"),
    "identity_destroyed": _("Identity destroyed"),
    "content_destroyed": _("Content destroyed"),
} | {step.event: step.label for step in STEPS}


def for_reporter(event: TipEvent) -> str:
    """The sentence of a public event, in the language of the moment."""
    writer = _WRITERS.get(event.code)
    if writer is not None:
        return writer(event)
    said = _REPORTER.get(event.code)
    return str(said) if said is not None else state(event.target).explained


def for_officer(event: TipEvent) -> str:
    """The label of an event on the officers' page."""
    label = str(_OFFICER.get(event.code, event.code))
    return f"{label}: {state(event.target).name}" if event.code in _WITH_TARGET else label


_WITH_TARGET = frozenset({"proposed", "confirmed", "declined", "taken_back"})


def reason_name(code: str) -> str:
    """A reason in words; the code itself for one that the tables no longer hold."""
    for kind in ("not_accept", "transfer_nacc", "route_out"):
        for reason in taxonomy.reasons(kind):
            if reason.code == code:
                return reason.name
    return code


def outcome_name(code: str) -> str:
    """A result in words; "" for none."""
    return str(words.OUTCOMES.get(code, code))


def _merged(event: TipEvent) -> str:
    reference = event.grounds.get("target_reference", "")
    said = gettext("Your report was joined to the earlier report %(reference)s.")
    return said % {"reference": reference}


def _forwarded(event: TipEvent) -> str:
    said = gettext("We sent your report to: %(body)s. Who you are was not sent.")
    return said % {"body": event.grounds.get("destination", "")}


def _rejected(event: TipEvent) -> str:
    said = gettext("We did not take it up. Reason: %(reason)s. %(text)s")
    return said % {"reason": reason_name(event.reason_code) or "-", "text": event.text}


def _closed(event: TipEvent) -> str:
    said = gettext("Completed. Result: %(outcome)s. %(text)s")
    outcome = event.grounds.get("outcome") or "ANSWERED"
    return said % {"outcome": outcome_name(outcome), "text": event.text}


def _handed_over(event: TipEvent) -> str:
    return gettext("Your report is now with: %(unit)s.") % {"unit": event.text}


def _data_answer(event: TipEvent) -> str:
    return gettext("Our answer about your data: %(text)s") % {"text": event.text}


_WRITERS: dict[str, Callable[[TipEvent], str]] = {
    "tip.merged": _merged,
    "tip.forwarded": _forwarded,
    "tip.forwarded_after_check": _forwarded,
    "tip.routed_as_service": _forwarded,
    "tip.not_accepted": _rejected,
    "tip.not_substantiated": _rejected,
    "tip.answered_by_agency": _closed,
    "tip.closed": _closed,
    "handed_over": _handed_over,
    "data_answer": _data_answer,
}
