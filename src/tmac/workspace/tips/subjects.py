"""What reporters ask about their own data, and what will be destroyed soon: the director's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission, Role
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips import queries as tips
from tmac.tips import services
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers
from tmac.workspace.fields import WordsField
from tmac.workspace.officers import moment, officer_of

_ANSWERERS = frozenset({Role.PROVINCE_PREVENTION, Role.PROVINCE_DIRECTOR})
AHEAD_DAYS = 90
WHAT = {
    "content": gettext_lazy("Text, files and messages"),
    "identity": gettext_lazy("Name and contact of the reporter"),
}
OUTCOMES = (
    ("GRANTED", gettext_lazy("Granted")),
    ("PARTLY", gettext_lazy("Granted in part")),
    ("REFUSED", gettext_lazy("Refused, with the reason")),
)


def answers_subjects(by: Principal) -> bool:
    """Whether this officer answers what reporters ask about their data."""
    return bool(_ANSWERERS & by.roles)


def _officer(request: HttpRequest) -> Principal:
    by = officer_of(request)
    if not answers_subjects(by):
        message = _("A prevention officer or the director of the unit opens this page.")
        raise Refused(message)
    return by


@needs(Permission.HANDLE_TIPS)
@require_GET
def subjects(request: HttpRequest) -> HttpResponse:
    """Requests with their days, what is destroyed soon, and what a legal hold keeps."""
    by = _officer(request)
    now, today = moment()
    asked = tips.subject_requests(by, now)
    names = dict(OUTCOMES)
    context = {
        "waiting": [one for one in asked if not one.outcome],
        "answered": [(one, names.get(one.outcome, "")) for one in asked if one.outcome],
        "crumbs": [(_("Tips"), reverse("workspace:tips")), (_("Data of reporters"), "")],
        "ahead": [(one, WHAT[one.what]) for one in tips.retention_ahead(by, now, AHEAD_DAYS)],
        "days": AHEAD_DAYS,
        "today": today,
    }
    return render(request, "workspace/tips/subjects.html", context)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    text = WordsField(
        label=gettext_lazy("What the reporter reads"),
        max_length=4000,
        help_text=gettext_lazy("What was done, or why not, and that one may complain to the PDPC"),
    )


@needs(Permission.HANDLE_TIPS)
@require_http_methods(["GET", "POST"])
def answer_subject(request: HttpRequest, request_id: int) -> HttpResponse:
    """Answer one request."""
    by = _officer(request)
    now, _today = moment()
    asked = next((one for one in tips.subject_requests(by, now) if one.id == request_id), None)
    if asked is None:
        raise NotFound(_("There is no such request in your unit."))
    form = AnswerForm(request.POST or None)
    refused: Any = None
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_subject_request(
                by=by, now=now, request_id=request_id, **form.cleaned_data
            )
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        except Conflict as conflict:
            refused = conflict
        else:
            say(request, _("Answered. The reporter reads it in the mailbox."))
            return HttpResponseRedirect(reverse("workspace:tip_subjects"))
    heading = _("Answer a request about personal data")
    context = {
        "asked": asked,
        "form": form,
        "heading": heading,
        "conflict": refused,
        "faults": fieldsets.faults(form) if form.errors else [],
        "crumbs": [(_("Data of reporters"), reverse("workspace:tip_subjects")), (heading, "")],
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "workspace/tips/subject.html", context, status=status)
