"""`tmac timer`: do the periodic duties when they are due, until told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from tmac.core import timing

LOOKS_EVERY = 30.0  # seconds


class Command(BaseCommand):
    help = "Do the periodic duties whenever they are due, until Ctrl-C; kept running by `serve`."

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: stop.set())
        while not stop.is_set():
            self._look()
            stop.wait(LOOKS_EVERY)

    def _look(self) -> None:
        """A database that is away for a while is no reason to end: serve would give up on us."""
        close_old_connections()
        try:
            done = timing.run_due()
        except DatabaseError as fault:
            self.stderr.write(f"The timer waits for the database ({type(fault).__name__}).")
            return
        for duty in done:
            if duty.fault:
                self.stderr.write(f"The duty {duty.name} failed ({duty.fault}).")
