"""Taking a step in a lane, and answering a step that waits for a second person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Fault, Invalid, NotFound
from tmac.evidence.queries import FileInfo
from tmac.riskmap import queries as riskmap
from tmac.riskmap import services
from tmac.riskmap.states import Lane
from tmac.riskmap.views import PinView, StepOffer
from tmac.ui.toasts import say
from tmac.workspace import offers, once
from tmac.workspace.officers import moment
from tmac.workspace.pins.acting import Act, answer
from tmac.workspace.pins.attaching import attach
from tmac.workspace.pins.step_form import CHECK_FIELDS, StepForm
from tmac.workspace.pins.work import opened
from tmac.workspace.typed import number

_KEPT = "kept_files"


@needs(Permission.MOVE_PINS)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, lane: str, target: str) -> HttpResponse:
    """The form of one step, with just what that step needs."""
    by, pin = opened(request, code)
    if made := _repeated(request, pin):
        return made
    offer = _offered(riskmap.steps_offered(by, pin), lane, target)
    offer.verdict.or_refuse()
    form = _form(request, pin, offer)
    files = _files(by, pin, lane) if "file_ids" in form.fields else []
    kept = _kept(request, files)
    act = Act(
        pin,
        offer.label,
        _("Propose to the director") if offer.step.is_joint else offer.label,
        _("It now waits for the director.") if offer.step.is_joint else _("Done."),
        form,
        extra={"is_joint": offer.step.is_joint, "file_choices": _choices(files, kept)},
    )
    if kept and "file_ids" in form.fields:
        form.fields["file_ids"].required = False

    def verb() -> None:
        now, _today = moment()
        subject = riskmap.SUPPRESSION_FILES if lane == Lane.SUPPRESSION else riskmap.SUBJECT
        new = attach(request, pin, form.cleaned_data.get("file_ids") or [], subject)
        chosen = tuple(dict.fromkeys((*kept, *new)))
        assert act.extra is not None  # given above
        act.extra["file_choices"] = _choices(_files(by, pin, lane) if new else files, chosen)
        try:
            services.take_step(
                by=by,
                now=now,
                pin_id=pin.id,
                version=form.cleaned_data["version"],
                lane=lane,
                target=target,
                grounds=form.grounds(chosen),
            )
        except Invalid as invalid:
            raise Invalid([_at_question(fault) for fault in invalid.faults]) from invalid

    return answer(request, act, verb)


def _repeated(request: HttpRequest, pin: PinView) -> HttpResponse | None:
    """The second press of a button whose first one has moved the pin already."""
    token = request.POST.get(once.FIELD, "")
    if not token or not once.is_known(request, token):
        return None
    say(request, _("This was saved the first time."), kind="info")
    return HttpResponseRedirect(reverse("workspace:pin", args=[pin.code]))


def _offered(steps: list[StepOffer], lane: str, target: str) -> StepOffer:
    found = next((one for one in steps if (one.lane, one.target) == (lane, target)), None)
    if found is None:
        # Most often the form was open while somebody else moved the pin.
        raise Conflict(_("The pin has moved meanwhile: this step does not lead on from there."))
    return found


def _form(request: HttpRequest, pin: PinView, offer: StepOffer) -> StepForm:
    suggested = offer.suggested
    initial = {
        "version": pin.version,
        "due_on": suggested.due_on,
        "evidence_list": "\n".join(suggested.evidence_list),
        "text": suggested.text,
    }
    is_sent = request.method == "POST"
    return StepForm(
        offers.taken(request.POST) if is_sent else None,
        request.FILES if is_sent else None,
        initial=initial,
        event=offer.step.event,
        needs=offer.step.needs,
        asks=offer.step.asks,
    )


def _files(by: Principal, pin: PinView, lane: str) -> list[FileInfo]:
    """The files that a step of this lane may name."""
    held = riskmap.files(by, pin)
    if lane == Lane.SUPPRESSION:
        return held
    return [file for file in held if file.subject == riskmap.SUBJECT]


def _kept(request: HttpRequest, files: list[FileInfo]) -> tuple[str, ...]:
    known = {str(file.id) for file in files}
    return tuple(file_id for file_id in request.POST.getlist(_KEPT) if file_id in known)


def _choices(files: list[FileInfo], chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"id": str(file.id), "name": file.name, "is_chosen": str(file.id) in chosen}
        for file in files
    ]


def _at_question(fault: Fault) -> Fault:
    """A fault of the field check stands at the first of its four questions."""
    if fault.field != "field_check":
        return fault
    return Fault(CHECK_FIELDS[0], fault.message, offer=fault.offer)


@needs(Permission.MOVE_PINS)
@require_POST
def answer_proposal(request: HttpRequest, code: str, proposal_id: int) -> HttpResponse:
    """The second person confirms or declines; the first may take the proposal back."""
    by, pin = opened(request, code)
    if proposal_id not in {proposal.id for proposal in pin.proposals}:
        raise NotFound(_("This proposal was answered meanwhile. Look at the pin again."))
    now, _today = moment()
    pressed = request.POST.get("answer")
    try:
        if pressed == "confirm":
            version = number(request.POST.get("version")) or 0
            services.confirm_step(by=by, now=now, proposal_id=proposal_id, version=version)
            say(request, _("Confirmed. The pin has moved."))
        elif pressed == "decline":
            text = request.POST.get("text", "")
            services.decline_step(by=by, now=now, proposal_id=proposal_id, text=text)
            say(request, _("Declined. The officer sees your reason."))
        else:
            services.withdraw_proposal(by=by, now=now, proposal_id=proposal_id)
            say(request, _("The proposal is taken back."))
    except (Invalid, Conflict) as refusal:
        say(request, refusal.message, kind="error")
    return HttpResponseRedirect(reverse("workspace:pin", args=[code]))
