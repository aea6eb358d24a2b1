"""Pinning workshops: opening one, forty notes in an evening, and the map on the wall."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tmac.accounts import queries as accounts
from tmac.accounts.access import needs
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Invalid, Refused
from tmac.geography import queries as geography
from tmac.riskmap import policies, services
from tmac.riskmap import queries as riskmap
from tmac.riskmap.drafts import PinDraft
from tmac.riskmap.queries import WorkshopInfo
from tmac.riskmap.views import PinRow
from tmac.ui import fieldsets
from tmac.ui.formats import named
from tmac.ui.toasts import say
from tmac.workspace import offers
from tmac.workspace.officers import draftable_provinces, moment, officer_of
from tmac.workspace.typed import number
from tmac.workspace.workshop import reading, wall
from tmac.workspace.workshop.forms import NoteForm, WorkshopForm

LATEST = 12
_KEPT = ("kind", "place", "agency_kind")  # stay from one note to the next


@needs(Permission.VIEW_PINS)
def workshops(request: HttpRequest) -> HttpResponse:
    """The workshops of this officer's provinces, the newest first."""
    by = officer_of(request)
    held = riskmap.workshops(by)
    context = {"workshops": held, "may_open": bool(_openable(request))}
    return render(request, "workspace/workshop/workshops.html", context)


def _openable(request: HttpRequest) -> list[str]:
    by = officer_of(request)
    near = draftable_provinces(by)
    return sorted(code for code in near if policies.may_open_workshop(by, code))


