"""Pages that add something to a pin: actions, looks, sources, files, links, following, outcome."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tmac.accounts import queries as accounts
from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.errors import Invalid, NotFound
from tmac.network import queries as network
from tmac.riskmap import queries as riskmap
from tmac.riskmap import services
from tmac.riskmap.drafts import SourceDraft
from tmac.riskmap.views import ActionView, PinView
from tmac.workspace import offers
from tmac.workspace.choices import MECHANISMS
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.pins.acting import Act, answer
from tmac.workspace.pins.attaching import attach
from tmac.workspace.pins.forms import SourceForm
from tmac.workspace.pins.work_forms import (
    ActionForm,
    AssignForm,
    CompleteForm,
    FilesForm,
    FollowForm,
    LinkForm,
    LookForm,
    PublicationForm,
)

_FORM = require_http_methods(["GET", "POST"])
_CARERS = (Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR)


def opened(request: HttpRequest, code: str, verb: str = "") -> tuple[Principal, PinView]:
    """The officer and the pin, once its `verb` is permitted."""
    by = officer_of(request)
    pin = riskmap.pin(by, code)
    if verb:
        pin.verdicts[verb].or_refuse()
    return by, pin


def _data(request: HttpRequest) -> Any:
    return offers.taken(request.POST) if request.method == "POST" else None


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


@needs(Permission.VIEW_PINS)
@_FORM
def action(request: HttpRequest, code: str) -> HttpResponse:
    """Record something done, by one of the five mechanisms."""
    by, pin = opened(request, code)
    open_to = mechanisms_of(pin)
    if not open_to:
        pin.verdicts["act"].or_refuse()
    form = ActionForm(_data(request), _files(request), mechanisms=open_to)
    act = Act(
        pin,
        _("Record an action"),
        _("Save the action"),
        _("The action is recorded."),
        form,
        anchor="actions",
    )

    def verb() -> None:
        now, _today = moment()
        subject = riskmap.subject_of(form.cleaned_data["mechanism"])
        kept = attach(request, pin, form.cleaned_data["uploads"], subject)
        services.record_action(by=by, now=now, pin_id=pin.id, action=form.draft(kept))

    return answer(request, act, verb)


def mechanisms_of(pin: PinView) -> list[tuple[str, Any]]:
    """The mechanisms that this officer may record on the pin, with their names."""
    open_to = {"COOP", "MEASURE"} if pin.verdicts["act"] else set()
    if pin.verdicts["act_suppression"]:
        open_to |= {"INTEL", "INVEST", "PROSECUTE"}
    return [(code, name) for code, name in MECHANISMS if code in open_to]


@needs(Permission.VIEW_PINS)
@_FORM
def complete(request: HttpRequest, code: str, action_id: int) -> HttpResponse:
    """Say what came of an action whose follow-up was due."""
    by, pin = opened(request, code)
    found = _action(pin, action_id)
    form = CompleteForm(_data(request), initial={"result": found.result})
    act = Act(
        pin,
        _("The follow-up is done"),
        _("Save the result"),
        _("The result is recorded."),
        form,
        lead=found.what,
        anchor="actions",
    )

    def verb() -> None:
        now, _today = moment()
        result = form.cleaned_data["result"]
        services.complete_action(by=by, now=now, action_id=found.id, result=result)

    return answer(request, act, verb)


def _action(pin: PinView, action_id: int) -> ActionView:
    """An action that this officer sees on this pin."""
    found = next((action for action in pin.actions if action.id == action_id), None)
    if found is None:
        raise NotFound(_("There is no such action on this pin."))
    found.may_complete.or_refuse()
    return found


@needs(Permission.VIEW_PINS)
@_FORM
def look(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Record a field check or the club's second look."""
    is_strong = kind == "strong"
    by, pin = opened(request, code, "strong_look" if is_strong else "field_check")
    form = LookForm(_data(request))
    heading = _("The STRONG club's second look") if is_strong else _("A field check")
    act = Act(pin, heading, _("Save what was seen"), _("What was seen is recorded."), form)

    def verb() -> None:
        now, _today = moment()
        draft = form.draft("STRONG_LOOK" if is_strong else "FIELD_CHECK")
        services.record_look(by=by, now=now, pin_id=pin.id, look=draft)

    return answer(request, act, verb)


