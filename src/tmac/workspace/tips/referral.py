"""Sending a tip to a body outside: a bundle sealed to that body, and how far it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.tips import services
from tmac.tips.views import TipView
from tmac.ui.toasts import say
from tmac.workspace.officers import moment
from tmac.workspace.tips.acting import crumbs, opened, to_tip
from tmac.workspace.wire import answers_json, body, done


@needs(Permission.HANDLE_TIPS)
@require_http_methods(["GET", "POST"])
@answers_json
def refer(request: HttpRequest, reference: str) -> HttpResponse:
    """The bundle is made in the browser; the server keeps its digest and where it goes."""
    by, tip = opened(request, reference, "refer_out")
    if request.method == "GET":
        heading = _("Make a bundle for another body")
        context = {
            "tip": tip,
            "heading": heading,
            "crumbs": crumbs(tip, heading),
            "waiting": [one for one in tip.referrals if one.state not in ("ACCEPTED", "DONE")],
            "ways": _ways(tip),
            "facts": _facts(tip),
        }
        return render(request, "workspace/tips/refer.html", context)
    given = body(request)
    now, _today = moment()
    made = services.refer_out(
        by=by,
        now=now,
        tip_id=tip.id,
        to=given.text("to", 200),
        reason_code=given.text("reason_code", 32),
        sha256=given.text("sha256", 64),
    )
    if made.referral_id is None:
        say(request, _("Proposed. Once the director has confirmed it, make the bundle."))
        return done(202, name="")
    return done(201, name=f"referral-{made.referral_id}.age")


def _ways(tip: TipView) -> list[dict[str, Any]]:
    """The steps that send the tip to another body; the bundle follows one of them."""
    return [
        {
            "label": one.label,
            "url": reverse("workspace:tip_step", args=[tip.reference, one.step.event]),
            "reason": one.verdict.refusal,
            "is_main": bool(one.verdict),
        }
        for one in tip.steps
        if one.step.target == "FORWARDED"
    ]


def _facts(tip: TipView) -> dict[str, Any]:
    """What goes along in plain: no number of ours, no channel, no person."""
    return {
        "province": tip.province_code,
        "place": tip.place_name,
        "category": tip.category,
        "category_name": tip.category_name,
        "amount": tip.amount_band,
        "month": tip.month,
        "ongoing": tip.ongoing,
        "stoppable": tip.stoppable,
    }


@needs(Permission.HANDLE_TIPS)
@require_POST
def mark(request: HttpRequest, reference: str, referral_id: int) -> HttpResponse:
    """How far a bundle is: sent, failed, accepted, done."""
    by, tip = opened(request, reference)
    if referral_id not in {one.id for one in tip.referrals}:
        raise NotFound(_("There is no such referral of this tip."))
    now, _today = moment()
    state, text = request.POST.get("state", ""), request.POST.get("text", "")
    try:
        services.mark_referral(by=by, now=now, referral_id=referral_id, state=state, text=text)
        say(request, _("Saved."))
    except (Invalid, Conflict) as refusal:
        say(request, refusal.message, kind="error")
    return to_tip(reference, "referrals")
