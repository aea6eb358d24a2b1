"""`tmac tick`: do the periodic duties that are due, once; for a timer of the system."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from tmac.core import timing


class Command(BaseCommand):
    help = "Do the periodic duties that are due now, and stop; `timer` does so until told to stop."

    def handle(self, **_options: Any) -> None:
        done = timing.run_due()
        for duty in done:
            self.stdout.write(f"{duty.name}: {duty.fault or 'done'}")
        if not done:
            self.stdout.write("Nothing is due.")
        if any(duty.fault for duty in done):
            sys.exit(1)
