"""`tmac demo seed`: fill an empty database with the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo import people
from demo.pins import PIN_COUNT
from demo.seed import seed
from tmac.accounts.demo import PASSWORD
from tmac.vault.demonstration import PASSPHRASE


class Command(BaseCommand):
    help = "Demonstration data: seed fills an empty database, logins lists the people."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        seeding = verbs.add_parser("seed", help="fill the database once")
        seeding.add_argument("--pins", type=int, default=PIN_COUNT, help="how many pins")
        verbs.add_parser("logins", help="list the people, their password and where their codes are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration database: set TMAC_DEMO=1 first.")
        if options["verb"] == "logins":
            self._logins()
        elif not seed(timezone.now(), self.stdout.write, options["pins"]):
            self.stdout.write("The demonstration is here already; nothing was changed.")

    def _logins(self) -> None:
        self.stdout.write(f"Log in as one of these with the password {PASSWORD}")
        self.stdout.write(f"and the code shown at {settings.ORIGIN}/accounts/demo/")
        self.stdout.write(f"To open tips, unlock your key with the phrase {PASSPHRASE}")
        for person in people.CAST:
            if person.logs_in:
                self.stdout.write(f"  {person.username:<10} {person.role:<20} {person.office}")
