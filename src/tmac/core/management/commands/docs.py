"""`tmac docs write | check`: the generated pages of docs/."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tmac.core import documents


class Command(BaseCommand):
    help = "Write the pages of docs/ that come from the code, or check that they are current."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["write", "check"])

    def handle(self, *, what: str, **_options: Any) -> None:
        folder = settings.ROOT / "docs"
        if what == "write":
            for page in documents.write(folder):
                self.stdout.write(f"wrote docs/{page.path}")
            return
        if old := documents.outdated(folder):
            names = ", ".join(f"docs/{page.path}" for page in old)
            raise CommandError(f"Not what the code says: {names}. Run ./tmac docs write")
        self.stdout.write("The generated pages say what the code says.")
