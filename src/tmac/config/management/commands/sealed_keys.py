"""`tmac sealed_keys`: the part of a backup that is kept for a short time only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tmac.config import keeping


class Command(BaseCommand):
    help = "Names, exports or imports the sealed keys, which are backed up apart from the rest."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("tables", help="the tables that a long-lived backup leaves empty")
        tasks.add_parser("export", help="writes them").add_argument("file", type=Path)
        tasks.add_parser("import", help="puts them back").add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["task"] == "tables":
            self.stdout.write("\n".join(keeping.key_tables()))
        elif options["task"] == "export":
            with options["file"].open("w", encoding="utf-8") as out:
                out.writelines(keeping.key_lines())
        else:
            with options["file"].open(encoding="utf-8") as lines:
                kept, left_out = keeping.take_in(lines)
            self.stdout.write(f"{kept} sealed keys are back; {left_out} had no report any more.")
