"""Which boundaries and population figures are in use, and what the importer reported."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tmac.accounts.access import OfficerRequest, needs
from tmac.accounts.roles import Permission
from tmac.geography import shapes
from tmac.geography.boundaries.findings import Gravity, Report
from tmac.geography.gazetteer import Level
from tmac.geography.population import years_held
from tmac.workspace.reference import frame


@needs(Permission.VIEW_PINS)
def boundary_status(request: OfficerRequest) -> HttpResponse:
    """The pack in use with its attribution and report, and the years of population."""
    status = shapes.status()
    report = Report.from_json(status.report)
    context = {
        "tabs": frame.tabs("boundaries"),
        "status": status,
        "levels": [
            _measured(Level(level), count, report) for level, count in status.levels.items()
        ],
        "findings": [f for gravity in Gravity for f in report.of(gravity)],
        "years": years_held(),
        "is_operator": request.officer.may(Permission.MANAGE_REFERENCE),
    }
    return render(request, "workspace/reference/boundaries.html", context)


def _measured(level: Level, count: int, report: Report) -> dict[str, object]:
    area = report.levels.get(level, {}).get("area_km2")
    return {"label": level.label, "count": count, "area_km2": area}