@needs(Permission.VIEW_PINS)
@_FORM
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Add where information comes from."""
    by, pin = opened(request, code, "add_source")
    form = SourceForm(_data(request), is_needed=True)
    act = Act(pin, _("One more source"), _("Save the source"), _("The source is added."), form)

    def verb() -> None:
        now, _today = moment()
        draft = SourceDraft(**form.cleaned_data)
        services.add_source(by=by, now=now, pin_id=pin.id, source=draft)

    return answer(request, act, verb)


@needs(Permission.VIEW_PINS)
@_FORM
def files(request: HttpRequest, code: str) -> HttpResponse:
    """Add evidence files."""
    _by, pin = opened(request, code, "attach")
    form = FilesForm(_data(request), _files(request))
    act = Act(pin, _("Add evidence"), _("Add the files"), "", form, anchor="files")
    return answer(request, act, lambda: attach(request, pin, form.cleaned_data["uploads"]))


@needs(Permission.VIEW_PINS)
@_FORM
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Say that another pin belongs to this one."""
    by, pin = opened(request, code)
    form = LinkForm(_data(request))
    done = _("The pins are linked.")
    act = Act(pin, _("Link another pin"), _("Link them"), done, form)

    def verb() -> None:
        now, _today = moment()
        given = form.cleaned_data
        try:
            other = riskmap.pin(by, given["code"])
        except NotFound as absent:
            raise Invalid.of("code", absent.message) from absent
        services.link_pins(
            by=by,
            now=now,
            pin_id=pin.id,
            other_id=other.id,
            kind=given["kind"],
            note=given["note"],
        )

    return answer(request, act, verb)


@needs(Permission.VIEW_PINS)
@_FORM
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Who looks after the pin, with which club, by when."""
    by, pin = opened(request, code, "follow")
    now, _today = moment()
    owners = accounts.officers_in(pin.province_code, now, _CARERS)
    club = network.club_of(pin.province_code)
    initial = {
        "owner_id": pin.owner_id,
        "club_id": pin.club_id,
        "due_on": pin.due_on,
        "stoppable_until": pin.stoppable_until,
        "version": pin.version,
    }
    form = FollowForm(
        _data(request),
        initial=initial,
        owners=[(str(user.pk), user.name_th) for user in owners],
        clubs=[(str(club.id), club.name)] if club else [],
    )
    act = Act(pin, _("Who follows it, and by when"), _("Save"), _("Saved."), form)

    def verb() -> None:
        version = form.cleaned_data["version"]
        services.follow_pin(by=by, now=now, pin_id=pin.id, version=version, follow=form.follow_up())

    return answer(request, act, verb)


@needs(Permission.VIEW_PINS)
@_FORM
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Approve what the public reads of a closed pin."""
    by, pin = opened(request, code, "publish")
    held = pin.publication
    names = ("before_text", "after_text", "before_text_en", "after_text_en", "shows_agency")
    initial = {name: getattr(held, name) for name in names} if held else {}
    form = PublicationForm(_data(request), initial=initial)
    lead = _("These words appear on the public page. Name no person; accuse nobody.")
    done = _("The outcome is published.")
    act = Act(pin, _("What the public reads"), _("Approve and publish"), done, form, lead=lead)

    def verb() -> None:
        now, _today = moment()
        services.publish_outcome(by=by, now=now, pin_id=pin.id, publication=form.draft())

    return answer(request, act, verb)


@needs(Permission.VIEW_PINS)
@_FORM
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Give an investigator the pin."""
    by, pin = opened(request, code, "assign")
    now, _today = moment()
    able = accounts.officers_in(pin.province_code, now, (Role.INVESTIGATOR,))
    form = AssignForm(_data(request), people=[(str(user.pk), user.name_th) for user in able])
    done = _("The investigator now sees this pin's suppression lane.")
    act = Act(pin, _("Assign an investigator"), _("Assign"), done, form)

    def verb() -> None:
        user_id = form.cleaned_data["user_id"]
        services.assign_investigator(by=by, now=now, pin_id=pin.id, user_id=user_id)

    return answer(request, act, verb)


def may_link(by: Principal, pin: PinView) -> bool:
    """Whether to offer the page of links: its service asks again about both pins."""
    is_prevention = by.holds_in((Role.PROVINCE_PREVENTION,), pin.province_code)
    return is_prevention or bool(pin.verdicts["act_suppression"])
