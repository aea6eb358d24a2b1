"""`tmac receipt`: check a receipt offline, and copy the public log and heads elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tmac.vault import receipts_offline


class Command(BaseCommand):
    help = "Verifies a receipt from files alone, or exports the receipt log and its signed heads."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        receipts_offline.add_arguments(tasks.add_parser("verify", help="needs no database"))
        export = tasks.add_parser("export", help="writes receipt-log.jsonl and receipt-heads.jsonl")
        export.add_argument("--out", type=Path, required=True, help="the folder for both files")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["task"] == "export":
            self._export(options["out"])
            return
        given = {name: options[name] for name in ("log", "heads")}
        keys = options["key"] or ()
        code = receipts_offline.verify(options["file"], **given, keys=keys, say=self.stdout.write)
        if code:
            sys.exit(code)

    def _export(self, folder: Path) -> None:
        from tmac.vault import receipts

        folder.mkdir(parents=True, exist_ok=True)
        # The heads first: the log may grow meanwhile, and must hold what every head was signed for.
        files = {
            "receipt-heads.jsonl": receipts.head_lines,
            "receipt-log.jsonl": receipts.log_lines,
        }
        for name, lines in files.items():
            half = folder / f"{name}.part"
            with half.open("w", encoding="utf-8") as out:
                out.writelines(lines())
            half.replace(folder / name)
            self.stdout.write(str(folder / name))
