"""The tips of the unit, the most pressing first. Their filter is their address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.tips import queries as tips
from tmac.tips.queries import TipFilter
from tmac.ui.formats import number_text
from tmac.workspace.keys.state import key_state
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.tips.filters import PILLS, SELECTS, chips, filter_form
from tmac.workspace.tips.subjects import answers_subjects


@needs(Permission.VIEW_TIPS)
@require_GET
def tips_list(request: HttpRequest) -> HttpResponse:
    """One page of the tips that the address describes."""
    by = officer_of(request)
    now, today = moment()
    wanted = TipFilter.from_params(request.GET)
    found = tips.tips_of(by, wanted, now)
    form = filter_form(by, wanted)
    used = chips(form, wanted)
    context = {
        "page": found.page,
        "counts": found.counts,
        "summary": _summary(found.page),
        "form": form,
        "pills": [(form[name], getattr(found.counts, name, 0)) for name in PILLS],
        "selects": [form[name] for name in SELECTS if name in form.fields],
        "more_used": bool(wanted.state or wanted.closed)
        or any(getattr(wanted, name) for name in SELECTS[:-1]),
        "chips": used,
        "answers_subjects": answers_subjects(by),
        "wanted": wanted,
        "today": today,
        "key_state": key_state(by, now),
        "may_handle": by.may(Permission.HANDLE_TIPS),
        "may_note": by.may(Permission.WRITE_WATCH_NOTES),
    }
    return render(request, "workspace/tips/list.html", context)


def _summary(page: Any) -> str:
    count = page.paginator.count
    said = ngettext("%(n)s tip", "%(n)s tips", count) % {"n": number_text(count)}
    if page.paginator.num_pages < 2:
        return said
    span = _("%(first)s to %(last)s")
    shown = span % {"first": number_text(page.start_index()), "last": number_text(page.end_index())}
    return f"{said} · {shown}"
