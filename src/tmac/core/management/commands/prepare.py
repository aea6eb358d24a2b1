"""`tmac prepare`: everything between the installed code and a server that can start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import timezone

from tmac.core import catalogues, preparing


class Command(BaseCommand):
    help = "Compile, migrate, collect, load reference data and, on a trial, the demonstration data."

    def handle(self, **_options: Any) -> None:
        for folder in catalogues.packages():
            catalogues.compile_catalogue(folder)
        if preparing.has_migrations_to_run():
            self.stdout.write("* Preparing the database ...")
            call_command("migrate", verbosity=0)
        if preparing.collect_static():
            self.stdout.write("* Collected and compressed the static files.")
        call_command("setup", stdout=self.stdout)
        if settings.DEMO and "demo" in get_commands():
            self._demonstrate()
        self.stdout.write(self.style.SUCCESS(f"TMAC is at {settings.ORIGIN}"))

    def _demonstrate(self) -> None:
        if not preparing.is_loaded("demo", "1"):
            self.stdout.write("* Making the demonstration data (once) ...")
            call_command("demo", "seed", stdout=self.stdout)
            preparing.note_loaded("demo", "1", timezone.now())
        call_command("demo", "logins", stdout=self.stdout)
