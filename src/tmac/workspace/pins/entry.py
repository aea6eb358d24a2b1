"""Writing a pin: a new one, or what a draft or returned one says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.core.errors import Conflict, Fault, Invalid, Refused
from tmac.geography import locating
from tmac.geography import queries as geography
from tmac.riskmap import queries as riskmap
from tmac.riskmap import services
from tmac.riskmap.drafts import PinDraft, SourceDraft
from tmac.riskmap.views import PinView
from tmac.taxonomy.queries import level_one
from tmac.ui import fieldsets, mapping
from tmac.ui.toasts import say
from tmac.workspace import offers, once
from tmac.workspace.officers import draftable_provinces, moment, officer_of
from tmac.workspace.pins.agency_options import AgencyOption, Surroundings, options
from tmac.workspace.pins.attaching import attach
from tmac.workspace.pins.forms import PinForm, SourceForm, filled, pin_categories, source_forms
from tmac.workspace.promoting import went_on
from tmac.workspace.typed import as_typed, number

_STARTS = ("lat", "lon", "subdistrict_code", "title", "note")  # what an address may bring along
_BUTTONS = ("find", "more")  # ask for more to choose from; nothing is judged or saved


@dataclass
class Desk:
    """What one answer shows: the form as typed, with the choices around it."""

    by: Principal
    provinces: frozenset[str]
    data: QueryDict | None = None
    initial: dict[str, Any] = field(default_factory=dict)
    pin: Any = None
    conflict: Conflict | None = None

    def __post_init__(self) -> None:
        given: dict[str, Any] = self.initial
        is_judged = self.data is not None and not any(name in self.data for name in _BUTTONS)
        if self.data is not None:
            given = as_typed(self.data, multiple=("tags",))
        self.agency_text = str(given.get("agency_text") or "")
        self.agency_chosen = number(given.get("agency_id"))
        self.agencies = options(self.agency_text, self._place(given), self.agency_chosen)
        self.form = PinForm(
            self.data if is_judged else None,
            initial=given,
            provinces=self.provinces,
            agencies=[(str(option.id), option.name) for option in self.agencies],
        )
        self.sources = self._source_rows(given, is_judged)
        self.category = str(given.get("category") or "")
        self.note = str(given.get("note") or "")  # the watch note that the pin comes from

    def _place(self, given: dict[str, Any]) -> Surroundings:
        return surroundings(given, self.provinces)

    def _source_rows(self, given: dict[str, Any], is_judged: bool) -> list[SourceForm]:
        if self.pin is not None:
            return []
        rows = number(given.get("source_rows")) or 1
        rows += given.get("more") == "source"
        made = source_forms(self.data if is_judged else None, rows)
        for row in made:
            row.initial = {name: given.get(row.add_prefix(name)) for name in row.fields}
        return made

    @property
    def may_save(self) -> bool:
        """Whether this was sent to be saved, and every question is answered as it must be."""
        if self.data is None or offers.was_pressed(self.data) or not self.form.is_bound:
            return False
        judged = [self.form, *filled(self.sources)]
        return not sum(bool(form.errors) for form in judged)  # every form is judged, not the first

    def draft(self) -> PinDraft:
        """The draft of a valid form."""
        given = dict(self.form.cleaned_data)
        for name in ("agency_text", "version"):
            given.pop(name)
        sources = tuple(SourceDraft(**row.cleaned_data) for row in filled(self.sources))
        given["tags"] = tuple(given["tags"])
        given["agency_kind"] = given["agency_kind"] or ""
        if self.pin is not None:
            given["source_document"] = self.pin.source_document or ""
        return PinDraft(province_code=self._province(given), sources=sources, **given)

    def _province(self, given: dict[str, Any]) -> str:
        if self.pin is not None:
            return str(self.pin.province_code)
        if len(self.provinces) == 1:
            return next(iter(self.provinces))
        if given["subdistrict_code"]:
            return str(given["subdistrict_code"])[:2]
        return locating.locate(given["lon"], given["lat"]).province_code

    def put_faults(self, invalid: Invalid) -> None:
        """Show a service's faults at the questions of the form or of its sources."""
        for fault in invalid.faults:
            row = next((r for r in self.sources if fault.field.startswith(f"{r.prefix}-")), None)
            offers.put_faults(row or self.form, [fault] if row is None else [_inside(row, fault)])


def _inside(row: SourceForm, fault: Fault) -> Fault:
    return replace(fault, field=fault.field.removeprefix(f"{row.prefix}-"))


def surroundings(given: dict[str, Any], provinces: frozenset[str]) -> Surroundings:
    """The place as far as it was given."""
    lat, lon = (_degrees(given.get(name)) for name in ("lat", "lon"))
    subdistrict = str(given.get("subdistrict_code") or "")
    if lat is not None and lon is not None and not subdistrict:
        try:
            subdistrict = locating.locate(lon, lat).subdistrict_code
        except Invalid:
            subdistrict = ""
    province = next(iter(provinces)) if len(provinces) == 1 else subdistrict[:2]
    return Surroundings(province, subdistrict, lon, lat)


def _degrees(value: Any) -> float | None:
    try:
        degrees = float(value)
    except (TypeError, ValueError):
        return None
    return degrees if abs(degrees) <= 180 else None  # neither infinite nor no number


