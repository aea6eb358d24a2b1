"""What the small forms of the pin page share: the pin, the page, one answer to each error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.core.errors import Conflict, Invalid, Sentence
from tmac.riskmap.views import PinView
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers, once


@dataclass
class Act:
    """One small form of a pin: its words, its form and the verb that it leads to."""

    pin: PinView
    heading: Sentence
    button: Sentence
    done: Sentence
    form: forms.Form
    lead: Sentence = ""
    anchor: str = ""
    extra: dict[str, Any] | None = None


def answer(request: HttpRequest, act: Act, verb: Callable[[], Any]) -> HttpResponse:
    """Show the form, or do the verb and go back to the pin; every refusal keeps what was typed."""
    if request.method == "GET" or offers.was_pressed(request.POST) or not act.form.is_valid():
        return page(request, act)
    if once.made_before(request) is not None:
        say(request, _("This was saved the first time."), kind="info")
        return to_pin(act)
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
    once.remember(request, act.pin.code)
    say(request, act.done)
    return to_pin(act)


def to_pin(act: Act) -> HttpResponse:
    anchor = f"#{act.anchor}" if act.anchor else ""
    return HttpResponseRedirect(reverse("workspace:pin", args=[act.pin.code]) + anchor)


def page(request: HttpRequest, act: Act, conflict: Conflict | None = None) -> HttpResponse:
    """The form with its faults; a stale one now carries the version of the pin as it is."""
    if conflict is not None and "version" in act.form.data:
        offers.retype(act.form, "version", act.pin.version)
    is_wrong = act.form.is_bound and bool(act.form.errors)
    context = {
        "pin": act.pin,
        "heading": act.heading,
        "button": act.button,
        "lead": act.lead,
        "form": act.form,
        "conflict": conflict,
        "faults": fieldsets.faults(act.form) if is_wrong else [],
        "offers": offers.offers_of(act.form) if is_wrong else [],
        "once": request.POST.get(once.FIELD) or once.new_token(),
        "crumbs": crumbs(act.pin, act.heading),
        **(act.extra or {}),
    }
    status = 409 if conflict else 422 if is_wrong else 200
    return render(request, "workspace/pins/act.html", context, status=status)


def crumbs(pin: PinView, here: Sentence) -> list[tuple[Sentence, str]]:
    """The way to a page of a pin."""
    return [
        (_("Pins"), reverse("workspace:pins")),
        (pin.code, reverse("workspace:pin", args=[pin.code])),
        (here, ""),
    ]
