"""The page of the score sheet, with suggestions, reasons and a live sentence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid
from tmac.riskmap import queries as riskmap
from tmac.riskmap import services
from tmac.riskmap.scoring import TICK_NAMES, sentence
from tmac.riskmap.views import PinView
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers
from tmac.workspace.officers import moment
from tmac.workspace.pins.acting import crumbs
from tmac.workspace.pins.score_form import ScoreForm
from tmac.workspace.pins.work import opened


@needs(Permission.VIEW_PINS)
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, code: str) -> HttpResponse:
    """Fill or change the score sheet."""
    by, pin = opened(request, code, "score")
    if request.method == "GET":
        return _page(request, by, pin, ScoreForm(initial=_filled(pin)))
    form = ScoreForm(offers.taken(request.POST))
    if offers.was_pressed(request.POST) or not form.is_valid():
        return _page(request, by, pin, form)
    return _save(request, by, pin, form)


def _save(request: HttpRequest, by: Principal, pin: PinView, form: ScoreForm) -> HttpResponse:
    now, _today = moment()
    version = form.cleaned_data["version"]
    try:
        services.score_pin(by=by, now=now, pin_id=pin.id, version=version, sheet=form.sheet())
    except Invalid as invalid:
        offers.put_faults(form, invalid.faults)
        return _page(request, by, pin, form)
    except Conflict as conflict:
        offers.retype(form, "version", pin.version)
        return _page(request, by, pin, form, conflict)
    assessment = form.assessment
    assert assessment is not None  # a valid sheet has one
    say(request, sentence(assessment, _language()))
    return HttpResponseRedirect(reverse("workspace:pin", args=[pin.code]))


@needs(Permission.VIEW_PINS)
@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """What the sheet gives as it stands: a part of the page, for the live sentence."""
    opened(request, code, "score")
    form = ScoreForm(request.POST)
    form.is_valid()
    return render(request, "workspace/pins/verdict.html", _verdict(form))


def _language() -> str:
    return "en" if (get_language() or "th").startswith("en") else "th"


def _verdict(form: ScoreForm) -> dict[str, Any]:
    assessment = form.assessment
    said = sentence(assessment, _language()) if assessment else ""
    return {"assessment": assessment, "sentence": said}


def _filled(pin: PinView) -> dict[str, Any]:
    """The sheet as it was filled last, or a fresh one that knows the budget."""
    sheet: dict[str, Any] = {"version": pin.version}
    if not pin.is_scored or pin.ticks is None:
        return sheet | {"money_baht": pin.budget_baht}
    sheet |= {name: getattr(pin.ticks, name) for name in TICK_NAMES}
    return sheet | {
        "money_baht": pin.amount_baht or None,
        "reach": pin.reach,
        "irreversible": pin.irreversibility,
        "evidence": pin.evidence_grade,
        "final_level": "" if pin.level == pin.computed_level else pin.level,
        "level_reason": pin.level_reason,
    }


def _page(
    request: HttpRequest,
    by: Principal,
    pin: PinView,
    form: ScoreForm,
    conflict: Conflict | None = None,
) -> HttpResponse:
    suggested = {one.tick: one for one in riskmap.suggest_ticks(by, pin)}
    is_wrong = form.is_bound and bool(form.errors)
    context = {
        "pin": pin,
        "form": form,
        "conflict": conflict,
        "faults": fieldsets.faults(form) if is_wrong else [],
        "offers": offers.offers_of(form) if is_wrong else [],
        "signs": [_sign(form, name, suggested.get(name)) for name in TICK_NAMES],
        "crumbs": crumbs(pin, _("Score sheet")),
        **(_verdict(form) if form.is_bound else _stored(pin)),
    }
    status = 409 if conflict else 422 if is_wrong else 200
    return render(request, "workspace/pins/score.html", context, status=status)


def _sign(form: ScoreForm, name: str, found: Any) -> dict[str, Any]:
    described = fieldsets.described(form[name])
    return {"bound": form[name], "control": described["control"], "found": found}


def _stored(pin: PinView) -> dict[str, Any]:
    """The sentence of the sheet as it was saved last."""
    form = ScoreForm({k: v for k, v in _filled(pin).items() if v not in (None, False)})
    form.is_valid()
    return _verdict(form)
