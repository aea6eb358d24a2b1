"""Filters that an officer keeps under a name: keep, rename, remove one's own."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid
from tmac.riskmap import queries as riskmap
from tmac.riskmap import services
from tmac.riskmap.filters import PinFilter
from tmac.ui import fieldsets
from tmac.ui.toasts import say
from tmac.workspace import offers
from tmac.workspace.fields import LineField
from tmac.workspace.officers import moment, officer_of
from tmac.workspace.pins.filters import filter_form, words_of


class ViewForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name of the view"),
        max_length=80,
        help_text=gettext_lazy("Such as: red in Mueang, my roads"),
    )


@needs(Permission.VIEW_PINS)
@require_http_methods(["GET", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """The officer's own views, and a form that keeps the filter of the address."""
    by = officer_of(request)
    now, today = moment()
    wanted = PinFilter.from_params(request.GET)
    form = ViewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.save_view(by=by, now=now, name=form.cleaned_data["name"], wanted=wanted)
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        else:
            say(request, _("The view is kept."))
            return HttpResponseRedirect(f"{reverse('workspace:pins')}?{wanted.as_query()}")
    kept = [
        (view, words_of(filter_form(by, held, today), held))
        for view in riskmap.saved_views(by)
        if (held := PinFilter.from_params(QueryDict(view.query)))
    ]
    context = {
        "form": form,
        "faults": fieldsets.faults(form) if form.is_bound else [],
        "kept": kept,
        "wanted": wanted,
        "words": words_of(filter_form(by, wanted, today), wanted),
        "crumbs": [(_("Pins"), reverse("workspace:pins")), (_("Saved views"), "")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "workspace/pins/views.html", context, status=status)


@needs(Permission.VIEW_PINS)
@require_POST
def rename(request: HttpRequest, view_id: int) -> HttpResponse:
    """The same filter under another name."""
    by = officer_of(request)
    view = get_object_or_404(riskmap.saved_views(by), pk=view_id)
    now, _today = moment()
    name = request.POST.get("name", "")
    try:
        with transaction.atomic():
            wanted = PinFilter.from_params(QueryDict(view.query))
            made = services.save_view(by=by, now=now, name=name, wanted=wanted)
            if made.pk != view.pk:
                services.forget_view(by=by, now=now, view_id=view.pk)
    except Invalid as invalid:
        say(request, str(invalid), kind="error")
    else:
        say(request, _("The view is renamed."))
    return HttpResponseRedirect(reverse("workspace:pin_views"))


@needs(Permission.VIEW_PINS)
@require_POST
def forget(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove one of one's own views."""
    now, _today = moment()
    services.forget_view(by=officer_of(request), now=now, view_id=view_id)
    say(request, _("The view is removed."))
    return HttpResponseRedirect(reverse("workspace:pin_views"))
