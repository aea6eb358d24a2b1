"""`tmac evidence verify`: is every stored file, and every sealed one, still what it was?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tmac.evidence import services

_EVERY = 100


class Command(BaseCommand):
    help = "Hashes every evidence file again, sealed ones too, and writes it into the custody log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("task", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        found = services.verify(now=timezone.now(), tell=self._tell)
        self.stdout.write(f"{found.checked} files checked.")
        for file in found.changed:
            self.stderr.write(f"CHANGED {file.id} of {file.subject} {file.subject_id}")
        for file in found.missing:
            self.stderr.write(f"MISSING {file.id} of {file.subject} {file.subject_id}")
        self.stdout.write(f"{found.sealed.checked} sealed objects checked.")
        for name in found.sealed.changed:
            self.stderr.write(f"CHANGED sealed object {name}")
        for name in found.sealed.missing:
            self.stderr.write(f"MISSING sealed object {name}")
        for name in [*found.unclaimed, *found.sealed.unclaimed]:
            self.stdout.write(f"No row claims the bytes {name} (left by an upload cut short).")
        if not found.is_whole:
            raise CommandError("Evidence has been changed or lost. Keep the machine as it is.")
        self.stdout.write("Every file is what it was when it was stored.")

    def _tell(self, checked: int) -> None:
        if checked % _EVERY == 0:
            self.stdout.write(f"{checked} ...")
