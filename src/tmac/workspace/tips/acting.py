"""What the small forms of a tip's page share: the tip, the page, one answer to each error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.accounts.principals import Principal
from tmac.core.errors import Conflict, Invalid, Sentence
from tmac.tips import queries as tips
from tmac.tips.views import TipView
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers, once
from tmac.workspace.officers import moment, officer_of


@dataclass
class Act:
    """One small form of a tip: its words, its form and the verb that it leads to."""

    tip: TipView
    heading: Sentence
    button: Sentence
    done: Sentence
    form: forms.Form
    lead: Sentence = ""
    anchor: str = ""
    template: str = "workspace/tips/act.html"
    extra: dict[str, Any] | None = None


def opened(request: HttpRequest, reference: str, verb: str = "") -> tuple[Principal, TipView]:
    """The officer and the tip, once its `verb` is permitted."""
    by = officer_of(request)
    now, _today = moment()
    tip = tips.tip(by, reference, now)
    if verb:
        tip.verdicts[verb].or_refuse()
    return by, tip


def data_of(request: HttpRequest) -> Any:
    return offers.taken(request.POST) if request.method == "POST" else None


def answer(request: HttpRequest, act: Act, verb: Callable[[], Any]) -> HttpResponse:
    """Show the form, or do the verb and go back to the tip; every refusal keeps what was typed."""
    if request.method == "GET" or offers.was_pressed(request.POST) or not act.form.is_valid():
        return page(request, act)
    if once.made_before(request) is not None:
        say(request, _("This was saved the first time."), kind="info")
        return to_tip(act.tip.reference, act.anchor)
    try:
        verb()
    except Invalid as invalid:
        once.release(request)
        offers.put_faults(act.form, invalid.faults)
        return page(request, act)
    except Conflict as conflict:
        once.release(request)
        return page(request, act, conflict)
    except Exception:
        once.release(request)
        raise
    once.remember(request, act.tip.reference)
    say(request, act.done)
    return to_tip(act.tip.reference, act.anchor)


def to_tip(reference: str, anchor: str = "") -> HttpResponse:
    where = f"#{anchor}" if anchor else ""
    return HttpResponseRedirect(reverse("workspace:tip", args=[reference]) + where)


def page(request: HttpRequest, act: Act, conflict: Conflict | None = None) -> HttpResponse:
    """The form with its faults; a stale one now carries the version of the tip as it is."""
    if conflict is not None and "version" in act.form.data:
        offers.retype(act.form, "version", act.tip.version)
    is_wrong = act.form.is_bound and bool(act.form.errors)
    context = {
        "tip": act.tip,
        "heading": act.heading,
        "button": act.button,
        "lead": act.lead,
        "form": act.form,
        "conflict": conflict,
        "faults": fieldsets.faults(act.form) if is_wrong else [],
        "offers": offers.offers_of(act.form) if is_wrong else [],
        "once": request.POST.get(once.FIELD) or once.new_token(),
        "crumbs": crumbs(act.tip, act.heading),
        **(act.extra or {}),
    }
    status = 409 if conflict else 422 if is_wrong else 200
    return render(request, act.template, context, status=status)


def crumbs(tip: TipView, here: Sentence = "") -> list[tuple[Sentence, str]]:
    """The way to a page of a tip."""
    way: list[tuple[Sentence, str]] = [(_("Tips"), reverse("workspace:tips"))]
    if not here:
        return [*way, (tip.reference, "")]
    return [*way, (tip.reference, reverse("workspace:tip", args=[tip.reference])), (here, "")]
