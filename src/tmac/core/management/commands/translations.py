"""`tmac translations update | check | compile | fill`: keeps the Thai words complete."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tmac.core import catalogues
from tmac.core.literals import literals


class Command(BaseCommand):
    help = "Extract, check and compile the Thai translations of every package."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["update", "check", "compile", "fill"])
        parser.add_argument("packages", nargs="*", help="Only these packages (default: all).")
        parser.add_argument(
            "--words", help="fill: a JSON file {English: Thai}; - reads it from input."
        )

    def handle(self, *, what: str, packages: list[str], words: str | None, **_rest: Any) -> None:
        folders = _named(packages)
        if what == "fill":
            self._fill(folders, words)
        else:
            {"update": self._update, "check": self._check, "compile": self._compile}[what](folders)

    def _update(self, folders: list[Path]) -> None:
        for folder in folders:
            for message in catalogues.update(folder):
                self.stdout.write(f"{folder.name}: left out {message.id!r} = {message.string!r}")

    def _compile(self, folders: list[Path]) -> None:
        made = [path for path in map(catalogues.compile_catalogue, folders) if path]
        self.stdout.write(f"{len(made)} catalogues compiled.")

    def _check(self, folders: list[Path]) -> None:
        problems = [
            f"{fault.package}: {fault.message!r} {fault.problem}"
            for folder in folders
            for fault in catalogues.faults(folder)
        ]
        problems += [
            f"{fault.package}: {fault.message!r} {fault.problem}"
            for fault in catalogues.disagreements(catalogues.packages())
        ]
        problems += [
            f"{found.path.relative_to(catalogues.SOURCE)}:{found.line}: not marked: {found.words}"
            for folder in folders
            for path in sorted(folder.rglob("*.html"))
            for found in literals(path)
        ]
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} messages need a translator.")
        self.stdout.write("Every message has its Thai words.")

    def _fill(self, folders: list[Path], words: str | None) -> None:
        if not words:
            raise CommandError("Give the translator's table with --words FILE.")
        text = sys.stdin.read() if words == "-" else Path(words).read_text(encoding="utf-8")
        table: dict[str, str] = json.loads(text)
        for folder in folders:
            if count := catalogues.fill(folder, table):
                self.stdout.write(f"{folder.name}: {count} filled")


def _named(packages: list[str]) -> list[Path]:
    folders = catalogues.packages()
    unknown = set(packages) - {folder.name for folder in folders}
    if unknown:
        raise CommandError("No such package: " + ", ".join(sorted(unknown)))
    return [folder for folder in folders if not packages or folder.name in packages]
