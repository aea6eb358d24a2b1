"""What the map is told, as JSON: the records of frontend/src/riskmap/types.ts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tmac.core.thai import ENGLISH_MONTHS, thai_date
from tmac.geography import gazetteer, shapes
from tmac.riskmap.clusters import View
from tmac.riskmap.counts import FEW, AreaCount, AreaTable
from tmac.riskmap.denominators import Per
from tmac.riskmap.ground import Scene
from tmac.riskmap.public import K
from tmac.riskmap.public_tables import PublicArea, PublicTable


def areas_answer(table: AreaTable, shown: Scene) -> dict[str, Any]:
    """The areas with their figures, how to draw them and how to read them."""
    totals = table.totals
    return {
        "level": table.level.lower(),
        "shapes": [{"name": shown.shape, "within": shown.ground.within}],
        "areas": [_area(area) for area in table.areas],
        "total": {
            "count": totals.count,
            "weighted": totals.weighted,
            "levels": totals.levels,
            "resolved": totals.resolved,
        },
        "trail": [{"name": step.name, "params": step.params} for step in shown.trail],
        "per": str(table.per),
        "legend": {
            "title": _("Weighted risk of open pins"),
            "unit": unit(table.per),
            "breaks": [round(limit, 4) for limit in table.breaks],
            "method": _("Classes by natural breaks (Fisher-Jenks)"),
            "basis": _("Open, verified pins; low 1, medium 2, high 4, very high 8"),
            "as_of": day_text(table.as_of),
            "source": _source(table),
            "notes": _notes(table, shown),
        },
    }


def _area(area: AreaCount) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "count": area.count,
        "weighted": area.weighted,
        "levels": area.levels,
        "rate": None if area.rate is None else round(area.rate, 4),
        "denominator": area.denominator,
        "state": str(area.state),
        "class": area.shade,
    }


def unit(per: Per) -> str:
    """What the rates are rates of, after the figure."""
    return {
        Per.AGENCIES: _("points per 100 agencies"),
        Per.RESIDENTS: _("points per 100,000 residents"),
        Per.COUNT: _("points"),
    }[per]


def day_text(day: Any) -> str:
    """A day in the language of the moment, as every other page writes it."""
    if gazetteer.is_thai():
        return thai_date(day)
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _source(table: AreaTable) -> str:
    if not table.source:
        return ""
    year = f" ({table.year_be})" if table.year_be else ""
    return _("Divided by: %(source)s") % {"source": table.source + year}


def _notes(table: AreaTable, shown: Scene) -> list[str]:
    notes = []
    if table.per != Per.COUNT:
        notes.append(_("Hatched: fewer than %(few)d pins, the rate may be far off") % {"few": FEW})
    if shapes.is_approximate():
        notes.append(_("Approximate boundaries: no boundary pack has been imported yet"))
    if not shown.is_confirmed:
        notes.append(_("Some provinces' regions have not been confirmed"))
    return notes


def public_reason(table: PublicTable, shown: Scene) -> str:
    """Why no area shows a figure, "" when one does."""
    if any(area.count for area in table.areas):
        return ""
    name = shown.trail[-1].name
    if table.total:
        text = _(
            "In %(place)s no single part has five pins or more, so no figure is shown by part. "
            "This protects the people involved; it does not mean that there is no risk."
        )
    else:
        text = _(
            "In %(place)s there are fewer than five pins for this choice, or none, so no figure "
            "is shown. Choose another year or kind, or look at a wider area."
        )
    return text % {"place": name}


def public_answer(table: PublicTable, shown: Scene) -> dict[str, Any]:
    """The areas of the public map: counts of at least five, nothing else."""
    notes = [_("Counts under %(k)d are not shown, nor what would reveal them") % {"k": K}]
    if table.unplaced:
        text = _("%(count)d more are counted in the whole, but not told apart by area")
        notes.append(text % {"count": table.unplaced})
    if shapes.is_approximate():
        notes.append(_("Approximate boundaries: no boundary pack has been imported yet"))
    return {
        "level": shown.ground.level.lower(),
        "shapes": [{"name": shown.shape, "within": shown.ground.within}],
        "areas": [_public_area(area) for area in table.areas],
        "total": {"count": table.total, "weighted": 0, "levels": None, "resolved": 0},
        "trail": [{"name": step.name, "params": step.params} for step in shown.trail],
        "per": "count",
        "reason": public_reason(table, shown),
        "legend": {
            "title": _("Pins in the area"),
            "unit": _("pins"),
            "breaks": [round(limit, 4) for limit in table.breaks],
            "method": _("Classes by natural breaks (Fisher-Jenks)"),
            "basis": _("Pins verified by two officers"),
            "as_of": day_text(table.as_of),
            "source": "",
            "few": _("Fewer than %(k)d, or none") % {"k": K},
            "notes": notes,
        },
    }


def _public_area(area: PublicArea) -> dict[str, Any]:
    return {
        "code": area.code,
        "name": area.name,
        "count": area.count or 0,
        "weighted": area.count or 0,
        "levels": None,
        "rate": area.count,
        "denominator": None,
        "state": str(area.state),
        "class": area.shade,
    }


def pins_answer(shown: View) -> dict[str, Any]:
    """Clusters and single pins of a frame."""
    return {
        "count": shown.count,
        "clusters": [
            {
                "lon": cluster.lon,
                "lat": cluster.lat,
                "count": cluster.count,
                "level": cluster.level,
                "ids": cluster.ids,
            }
            for cluster in shown.clusters
        ],
        "pins": [
            {
                "id": pin.id,
                "lon": pin.lon,
                "lat": pin.lat,
                "level": pin.level,
                "verify": pin.verify_first,
                "stoppable": pin.is_stoppable,
            }
            for pin in shown.points
        ],
    }


def year_choices(newest: int, oldest: int = 2563) -> list[int]:
    """The fiscal years of the slider, oldest first; `newest` is the present one."""
    return list(range(min(oldest, newest), newest + 1))
