"""The facts of a tip, the grounds of a step and the line of a history, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.core.errors import Sentence
from tmac.taxonomy import queries as taxonomy
from tmac.tips.grounds import Grounds
from tmac.tips.views import ProposalView, ReferralView, TimelineEntry, TipView
from tmac.tips.words import ANSWERS, CHECKLIST, OUTCOMES
from tmac.ui.formats import NO_BREAK, date_text
from tmac.workspace.pins.facts import Shown


@dataclass(frozen=True)
class Seal:
    """Who sealed a report, and what that means for who reads it."""

    label: Sentence
    tone: str
    means: Sentence


SEALS = {
    "REPORTER": Seal(
        gettext_lazy("Sealed on the reporter's device"),
        "good",
        gettext_lazy("Nobody could read it on the way: neither the system nor its administrators."),
    ),
    "SERVER": Seal(
        gettext_lazy("Sealed by the server"),
        "waiting",
        gettext_lazy(
            "It came over a way without sealing, such as the form without script or by telephone. "
            "The server had it in memory for a moment and sealed it at once."
        ),
    ),
}
REFERRALS: dict[str, tuple[Sentence, str]] = {
    "READY": (gettext_lazy("Ready to be sent"), "plain"),
    "SENT": (gettext_lazy("Sent"), "active"),
    "FAILED": (gettext_lazy("Could not be delivered"), "bad"),
    "ACCEPTED": (gettext_lazy("Accepted by the body"), "active"),
    "DONE": (gettext_lazy("Answered"), "good"),
}
_MARKS = {
    "READY": ("SENT", "FAILED"),
    "SENT": ("ACCEPTED", "FAILED", "DONE"),
    "FAILED": ("SENT",),
    "ACCEPTED": ("DONE", "FAILED"),
}


def _given(*lines: tuple[Sentence, Any]) -> list[Shown]:
    return [Shown(label, value) for label, value in lines if value not in (None, "")]


def record(tip: TipView) -> list[Shown]:
    """The plain facts: few and coarse, as the reporter gave them or an officer corrected them."""
    return _given(
        (_("Kind"), tip.kind_name),
        (_("Place"), tip.place_name),
        (_("Category"), tip.category_name),
        (_("Agency"), tip.agency_name),
        (_("About the office's own people"), _("Yes") if tip.about_office else ""),
        (_("Amount"), tip.amount_name),
        (_("Month"), month_text(tip.month or "")),
        (_("Still going on"), ANSWERS.get(tip.ongoing or "", "")),
        (_("Can still be stopped"), ANSWERS.get(tip.stoppable or "", "")),
        (_("How it is known"), tip.how_known_name),
        (_("Threats"), ", ".join(str(name) for _code, name in tip.threats)),
        (_("Came by"), tip.channel_name),
        (_("Came on"), date_text(tip.received_on)),
        (_("Position in the receipt log"), tip.receipt_position),
        (_("Unit"), tip.unit_name),
        (_("Left neither name nor contact"), _truth(tip.is_anonymous)),
        (_("Brings evidence"), _truth(tip.has_evidence)),
        (_("Rating by the reporter"), f"{tip.rating} / 5" if tip.rating else ""),
    )


def month_text(month: str) -> str:
    """ต.ค. 2569 for 2026-10."""
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return ""
    return date_text(day).split(NO_BREAK, 1)[1]


def _truth(value: bool | None) -> str:
    return "" if value is None else _("Yes") if value else _("No")


def proposal(view: ProposalView) -> dict[str, Any]:
    return {"view": view, "grounds": grounds(view.grounds)}


def grounds(given: Grounds) -> list[Shown]:
    """What somebody gave as grounds for a step."""
    return _given(
        (_("Reason"), reason_name(given.reason_code)),
        (_("Words"), given.text),
        (_("Goes to"), given.destination),
        (_("Earlier tip"), given.target_reference),
        (_("Pin"), given.pin_code),
        (_("Result"), OUTCOMES.get(given.outcome, "")),
        (_("Gone through"), "; ".join(str(CHECKLIST.get(c, c)) for c in given.checklist)),
        (_("Left neither name nor contact"), _truth(given.is_anonymous)),
        (_("Brings evidence"), _truth(given.has_evidence)),
    )


def reason_name(code: str) -> str:
    """A reason in the words of its table; the code itself when it left the table."""
    kinds = ("not_accept", "transfer_nacc", "route_out")
    found = (r.name for kind in kinds for r in taxonomy.reasons(kind) if r.code == code)
    return next(found, code)


def entry(one: TimelineEntry) -> dict[str, Any]:
    """A line of the history; what reporters do has its day only."""
    return {"title": one.label, "day": one.day, "at": one.at, "by": one.by, "text": one.text}


def referral(view: ReferralView, *, may_mark: bool) -> dict[str, Any]:
    """Where a tip was sent, with the marks that may follow."""
    name, tone = REFERRALS[view.state]
    following = _MARKS.get(view.state, ()) if may_mark else ()
    marks = [(code, REFERRALS[code][0]) for code in following]
    return {"view": view, "state_name": name, "tone": tone, "marks": marks}
