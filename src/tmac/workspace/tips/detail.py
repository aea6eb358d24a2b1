"""The page of a tip: what is plain, what opens in the browser, and every way on from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Sentence
from tmac.tips import queries as tips
from tmac.tips.views import TipView
from tmac.workspace.identity.states import identity_row
from tmac.workspace.keys.state import key_state
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.tips import facts
from tmac.workspace.tips.acting import crumbs

# Steps that end or turn back what was begun: never the main button.
TURNS_BACK = frozenset(
    {
        "tip.forwarded",  # nor does the page urge anybody to give a tip away
        "tip.forwarded_after_check",
        "tip.merged",
        "tip.not_accepted",
        "tip.not_substantiated",
        "tip.forwarding_failed",
        "tip.unmerged",
        "tip.reopened",
        "tip.reopened_on_new_facts",
        "tip.routed_as_service",
    }
)
_UNDER_WAY = frozenset({"ACCEPTED", "VERIFYING", "LINKED", "FORWARDED"})
# Asking is done in the mailbox itself, which takes the step.
_ELSEWHERE = frozenset({"tip.asked"})
ASKED = (
    gettext_lazy("Please tell us where exactly it happened: house, road, or a landmark nearby."),
    gettext_lazy("Please tell us on which day, and about what time, it happened."),
    gettext_lazy("Do you have a photo or a document? You can send it in this mailbox."),
    gettext_lazy("How do you know of it: did you see it yourself, or did somebody tell you?"),
    gettext_lazy("Is it still going on? Is there a day by which it can still be stopped?"),
    gettext_lazy("Are you safe? If you are being threatened, tell us, and we help at once."),
)


@dataclass(frozen=True)
class Tool:
    """A way from the tip to one of its other pages."""

    label: Sentence
    icon: str
    url: str


@needs(Permission.VIEW_TIPS)
@require_GET
def tip(request: HttpRequest, reference: str) -> HttpResponse:
    """One tip as this officer may see it."""
    by = officer_of(request)
    now, today = moment()
    shown = tips.tip(by, reference, now)
    context = {
        "tip": shown,
        "today": today,
        "crumbs": crumbs(shown),
        "tools": _tools(shown),
        "steps": _steps(shown),
        "proposals": [facts.proposal(one) for one in shown.proposals],
        "record": facts.record(shown),
        "seal": facts.SEALS[shown.sealed_by],
        "may_read": shown.verdicts["read"],
        "key_state": key_state(by, now),
        "asked": ASKED,
        "may_ask": shown.verdicts["ask"],
        "may_interim": shown.state in _UNDER_WAY,
        "talks": shown.verdicts["write"],
        "referrals": _referrals(shown),
        "identity": [identity_row(one) for one in shown.identity_requests],
        "timeline": [facts.entry(one) for one in reversed(shown.timeline)],
        "hidden": list(dict.fromkeys(shown.masked.values())),
    }
    return render(request, "workspace/tips/tip.html", context)


def _referrals(shown: TipView) -> list[dict[str, Any]]:
    may_mark = bool(shown.verdicts["mark_referral"])
    return [facts.referral(one, may_mark=may_mark) for one in shown.referrals]


def _takes_first(shown: TipView) -> bool:
    """Whether taking the tip is what comes next."""
    return bool(shown.verdicts["take"]) and shown.assigned_to is None


def _tools(shown: TipView) -> list[Tool]:
    offered: tuple[tuple[str, Sentence, str, str], ...] = (
        ("summarise", _("Summary"), "edit", "tip_summary"),
        ("assign", _("Who has it"), "people", "tip_assign"),
        ("add_colleague", _("Add a colleague"), "plus", "tip_colleagues"),
        ("consult", _("Ask another unit"), "handshake", "tip_consult"),
        ("hand_over", _("Hand over"), "right", "tip_handover"),
        ("refer_out", _("Bundle for another body"), "export", "tip_refer"),
        ("request_identity", _("Ask who the reporter is"), "user", "tip_identity"),
        ("hold", _("Legal hold"), "lock", "tip_hold"),
        ("shred", _("Destroy"), "close", "tip_erase"),
    )
    return [
        Tool(label, icon, reverse(f"workspace:{name}", args=[shown.reference]))
        for verb, label, icon, name in offered
        if shown.verdicts[verb] and not (verb == "shred" and shown.content_destroyed_on)
    ]


def _steps(shown: TipView) -> list[dict[str, Any]]:
    """What leads on comes first, what turns back after it, what is not this officer's last."""
    offers = [one for one in shown.steps if one.step.event not in _ELSEWHERE]
    offers.sort(key=lambda one: (not one.verdict, one.step.event in TURNS_BACK))
    buttons: list[dict[str, Any]] = []
    for one in offers:
        url = reverse("workspace:tip_step", args=[shown.reference, one.step.event])
        leads_on = bool(one.verdict) and one.step.event not in TURNS_BACK
        is_main = leads_on and not buttons and not _takes_first(shown)
        reason = one.verdict.refusal
        buttons.append({"label": one.label, "url": url, "reason": reason, "is_main": is_main})
    return buttons
