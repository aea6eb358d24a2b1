"""`tmac accounts codes`: the demonstration's log-ins with the codes that are good now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tmac.accounts import demo
from tmac.core.errors import NotFound


class Command(BaseCommand):
    help = "Accounts of officers. `codes` prints the demonstration's log-ins and present codes."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        words.add_parser("codes", help="user names, password and one-time codes (demonstration)")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            people = demo.players(now)
        except NotFound as fault:
            raise CommandError("Only in the demonstration: set TMAC_DEMO=true.") from fault
        self.stdout.write(f"Password of all: {demo.PASSWORD}")
        for player in people:
            code, role = player.code or "-", player.role or "-"
            line = f"{player.username:<14} {code:<8} {role:<20} {player.name}"
            self.stdout.write(line)
        self.stdout.write(f"These codes are good for {demo.seconds_left(now)} more seconds.")