@needs(Permission.DRAFT_PINS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new pin."""
    by = officer_of(request)
    provinces = draftable_provinces(by)
    if not provinces:
        raise Refused(_("You may make pins only in your own province."))
    if request.method == "GET":
        start = {name: request.GET.get(name) for name in _STARTS}
        desk = Desk(by, provinces, initial={key: v for key, v in start.items() if v})
        return _page(request, desk)
    desk = Desk(by, provinces, offers.taken(request.POST))
    return _make(request, desk) if desk.may_save else _page(request, desk)


def _make(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        made, pin = _once(request, desk)
    except Invalid as invalid:
        desk.put_faults(invalid)
        return _page(request, desk)
    if pin is None:
        say(request, _("This pin was saved the first time."), kind="info")
        return HttpResponseRedirect(_after(request, made))
    say(request, _("Draft %(code)s is saved.") % {"code": pin.code})
    went_on(request, pin.code)
    attach(request, pin, request.FILES.getlist("files"))
    return HttpResponseRedirect(_after(request, pin.code))


@transaction.atomic
def _once(request: HttpRequest, desk: Desk) -> tuple[str, Any]:
    """The code of the form's pin; the pin too when this press made it.

    In one transaction: a second press waits for the first, and a refusal gives the form back.
    """
    made = once.made_before(request)
    if made is not None:
        return made, None
    now, _today = moment()
    pin = services.draft_pin(by=desk.by, now=now, draft=desk.draft())
    once.remember(request, pin.code)
    return pin.code, pin


def _after(request: HttpRequest, code: str) -> str:
    if not code:
        return reverse("workspace:pins")
    name = "pin_score" if request.POST.get("go") == "score" else "pin"
    return reverse(f"workspace:{name}", args=[code])


@needs(Permission.VIEW_PINS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """What a draft or returned pin says, written anew."""
    by = officer_of(request)
    pin = riskmap.pin(by, code)
    riskmap.may_edit(by, pin).or_refuse()
    provinces = frozenset({pin.province_code})
    if request.method == "GET":
        return _page(request, Desk(by, provinces, initial=record_of(pin), pin=pin))
    desk = Desk(by, provinces, offers.taken(request.POST), pin=pin)
    return _rewrite(request, desk) if desk.may_save else _page(request, desk)


def _rewrite(request: HttpRequest, desk: Desk) -> HttpResponse:
    now, _today = moment()
    version = desk.form.cleaned_data["version"] or 0
    pin_id, draft = desk.pin.id, desk.draft()
    try:
        services.edit_pin(by=desk.by, now=now, pin_id=pin_id, version=version, draft=draft)
    except Invalid as invalid:
        desk.put_faults(invalid)
        return _page(request, desk)
    except Conflict as conflict:
        desk.conflict = conflict
        offers.retype(desk.form, "version", desk.pin.version)  # saving again keeps one's own
        return _page(request, desk, status=409)
    say(request, _("Your changes are saved."))
    return HttpResponseRedirect(_after(request, desk.pin.code))


def record_of(pin: PinView) -> dict[str, Any]:
    """What a pin says, as the form asks it."""
    same = (
        "lat lon accuracy_m subdistrict_code place_note title what_may_happen category "
        "secondary_category agency_id agency_kind period_from period_to budget_baht project_id "
        "stoppable_until version tags"
    )
    return {name: getattr(pin, name) for name in same.split()}


def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    province = next(iter(desk.provinces)) if len(desk.provinces) == 1 else ""
    judged = [desk.form, *filled(desk.sources)] if desk.form.is_bound else []
    is_wrong = any(form.errors for form in judged)
    context = {
        "form": desk.form,
        "judged": judged,
        "sources": desk.sources,
        "pin": desk.pin,
        "conflict": desk.conflict,
        "categories": pin_categories(province),
        "category_chosen": desk.category,
        "category_open": level_one(desk.category) if desk.category else "",
        "agency_options": desk.agencies,
        "agency_text": desk.agency_text,
        "agency_chosen": desk.agency_chosen,
        "faults": [fault for one in judged for fault in fieldsets.faults(one)],
        "offers": offers.offers_of(*judged),
        "once": request.POST.get(once.FIELD) or once.new_token(),
        "note": desk.note,
        "files_again": bool(request.FILES),
        "map_shapes": mapping.shapes_address(),
        "map_towns": mapping.towns_address(),
        **_home(province),
        **_frame(desk),
    }
    code = status if status != 200 else 422 if is_wrong else 200
    return render(request, "workspace/pins/form.html", context, status=code)


def _home(province_code: str) -> dict[str, Any]:
    """Where the map opens while no point is chosen."""
    area = geography.area(province_code) if province_code else None
    return {"home_lon": area.lon, "home_lat": area.lat, "home_zoom": 9} if area else {}


def _frame(desk: Desk) -> dict[str, Any]:
    here = _("Edit") if desk.pin else _("New pin")
    crumbs = [(_("Pins"), reverse("workspace:pins"))]
    back = reverse("workspace:pins")
    if desk.pin:
        back = reverse("workspace:pin", args=[desk.pin.code])
        crumbs.append((desk.pin.code, back))
    heading = _("Edit %(code)s") % {"code": desk.pin.code} if desk.pin else here
    return {"heading": heading, "crumbs": [*crumbs, (here, "")], "back": back}


@needs(Permission.DRAFT_PINS)
def agency_options(request: HttpRequest) -> HttpResponse:
    """The agencies to choose from, for a name or a place: a part of the form."""
    provinces = draftable_provinces(officer_of(request))
    given = as_typed(request.GET)
    text, chosen = str(given.get("agency_text") or ""), number(given.get("agency_id"))
    found: list[AgencyOption] = options(text, surroundings(given, provinces), chosen)
    context = {"agency_options": found, "agency_text": text, "agency_chosen": chosen}
    return render(request, "workspace/pins/agency_options.html", context)
