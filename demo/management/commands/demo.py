"""`tmac demo seed`: fill an empty database with the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from demo import people
from demo.pins import PIN_COUNT
from demo.seed import seed


class Command(BaseCommand):
    help = "Demonstration data: seed fills an empty database, cast lists the log-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        seeding = verbs.add_parser("seed", help="fill the database once")
        seeding.add_argument("--pins", type=int, default=PIN_COUNT, help="how many pins")
        verbs.add_parser("cast", help="list the people and their log-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration database: set TMAC_DEMO=1 first.")
        if options["verb"] == "cast":
            self._cast()
        elif not seed(timezone.now(), self.stdout.write, options["pins"]):
            self.stdout.write("The demonstration is here already; nothing was changed.")

    def _cast(self) -> None:
        for person in people.CAST:
            if person.logs_in:
                self.stdout.write(f"{person.username:<12} {person.role:<20} {person.name_th}")
