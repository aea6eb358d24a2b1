"""`tmac prepare`: everything between the installed code and a server that can start."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils import timezone

from tmac.core import catalogues, preparing

LOCAL = "127.0.0.1"  # no passkey can be bound to an address of numbers (WebAuthn, RP ID)


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
        if named := named_address(settings.ORIGIN, settings.ALLOWED_HOSTS):
            self.stdout.write(f"To try passkeys, open {named}: they need a name, not a number.")

    def _demonstrate(self) -> None:
        if not preparing.is_loaded("demo", "1"):
            self.stdout.write("* Making the demonstration data (once) ...")
            call_command("demo", "seed", stdout=self.stdout)
            preparing.note_loaded("demo", "1", timezone.now())
        call_command("demo", "logins", stdout=self.stdout)


def named_address(origin: str, hosts: Collection[str]) -> str:
    """The same server by a name that passkeys accept; "" when it has one, or may not be used."""
    parts = urlsplit(origin)
    if parts.hostname != LOCAL or not {"localhost", "*"} & set(hosts):
        return ""
    return parts._replace(netloc=parts.netloc.replace(LOCAL, "localhost")).geturl()
