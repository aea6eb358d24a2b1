"""The holidays that working days leave out: the calendar's, and those entered by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid
from tmac.core.thai import BE_OFFSET
from tmac.taxonomy import queries, services
from tmac.ui.toasts import say
from tmac.workspace.offers import put_faults
from tmac.workspace.officers import moment
from tmac.workspace.reference import frame
from tmac.workspace.reference.forms import HolidayForm
from tmac.workspace.typed import number


@dataclass(frozen=True)
class Row:
    """One day of the list; `entry_id` is set for a day entered by hand."""

    day: date
    name: str
    is_holiday: bool
    entry_id: int | None = None


def _rows(year: int) -> list[Row]:
    """The days of a CE year in their order; an entry replaces the calendar's word on its day."""
    rows = {day: Row(day, name, True) for day, name in queries.holidays_of(year).items()}
    for entry in queries.holiday_entries(year):
        rows[entry.day] = Row(entry.day, entry.name, entry.is_holiday, entry.id)
    return sorted(rows.values(), key=lambda row: row.day)


@needs(Permission.VIEW_PINS)
def holiday_list(request: OfficerRequest) -> HttpResponse:
    """The holidays of a year."""
    this_year = moment()[1].year
    asked = (number(request.GET.get("year")) or this_year + BE_OFFSET) - BE_OFFSET
    year = asked if abs(asked - this_year) <= 20 else this_year
    near = range(this_year - 1, this_year + 3)
    context = {
        "tabs": frame.tabs("holidays"),
        "rows": _rows(year),
        "year": date(year, 1, 1),
        "years": [(date(y, 1, 1), y + BE_OFFSET, y == year) for y in near],
        "may_manage": request.officer.may(Permission.MANAGE_REFERENCE),
    }
    return render(request, "workspace/reference/holidays.html", context)


@needs(Permission.MANAGE_REFERENCE)
def holiday_new(request: OfficerRequest) -> HttpResponse:
    """Enter a day that the cabinet added or took back."""
    form = HolidayForm(request.POST or None)
    if form.is_bound and form.is_valid() and _entered(request, form):
        say(request, _("Saved."))
        year = form.cleaned_data["day"].year + BE_OFFSET
        return redirect(f"{reverse('workspace:holidays')}?year={year}")
    heading = _("Enter a day")
    context = {
        "form": form,
        "heading": heading,
        "crumbs": frame.crumbs("holidays", heading),
        "back_url": reverse("workspace:holidays"),
        "note": _("It counts for what is promised from now on. Earlier promises keep their day."),
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/reference/form.html", context, status=status)


def _entered(request: OfficerRequest, form: HolidayForm) -> bool:
    by, given = request.officer, form.cleaned_data
    try:
        services.add_holiday(actor_id=by.user_id, actor=by.name, now=timezone.now(), **given)
    except Invalid as refusal:
        put_faults(form, refusal.faults)
        return False
    return True


@require_POST
@needs(Permission.MANAGE_REFERENCE)
def holiday_remove(request: OfficerRequest, holiday_id: int) -> HttpResponse:
    """Take an entered day out again."""
    by = request.officer
    services.remove_holiday(
        actor_id=by.user_id, actor=by.name, now=timezone.now(), holiday_id=holiday_id
    )
    say(request, _("The day was taken out."))
    return redirect("workspace:holidays")
