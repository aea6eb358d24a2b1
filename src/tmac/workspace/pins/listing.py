"""The list of pins: the map's equal for the keyboard. Its filter is its address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tmac.accounts.access import needs
from tmac.accounts.principals import Principal
from tmac.accounts.roles import Permission
from tmac.riskmap import queries as riskmap
from tmac.riskmap.filters import PinFilter
from tmac.riskmap.views import PinRow
from tmac.ui.formats import date_text, number_text
from tmac.ui.icons import icon
from tmac.ui.tables import Column, Table, cells
from tmac.ui.templatetags.tmac import risk_badge
from tmac.workspace.officers import draftable_provinces, moment, officer_of
from tmac.workspace.pins.filters import chips, filter_form

COLUMNS = (
    Column(gettext_lazy("Pin"), sort="code"),
    Column(gettext_lazy("Level"), sort="score"),
    Column(gettext_lazy("Place")),
    Column(gettext_lazy("Agency")),
    Column(gettext_lazy("State"), sort="urgency"),
    Column(gettext_lazy("Due"), sort="due"),
    Column(gettext_lazy("Last followed"), sort="followed"),
)
# The questions behind "more filters", and those of them that are lists to choose from.
SELECTS = (
    *("category", "region", "province", "district", "subdistrict"),
    *("agency_kind", "fy", "q", "owner", "sort"),
)
MORE = (*SELECTS[:-1], "lane", "suppression")


@needs(Permission.VIEW_PINS)
def pins(request: HttpRequest) -> HttpResponse:
    """One page of the pins that the address describes."""
    by = officer_of(request)
    _now, today = moment()
    wanted = PinFilter.from_params(request.GET)
    page = riskmap.pin_page(by, wanted, today)
    form = filter_form(by, wanted, today)
    context = {
        "page": page,
        "table": _table(by, page, wanted, today, draftable_provinces(by)),
        "summary": _summary(page),
        "form": form,
        "selects": [form[name] for name in SELECTS if name in form.fields],
        "more_used": any(getattr(wanted, name) for name in MORE),
        "chips": chips(form, wanted),
        "wanted": wanted,
        "query": wanted.as_query(),
        "filter_query": wanted.changed(size=None).as_query(),
        "views": riskmap.saved_views(by),
        "may_draft": by.may(Permission.DRAFT_PINS),
        "may_import": by.may(Permission.IMPORT_PINS),
    }
    return render(request, "workspace/pins/list.html", context)


def _table(
    by: Principal, page: Any, wanted: PinFilter, today: date, provinces: frozenset[str]
) -> Table:
    rows = riskmap.rows(by, page.object_list, today)
    is_first = not wanted.is_narrowed
    may_make = is_first and bool(provinces)
    new_url = reverse("workspace:pin_new") if may_make else f"{reverse('workspace:pins')}"
    return Table(
        caption=_("Pins"),
        columns=sorted_columns(wanted),
        rows=tuple(cells(COLUMNS, _values(row)) for row in rows),
        empty_title=_("There are no pins yet") if is_first else _("No pin fits these filters"),
        empty_text=_("Mark the first place, or import the notes of a workshop.")
        if may_make
        else _("Take one of the filters away to see more."),
        empty_url=new_url,
        empty_action=_("New pin") if may_make else _("Clear all filters"),
    )


def sorted_columns(wanted: PinFilter) -> tuple[Column, ...]:
    """The heads; each order has one direction, the one that officers ask for."""
    directions = {"code": "ascending", "due": "ascending", "followed": "ascending"}
    made = []
    for column in COLUMNS:
        if not column.sort:
            made.append(column)
            continue
        is_here = wanted.sort == column.sort
        state = directions.get(column.sort, "descending") if is_here else "none"
        url = f"?{wanted.changed(sort=column.sort).as_query()}"
        made.append(Column(column.label, column.sort, column.is_number, url, state))
    return tuple(made)


def _values(row: PinRow) -> tuple[Any, ...]:
    url = reverse("workspace:pin", args=[row.code])
    title = format_html(
        '<span class="pin-cell"><span class="pin-cell__code number">{}</span>'
        '<a href="{}">{}</a></span>',
        row.code,
        url,
        row.display_title,
    )
    return (
        title,
        _level(row),
        row.place_name,
        row.agency_name or "–",
        row.prevention_name or "–",
        _due(row),
        date_text(row.last_followed_at),
    )


def _level(row: PinRow) -> Any:
    if not row.level:
        return _("not scored")
    badge = risk_badge(row.level, verify_first=row.verify_first)
    if not row.is_stoppable:
        return badge
    until = _("until %(day)s") % {"day": date_text(row.stoppable_until)}
    said = _("Can still be stopped")
    return format_html(
        '{}<span class="pin-clock">{}<span class="visually-hidden">{} </span>{}</span>',
        badge,
        icon("clock"),
        said,
        until,
    )


def _due(row: PinRow) -> Any:
    if row.due_on is None:
        return "–"
    if not row.is_overdue:
        return date_text(row.due_on)
    late = _("overdue")
    return format_html('<span class="is-late">{}<br>{}</span>', date_text(row.due_on), late)


def _summary(page: Any) -> str:
    count = page.paginator.count
    said = ngettext("%(n)s pin", "%(n)s pins", count) % {"n": number_text(count)}
    if page.paginator.num_pages < 2:
        return said
    span = _("%(first)s to %(last)s")
    shown = span % {"first": number_text(page.start_index()), "last": number_text(page.end_index())}
    return f"{said} · {shown}"
