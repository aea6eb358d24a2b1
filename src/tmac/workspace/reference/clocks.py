"""The promises in days."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid, Sentence
from tmac.taxonomy import queries, services
from tmac.ui.toasts import say
from tmac.workspace.offers import put_faults
from tmac.workspace.reference import frame
from tmac.workspace.reference.forms import ClockForm

NAMES: dict[str, Sentence] = {
    "RECEIPT_SHOWN": gettext_lazy("Tracking code shown to the reporter"),
    "FIRST_LOOK": gettext_lazy("First look by a person"),
    "SCREENING_DECISION": gettext_lazy("Decision of the screening"),
    "ANSWER_NAMED_REPORTER": gettext_lazy("Answer to a reporter who gave a name"),
    "NEED_INFO_WAIT": gettext_lazy("Waiting for more information"),
    "AGENCY_FIRST_ANSWER": gettext_lazy("First answer of the agency"),
    "FIELD_CHECK": gettext_lazy("Field check after a fix was reported"),
    "HANDOVER_ANSWER": gettext_lazy("Investigation accepts or declines a hand-over"),
    "INTERIM_RESULT": gettext_lazy("Interim result to the reporter"),
    "OBJECTION_REJECTED": gettext_lazy("Objection to a rejection"),
    "OBJECTION_CLOSED": gettext_lazy("Objection to a closing"),
    "STALE_VERY_HIGH": gettext_lazy("Very high risk without follow-up"),
    "STALE_HIGH": gettext_lazy("High risk without follow-up"),
    "STALE_MEDIUM": gettext_lazy("Medium risk without follow-up"),
    "STALE_LOW": gettext_lazy("Low risk without follow-up"),
    "NACC_FACT_FINDING": gettext_lazy("NACC fact-finding (may be extended by 90 + 90 days)"),
    "NACC_INQUIRY_YEARS": gettext_lazy("NACC inquiry: two years (may be extended by one)"),
    "PACC_INTAKE": gettext_lazy("PACC intake (not confirmed)"),
    "PACC_TWO_YEARS": gettext_lazy("PACC: two years (not confirmed)"),
    "PACC_BOARD_REPORT": gettext_lazy("PACC report to the board, section 28 (not confirmed)"),
    "PROTECTION_EXTENSION": gettext_lazy(
        "Witness protection, each extension; 180 days in all (not confirmed)"
    ),
    "PROTECTION_APPEAL": gettext_lazy("Witness protection, appeal (not confirmed)"),
}


def name_of(clock: queries.ClockInfo) -> str:
    """What a clock measures, in the reader's language."""
    return str(NAMES.get(clock.code, clock.code))


@needs(Permission.VIEW_PINS)
def clock_list(request: OfficerRequest) -> HttpResponse:
    """Every promise: those that can be set, and those of the law for reference."""
    every = [(name_of(clock), clock) for clock in queries.clocks()]
    context = {
        "tabs": frame.tabs("clocks"),
        "ours": [(name, clock) for name, clock in every if not clock.is_legal],
        "legal": [(name, clock) for name, clock in every if clock.is_legal],
        "may_manage": request.officer.may(Permission.MANAGE_REFERENCE),
    }
    return render(request, "workspace/reference/clocks.html", context)


@needs(Permission.MANAGE_REFERENCE)
def clock_edit(request: OfficerRequest, code: str) -> HttpResponse:
    """Set the days of a promise; what was promised before keeps its day."""
    clock = queries.clock(code)
    form = ClockForm(request.POST or None, initial={"days": clock.days})
    if form.is_bound and form.is_valid() and _set(request, form, code):
        say(request, _("Saved."))
        return redirect("workspace:clocks")
    heading = name_of(clock)
    unit = _("Working days") if clock.counts_working_days else _("Calendar days")
    context = {
        "form": form,
        "heading": heading,
        "crumbs": frame.crumbs("clocks", heading),
        "back_url": reverse("workspace:clocks"),
        "note": _("%(unit)s. Days that were promised before stay as they are.") % {"unit": unit},
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/reference/form.html", context, status=status)


def _set(request: OfficerRequest, form: ClockForm, code: str) -> bool:
    by = request.officer
    try:
        services.set_clock(
            actor_id=by.user_id,
            actor=by.name,
            now=timezone.now(),
            code=code,
            days=form.cleaned_data["days"],
        )
    except Invalid as refusal:
        put_faults(form, refusal.faults)
        return False
    return True
