"""The categories of risk: national ones, and those that a province adds below them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Invalid, NotFound
from tmac.geography import queries as geography
from tmac.taxonomy import queries, services
from tmac.ui.toasts import say
from tmac.workspace.offers import put_faults
from tmac.workspace.reference import frame
from tmac.workspace.reference.forms import CategoryForm


@needs(Permission.VIEW_PINS)
def category_list(request: OfficerRequest) -> HttpResponse:
    """Every category with its question; the province chosen adds its own."""
    near = frame.provinces_reached(request.officer)
    wanted = request.GET.get("province") or (near[0].code if len(near) == 1 else "")
    province = geography.area(wanted) if wanted in geography.province_codes() else None
    code = province.code if province else ""
    context = {
        "tabs": frame.tabs("reference"),
        "tops": queries.categories(code, with_retired=True),
        "province": province,
        "provinces": near if len(near) > 1 else [],
        "may_extend": request.officer.may(Permission.EXTEND_CATEGORIES),
        "may_change": bool(code and frame.may_extend(request.officer, code)),
    }
    return render(request, "workspace/reference/categories.html", context)


@needs(Permission.EXTEND_CATEGORIES)
def category_new(request: OfficerRequest) -> HttpResponse:
    """Add a level-2 category to one's own province."""
    by = request.officer
    near = [p for p in frame.provinces_reached(by) if frame.may_extend(by, p.code)]
    form = CategoryForm(request.POST or None, provinces=near, tops=queries.categories())
    if form.is_bound and form.is_valid() and _added(request, form):
        say(request, _("The category can be chosen now."))
        province = form.cleaned_data["province"]
        return redirect(f"{reverse('workspace:reference')}?province={province}")
    heading = _("Add a category of the province")
    context = {
        "form": form,
        "heading": heading,
        "crumbs": frame.crumbs("reference", heading),
        "back_url": reverse("workspace:reference"),
        "note": _(
            "The first level is the same in the whole country, so that the figures of provinces "
            "can be compared. Below it your province may add what it meets."
        ),
    }
    status = 422 if form.errors else 200
    return render(request, "workspace/reference/form.html", context, status=status)


def _added(request: OfficerRequest, form: CategoryForm) -> bool:
    given, by = form.cleaned_data, request.officer
    frame.may_extend(by, given["province"]).or_refuse()
    new = services.NewCategory(
        parent=given["parent"],
        province_code=given["province"],
        name_th=given["name_th"],
        name_en=given["name_en"],
        question_th=given["question_th"],
        question_en=given["question_en"],
    )
    try:
        services.extend_category(actor_id=by.user_id, actor=by.name, now=timezone.now(), new=new)
    except Invalid as refusal:
        put_faults(form, refusal.faults)
        return False
    return True


@require_POST
@needs(Permission.EXTEND_CATEGORIES)
def category_retire(request: OfficerRequest, code: str) -> HttpResponse:
    """Take a category of the province out of the choices; the toast can undo it."""
    undo = reverse("workspace:category_restore", args=[code])
    answer = _switched(request, code, is_active=False)
    say(request, _("The category is no longer offered. Pins keep it."), undo_url=undo)
    return answer


@require_POST
@needs(Permission.EXTEND_CATEGORIES)
def category_restore(request: OfficerRequest, code: str) -> HttpResponse:
    """Offer a retired category again."""
    answer = _switched(request, code, is_active=True)
    say(request, _("The category is offered again."))
    return answer


def _switched(request: OfficerRequest, code: str, *, is_active: bool) -> HttpResponse:
    found, by = queries.category(code), request.officer
    if found is None or not found.province_code:
        raise NotFound(_("There is no such category of a province."))
    frame.may_extend(by, found.province_code).or_refuse()
    services.retire_category(
        actor_id=by.user_id, actor=by.name, now=timezone.now(), code=code, is_active=is_active
    )
    return redirect(f"{reverse('workspace:reference')}?province={found.province_code}")
