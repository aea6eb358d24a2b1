"""`tmac geography import|status|population`: boundary packs and population figures."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tmac.core.errors import Invalid
from tmac.geography import shapes
from tmac.geography.boundaries.findings import Gravity, Report
from tmac.geography.boundaries.importing import import_pack
from tmac.geography.gazetteer import Level
from tmac.geography.population import import_population, years_held

ACTOR = "command line"


class Command(BaseCommand):
    help = "Import a boundary pack or population figures, or show what is in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=["th", "en"], default="th")
        verbs = parser.add_subparsers(dest="verb", required=True)
        pack = verbs.add_parser("import", help="GeoJSON or TopoJSON, gzip too: a file or a folder")
        pack.add_argument("path", type=Path)
        pack.add_argument("--name", default="", help="how the status page calls the pack")
        pack.add_argument("--attribution", default="", help="the credit line shown on the map")
        verbs.add_parser("status", help="the boundaries and population figures in use")
        figures = verbs.add_parser("population", help="CSV or XLSX: a file or a folder of them")
        figures.add_argument("path", type=Path)
        figures.add_argument("--year", type=int, help="Buddhist year, when no column says it")
        figures.add_argument("--source", default="", help="who published the figures")

    def handle(self, *args: Any, **options: Any) -> None:
        act = {"import": self.take_pack, "status": self.status, "population": self.take_figures}
        with translation.override(options["language"]):
            try:
                act[options["verb"]](options)
            except Invalid as fault:
                rows = [self._told(f.message, f.row) for f in fault.faults]
                raise CommandError("\n".join(rows)) from fault

    @staticmethod
    def _told(message: object, row: int | None) -> str:
        return str(message) if row is None else _("Row %(row)s: ") % {"row": row} + str(message)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def take_pack(self, options: dict[str, Any]) -> None:
        started = time.monotonic()
        outcome = import_pack(
            options["path"],
            now=timezone.now(),
            actor_id=None,
            actor=ACTOR,
            say=self.say,
            name=options["name"],
            attribution=options["attribution"],
        )
        self.tell(outcome.report)
        if not outcome.version:
            raise CommandError(_("The pack was refused. Nothing has changed."))
        took = {"version": outcome.version, "seconds": round(time.monotonic() - started)}
        self.say(_("Boundaries %(version)s are in use. It took %(seconds)s s.") % took)

    def tell(self, report: Report) -> None:
        """Every finding, the gravest first, then the measures of each level."""
        heads = {
            Gravity.REFUSED: _("REFUSED"),
            Gravity.REPAIRED: _("Repaired"),
            Gravity.MAPPED: _("Mapped"),
            Gravity.NOTE: _("Note"),
        }
        for gravity, head in heads.items():
            for finding in report.of(gravity):
                level = f" [{Level(finding.level).label}]" if finding.level else ""
                self.say(f"{head}{level}: {finding.sentence}")
        for level, measured in report.levels.items():
            line = _("%(level)s: %(shapes)s shapes, %(area_km2)s km2")
            self.say(line % {"level": Level(level).label, **measured})

    def status(self, options: dict[str, Any]) -> None:
        status = shapes.status()
        self.say(_("Boundaries: %(name)s") % {"name": status.name})
        self.say(_("Version: %(version)s") % {"version": status.version})
        self.say(_("Attribution: %(line)s") % {"line": status.attribution})
        if status.is_approximate:
            self.say(_("Approximate boundaries; import a pack with: tmac geography import PATH"))
        for level, count in status.levels.items():
            self.say(f"  {Level(level).label}: {count}")
        for held in years_held():
            line = _("Population of %(year)s: %(count)s areas, source: %(source)s")
            self.say(line % {"year": held.year_be, "count": held.count, "source": held.source})

    def take_figures(self, options: dict[str, Any]) -> None:
        outcome = import_population(
            options["path"],
            year_be=options["year"],
            source=options["source"],
            now=timezone.now(),
            actor_id=None,
            actor=ACTOR,
        )
        for line in outcome.mapped:
            self.say(line)
        done = {"count": outcome.count, "years": ", ".join(map(str, outcome.years_be))}
        self.say(_("%(count)s figures for %(years)s are in.") % done)
