"""Which province belongs to which region of a scheme, on which day, and by what evidence."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid, NotFound
from tmac.geography import queries, services
from tmac.ui.toasts import say
from tmac.workspace.offers import put_faults
from tmac.workspace.officers import moment
from tmac.workspace.reference import frame
from tmac.workspace.reference.forms import MoveForm


@needs(Permission.VIEW_PINS)
def region_list(request: OfficerRequest) -> HttpResponse:
    """The regions of a scheme as they are today, with the evidence of every membership."""
    schemes = queries.schemes()
    codes = [scheme.code for scheme in schemes]
    here = request.GET.get("scheme", "")
    here = here if here in codes else (codes[0] if codes else "")
    today = moment()[1]
    held = {m.province_code: m for m in queries.memberships_told(here, today)}
    near = frame.provinces_reached(request.officer)
    own = next((held[p.code].region_code for p in near if p.code in held), "")
    regions = [_told(region, held) for region in queries.regions(here, today)]
    address = reverse("workspace:regions")
    context = {
        "tabs": frame.tabs("regions"),
        "schemes": [(s.name, f"{address}?scheme={s.code}", s.code == here) for s in schemes],
        "scheme": here,
        "regions": regions,
        "opened": request.GET.get("region", own),
        "unconfirmed": sum(not m.is_confirmed for m in held.values()),
        "may_manage": request.officer.may(Permission.MANAGE_REFERENCE),
    }
    return render(request, "workspace/reference/regions.html", context)


Rows = list[tuple[str, queries.MembershipInfo]]


def _told(
    region: queries.RegionInfo, held: dict[str, queries.MembershipInfo]
) -> tuple[queries.RegionInfo, Rows, int]:
    """A region, its provinces by name with their memberships, and how many lack a source."""
    rows = [(queries.full_name(code), held[code]) for code in region.province_codes]
    return region, rows, sum(not membership.is_confirmed for _name, membership in rows)


@needs(Permission.MANAGE_REFERENCE)
def region_move(request: OfficerRequest, scheme: str, province: str) -> HttpResponse:
    """Record that a province belongs to a region from a day on, with the evidence."""
    today = moment()[1]
    found, area = queries.regions(scheme, today), queries.area(province)
    current = queries.region_of(province, scheme, today)
    if not found or area is None or area.level != queries.Level.PROVINCE:
        raise NotFound(_("There is no such region or province."))
    initial = {"region": current.code if current else "", "from_on": today}
    form = MoveForm(request.POST or None, initial=initial, regions=found)
    if form.is_bound and form.is_valid() and _moved(request, form, scheme, province):
        say(request, _("Saved. The map and the counts follow from that day on."))
        region = form.cleaned_data["region"]
        return redirect(f"{reverse('workspace:regions')}?scheme={scheme}&region={region}")
    heading = _("Region of %(name)s") % {"name": area.name}
    context = {
        "form": form,
        "heading": heading,
        "crumbs": frame.crumbs("regions", heading),
        "back_url": f"{reverse('workspace:regions')}?scheme={scheme}",
        "note": _(
            "What was before that day stays as it is. The same region with new evidence "
            "confirms it."
        ),
        "history": queries.membership_history(province, scheme),
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/reference/move.html", context, status=status)


def _moved(request: OfficerRequest, form: MoveForm, scheme: str, province: str) -> bool:
    by, given = request.officer, form.cleaned_data
    try:
        services.move_province(
            actor_id=by.user_id,
            actor=by.name,
            now=timezone.now(),
            scheme=scheme,
            province_code=province,
            region_code=given["region"],
            from_on=given["from_on"],
            evidence=given["evidence"],
            is_confirmed=given["is_confirmed"],
        )
    except Invalid as refusal:
        put_faults(form, refusal.faults)
    except Conflict as refusal:
        form.add_error("from_on", str(refusal))
    return not form.errors
