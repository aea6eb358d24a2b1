"""The registry: finding a body and reading its page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.agencies import queries
from tmac.core.errors import NotFound
from tmac.core.paging import page_of
from tmac.core.sheets import csv_bytes
from tmac.geography import queries as geography
from tmac.workspace.agencies.forms import FilterForm

_MOST_EXPORTED = 20_000


@needs(Permission.VIEW_AGENCIES)
def agency_list(request: OfficerRequest) -> HttpResponse:
    """Bodies by name, type and province; the address holds the filter."""
    form = FilterForm(request.GET or None, initial=_own_province(request))
    wanted = (
        form.wanted()
        if form.is_bound
        else queries.AgencyFilter(province_code=_own_province(request).get("province", ""))
    )
    rows = queries.agencies(wanted)
    if request.GET.get("export"):
        return _exported([queries.info(row) for row in rows[:_MOST_EXPORTED]])
    page = page_of(rows, request.GET.get("page"), request.GET.get("size"))
    params = request.GET.copy()
    params["export"] = "csv"
    context = {
        "form": form,
        "page": page,
        "bodies": [queries.info(row) for row in page.object_list],
        "may_manage": request.officer.may(Permission.MANAGE_AGENCIES),
        "export_url": f"?{params.urlencode()}",
        "reset_url": f"{reverse('workspace:agencies')}?text=" if request.GET else "",
    }
    return render(request, "workspace/agencies/list.html", context)


def _own_province(request: OfficerRequest) -> dict[str, str]:
    """An officer of one province begins with the bodies of that province."""
    reached = {code for grant in request.officer.grants for code in grant.provinces or ()}
    is_wider = any(grant.provinces is None for grant in request.officer.grants)
    return {"province": reached.pop()} if len(reached) == 1 and not is_wider else {}


def _exported(bodies: list[queries.AgencyInfo]) -> HttpResponse:
    heads = [_("Code"), _("Type"), _("Name in Thai"), _("Name in English"), _("Area"), _("Place")]
    rows = [(b.code, b.kind_label, b.name_th, b.name_en, b.area_code, b.place) for b in bodies]
    answer = HttpResponse(csv_bytes(heads, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agencies.csv"'
    return answer


@needs(Permission.VIEW_AGENCIES)
def agency_page(request: OfficerRequest, agency_id: int) -> HttpResponse:
    """One body: what it is, where it is, what it answers for."""
    details = queries.details(agency_id)
    if details is None:
        raise NotFound(_("There is no such agency."))
    context = {
        "body": details.agency,
        "details": details,
        "place": details.agency.place,
        "areas": [(geography.full_name(code), code, whole) for code, whole in details.areas],
        "may_manage": request.officer.may(Permission.MANAGE_AGENCIES),
        "crumbs": [(_("Agencies"), reverse("workspace:agencies")), (details.agency.name, "")],
    }
    return render(request, "workspace/agencies/page.html", context)
