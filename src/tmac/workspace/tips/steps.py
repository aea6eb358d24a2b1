"""Taking a step of a tip, and answering a step that waits for a further person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.tips import services
from tmac.tips.views import StepOffer, TipView
from tmac.ui.toasts import say
from tmac.workspace import once
from tmac.workspace.officers import moment
from tmac.workspace.tips.acting import Act, answer, data_of, opened, to_tip
from tmac.workspace.tips.step_form import PHRASES, StepForm
from tmac.workspace.typed import number


@needs(Permission.VIEW_TIPS)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, reference: str, event: str) -> HttpResponse:
    """The form of one step, with just what that step needs."""
    by, tip = opened(request, reference)
    if made := _repeated(request, reference):
        return made
    offer = _offered(tip, event)
    offer.verdict.or_refuse()
    form = StepForm(data_of(request), initial=_initial(tip), step=offer.step)
    is_joint = offer.step.is_joint
    act = Act(
        tip,
        offer.label,
        _("Propose it") if is_joint else offer.label,
        _("It now waits for the second person.") if is_joint else _("Done."),
        form,
        extra={"is_joint": is_joint, "phrases": PHRASES.get(event, ()), "phrases_for": "id_text"},
    )

    def verb() -> None:
        now, _today = moment()
        services.take_step(
            by=by,
            now=now,
            tip_id=tip.id,
            version=form.cleaned_data["version"],
            target=offer.step.target,
            grounds=form.grounds(),
        )

    return answer(request, act, verb)


def _initial(tip: TipView) -> dict[str, Any]:
    known = {"is_anonymous": tip.is_anonymous, "has_evidence": tip.has_evidence}
    words = {True: "1", False: "0"}
    read = {name: words[value] for name, value in known.items() if value is not None}
    return {"version": tip.version, **read}


def _repeated(request: HttpRequest, reference: str) -> HttpResponse | None:
    """The second press of a button whose first one has moved the tip already."""
    token = request.POST.get(once.FIELD, "")
    if not token or not once.is_known(request, token):
        return None
    say(request, _("This was saved the first time."), kind="info")
    return to_tip(reference)


def _offered(tip: TipView, event: str) -> StepOffer:
    found = next((one for one in tip.steps if one.step.event == event), None)
    if found is None:
        # Most often the form was open while somebody else moved the tip.
        raise Conflict(_("The tip has moved meanwhile: this step does not lead on from there."))
    return found


@needs(Permission.VIEW_TIPS)
@require_POST
def answer_proposal(request: HttpRequest, reference: str, proposal_id: int) -> HttpResponse:
    """A further person confirms or declines; the first may take the proposal back."""
    by, tip = opened(request, reference)
    if proposal_id not in {proposal.id for proposal in tip.proposals}:
        raise NotFound(_("This proposal was answered meanwhile. Look at the tip again."))
    now, _today = moment()
    pressed = request.POST.get("answer")
    try:
        if pressed == "confirm":
            version = number(request.POST.get("version")) or 0
            taken = services.confirm_step(by=by, now=now, proposal_id=proposal_id, version=version)
            moved = _("Confirmed. The tip has moved.")
            say(request, moved if taken.has_moved else _("Confirmed. One more person is needed."))
        elif pressed == "decline":
            text = request.POST.get("text", "")
            services.decline_step(by=by, now=now, proposal_id=proposal_id, text=text)
            say(request, _("Declined. The officer sees your reason."))
        else:
            services.withdraw_proposal(by=by, now=now, proposal_id=proposal_id)
            say(request, _("The proposal is taken back."))
    except (Invalid, Conflict) as refusal:
        say(request, refusal.message, kind="error")
    return to_tip(reference)
