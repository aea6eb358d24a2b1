"""Who has a tip; a legal hold on it; asking who its reporter is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.tips.views import TipView
from tmac.ui.toasts import say
from tmac.workspace.fields import WordsField
from tmac.workspace.officers import moment
from tmac.workspace.tips.acting import Act, answer, data_of, opened, to_tip

_BOTH = require_http_methods(["GET", "POST"])
LEGAL_BASES = (
    ("WITNESS", gettext_lazy("To question the reporter as a witness (law on the NACC)")),
    ("PROTECTION", gettext_lazy("To protect the reporter from harm (witness protection)")),
    ("COURT_ORDER", gettext_lazy("By order of a court")),
    ("CONSENT", gettext_lazy("The reporter agreed in writing")),
    ("OTHER", gettext_lazy("Another basis, written below")),
)


@needs(Permission.HANDLE_TIPS)
@require_POST
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a tip that nobody has."""
    by, tip = opened(request, reference, "take")
    now, _today = moment()
    try:
        services.take_tip(by=by, now=now, tip_id=tip.id)
        say(request, _("The tip is yours. Read it, and decide."))
    except Conflict as taken:
        say(request, taken.message, kind="error")
    return to_tip(reference)


class AssignForm(forms.Form):
    user_id = forms.TypedChoiceField(
        label=gettext_lazy("Who has it"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **rest: Any):
        super().__init__(*args, **rest)
        choices = [("", _("Nobody yet")), *people]
        self.fields["user_id"].choices = choices  # type: ignore[attr-defined]


@needs(Permission.HANDLE_TIPS)
@_BOTH
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the tip to a colleague of the unit, or give it back."""
    by, tip = opened(request, reference, "assign")
    now, _today = moment()
    chosen = tip.assigned_to[0] if tip.assigned_to else None
    form = AssignForm(data_of(request), initial={"user_id": chosen}, people=_people(by, tip))
    act = Act(tip, _("Who has this tip"), _("Save"), _("Saved."), form)

    def verb() -> None:
        user_id = form.cleaned_data["user_id"]
        services.assign(by=by, now=now, tip_id=tip.id, user_id=user_id)

    return answer(request, act, verb)


def _people(by: Principal, tip: TipView) -> list[tuple[str, str]]:
    now, _today = moment()
    found = tips.assignable(by, tip.reference, now)
    return [(str(user_id), name) for user_id, name in found.items()]


class HoldForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Why"),
        max_length=2000,
        help_text=gettext_lazy("Such as the number of the court's order. Others read it later."),
    )


@needs(Permission.VIEW_TIPS)
@_BOTH
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the tip from being destroyed when its time is over, or end that."""
    by, tip = opened(request, reference, "hold")
    is_on = not tip.is_held
    form = HoldForm(data_of(request))
    heading = _("Set a legal hold") if is_on else _("End the legal hold")
    lead = _("While it is set, nothing of this tip is destroyed. The reporter is not told of it.")
    act = Act(tip, heading, heading, _("Saved."), form, lead=lead)

    def verb() -> None:
        now, _today = moment()
        reason = form.cleaned_data["reason"]
        services.set_legal_hold(by=by, now=now, tip_id=tip.id, is_on=is_on, reason=reason)

    return answer(request, act, verb)


class EraseForm(forms.Form):
    """A last question before what cannot be undone."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("I know that nobody can bring it back, not from a backup either")
    )


@needs(Permission.HANDLE_TIPS)
@_BOTH
def erase(request: HttpRequest, reference: str) -> HttpResponse:
    """Destroy the keys of a tip before their time: text, files, messages and identity are gone."""
    by, tip = opened(request, reference, "shred")
    form = EraseForm(data_of(request))
    heading = _("Destroy what was sealed")
    lead = _(
        "For a granted request or by order of a court. Text, files, messages and identity can "
        "never be opened again; the coarse facts and the history stay."
    )
    act = Act(tip, heading, heading, _("Destroyed."), form, lead=lead, extra={"danger": True})

    def verb() -> None:
        now, _today = moment()
        services.shred(by=by, now=now, tip_id=tip.id)

    return answer(request, act, verb)


class IdentityForm(forms.Form):
    """Why a name is needed. Two custodians read this and the summary, nothing else of the tip."""

    reason = WordsField(
        label=gettext_lazy("Why you need to know who the reporter is"),
        max_length=4000,
        help_text=gettext_lazy(
            "What you cannot learn otherwise, and what you tried: such as questions in the mailbox"
        ),
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Legal basis"), choices=LEGAL_BASES, widget=forms.RadioSelect
    )
    basis_text = WordsField(
        label=gettext_lazy("Section of the law, or number of the order"), max_length=1000
    )

    @property
    def legal_basis(self) -> str:
        name = str(dict(LEGAL_BASES)[self.cleaned_data["basis"]])
        return f"{name}: {self.cleaned_data['basis_text']}"


@needs(Permission.REQUEST_IDENTITY)
@_BOTH
def request_identity(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the custodians to open who the reporter is."""
    by, tip = opened(request, reference, "request_identity")
    form = IdentityForm(data_of(request))
    act = Act(
        tip,
        _("Ask who the reporter is"),
        _("Send the request to the custodians"),
        _("Sent. Two custodians decide; you see their answer here."),
        form,
        lead=_(
            "Two custodians decide. If they agree, you alone can open it, for fifteen minutes, and "
            "the reporter is told so in the mailbox."
        ),
        anchor="identity",
    )

    def verb() -> None:
        now, _today = moment()
        reason, basis = form.cleaned_data["reason"], form.legal_basis
        services.request_identity(by=by, now=now, tip_id=tip.id, reason=reason, legal_basis=basis)

    return answer(request, act, verb)