@needs(Permission.RECORD_WORKSHOP)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Open a workshop and name its recorders."""
    by = officer_of(request)
    now, today = moment()
    provinces = _openable(request)
    if not provinces:
        raise Refused(_("You may open a workshop only in your own province."))
    form = WorkshopForm(
        offers.taken(request.POST) if request.method == "POST" else None,
        initial={"held_on": today, "group_count": 10, "province_code": provinces[0]},
        provinces=[(code, named(geography.area(code))) for code in provinces],
        people=[
            (str(user.pk), user.name_th)
            for code in provinces
            for user in accounts.officers_in(code, now)
            if user.pk != by.user_id
        ],
    )
    if form.is_bound and not offers.was_pressed(request.POST) and form.is_valid():
        try:
            made = services.open_workshop(by=by, now=now, workshop=form.draft())
        except Invalid as invalid:
            offers.put_faults(form, invalid.faults)
        else:
            say(request, _("The workshop is open. Type the first note."))
            return HttpResponseRedirect(reverse("workspace:workshop", args=[made.pk]))
    is_wrong = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "faults": fieldsets.faults(form) if is_wrong else [],
        "offers": offers.offers_of(form) if is_wrong else [],
        "crumbs": [(_("Pinning workshops"), reverse("workspace:workshops")), (_("Open one"), "")],
    }
    return render(request, "workspace/workshop/open.html", context, status=422 if is_wrong else 200)


@needs(Permission.VIEW_PINS)
@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest, workshop_id: int) -> HttpResponse:
    """The desk of a recorder: type, press Enter, type the next."""
    by = officer_of(request)
    held = riskmap.workshop(by, workshop_id)
    table = _table(request, held)
    if request.method == "GET":
        return _desk(request, held, table, _fresh(request, held, table))
    held.may_record.or_refuse()
    form = NoteForm(offers.taken(request.POST))
    if offers.was_pressed(request.POST) or not form.is_valid():
        return _desk(request, held, table, form)
    try:
        said = _record(request, held, table, form)
    except Invalid as invalid:
        offers.put_faults(form, _at_questions(invalid))
        return _desk(request, held, table, form)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _desk(request, held, table, form)
    say(request, said)
    return HttpResponseRedirect(f"{_address(held)}?{_carried(table, form)}")


def _table(request: HttpRequest, held: WorkshopInfo) -> int:
    given = number(request.GET.get("table")) or 1
    return min(max(given, 1), held.group_count)


def _address(held: WorkshopInfo) -> str:
    return reverse("workspace:workshop", args=[held.id])


def _carried(table: int, form: NoteForm) -> str:
    params = QueryDict(mutable=True)
    params["table"] = str(table)
    for name in _KEPT:
        params[name] = form.cleaned_data[name]
    return params.urlencode()


def _fresh(request: HttpRequest, held: WorkshopInfo, table: int) -> NoteForm:
    """An empty line with what stays from the last note; or the last note taken back."""
    given = {name: request.GET.get(name, "") for name in _KEPT}
    given["agency_kind"] = given["agency_kind"] or "SAO"
    start: dict[str, Any] = {"note_no": riskmap.last_note_no(held.id, table) + 1, **given}
    code = request.GET.get("back", "")
    if code:
        pin = riskmap.pin(officer_of(request), code)
        start |= {
            "line": pin.title,
            "kind": pin.category_name,
            "place": _place_words(pin, held.province_code),
            "agency_kind": pin.agency_kind,
            "note_no": pin.note_no,
            "again": pin.code,
            "version": pin.version,
        }
    return NoteForm(initial=start)


def _place_words(pin: PinRow, province_code: str) -> str:
    code = pin.subdistrict_code or pin.district_code
    return next((one.words for one in reading.places(province_code) if one.code == code), "")


def _record(request: HttpRequest, held: WorkshopInfo, table: int, form: NoteForm) -> str:
    """Record the note, or write a note that was taken back anew; the sentence for the toast."""
    by, (now, _today) = officer_of(request), moment()
    given = form.cleaned_data
    draft = _draft(held, given)
    if given["again"]:
        pin = riskmap.pin(by, given["again"])
        services.edit_pin(by=by, now=now, pin_id=pin.id, version=given["version"] or 0, draft=draft)
        return _("Note %(n)s is corrected.") % {"n": given["note_no"]}
    made = services.record_note(
        by=by,
        now=now,
        workshop_id=held.id,
        group_no=table,
        note_no=given["note_no"],
        draft=draft,
    )
    said = _("Note %(n)s of table %(t)s is on the map.")
    if not made.is_new:
        said = _("Note %(n)s of table %(t)s was recorded already.")
    return said % {"n": given["note_no"], "t": table}


def _draft(held: WorkshopInfo, given: dict[str, Any]) -> PinDraft:
    category = reading.kind_of(given["kind"], held.province_code)
    area = reading.place_of(given["place"], held.province_code)
    return PinDraft(
        category=category,
        agency_kind=given["agency_kind"],
        province_code=held.province_code,
        title=given["line"],
        district_code=area[:4],
        subdistrict_code=area if len(area) == 6 else "",
    )


def _at_questions(invalid: Invalid) -> list[Any]:
    """Faults of the draft at the questions of the desk."""
    names = {"title": "line", "category": "kind", "subdistrict_code": "place", "lat": "place"}
    return [replace(fault, field=names.get(fault.field, fault.field)) for fault in invalid.faults]


def _desk(request: HttpRequest, held: WorkshopInfo, table: int, form: NoteForm) -> HttpResponse:
    by, (_now, today) = officer_of(request), moment()
    numbers = riskmap.note_numbers(held.id)
    counts = Counter(group for group, _note in numbers.values())
    rows = riskmap.workshop_notes(by, held.id, today, limit=LATEST)
    is_wrong = form.is_bound and bool(form.errors)
    context = {
        "workshop": held,
        "table": table,
        "tables": [(n, counts.get(n, 0)) for n in range(1, held.group_count + 1)],
        "here": counts.get(table, 0),
        "total": len(numbers),
        "notes": [(*numbers.get(row.id, (0, 0)), row) for row in rows],
        "form": form,
        "kinds": reading.kinds(held.province_code),
        "places": reading.places(held.province_code),
        "faults": fieldsets.faults(form) if is_wrong else [],
        "offers": offers.offers_of(form) if is_wrong else [],
        "may_close": bool(policies.may_open_workshop(by, held.province_code)),
        "crumbs": [(_("Pinning workshops"), reverse("workspace:workshops")), (held.name, "")],
    }
    status = 422 if is_wrong else 200
    return render(request, "workspace/workshop/desk.html", context, status=status)


@needs(Permission.VIEW_PINS)
def on_the_wall(request: HttpRequest, workshop_id: int) -> HttpResponse:
    """The map for the projector; its middle part asks for itself anew every few seconds."""
    by, (now, today) = officer_of(request), moment()
    held = riskmap.workshop(by, workshop_id)
    rows = riskmap.workshop_notes(by, held.id, today)
    numbers = riskmap.note_numbers(held.id)
    ground = wall.ground(held.province_code)
    context = {
        "workshop": held,
        "ground": ground,
        "dots": wall.dots(ground.frame, rows),
        "width": wall.WIDTH,
        "total": len(numbers),
        "kinds": Counter(row.category_name for row in rows).most_common(8),
        "tables": sorted(Counter(group for group, _note in numbers.values()).items()),
        "latest": [(*numbers.get(row.id, (0, 0)), row) for row in rows[:6]],
        "now": now,
    }
    is_part = request.headers.get("HX-Request") == "true"
    name = "wall_part" if is_part else "wall"
    return render(request, f"workspace/workshop/{name}.html", context)


@needs(Permission.RECORD_WORKSHOP)
@require_POST
def close(request: HttpRequest, workshop_id: int) -> HttpResponse:
    """End the recording, and with it the permission of the recorders."""
    by, (now, _today) = officer_of(request), moment()
    held = riskmap.workshop(by, workshop_id)
    services.close_workshop(by=by, now=now, workshop_id=held.id)
    say(request, _("The workshop is closed. Its notes wait as drafts in the list."))
    return HttpResponseRedirect(reverse("workspace:workshops"))
