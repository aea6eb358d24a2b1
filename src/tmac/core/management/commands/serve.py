"""`tmac serve`: the web server, the background worker and the timer, under one keeper."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from tmac.core.processes import Keeper, Kept

THREADS = 4


class Command(BaseCommand):
    help = "Run the web server, the worker and the timer until Ctrl-C; restart whichever dies."

    def handle(self, **_options: Any) -> None:
        kept = [
            Kept("web server", web_command()),
            Kept("worker", worker_command()),
            Kept("timer", timer_command()),
        ]
        code = Keeper(kept, self.stdout.write).run()
        if code:
            sys.exit(code)


def web_command() -> list[str]:
    """Granian in WSGI mode. Several processes on SQLite only wait for each other's writes."""
    processes = settings.ENV.web_processes if connection.vendor == "postgresql" else 1
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
        "--host", settings.ENV.listen, "--port", str(settings.ENV.port),
        "--workers", str(processes), "--blocking-threads", str(THREADS),
        "--respawn-failed-workers", "--log-level", "warning",
        "tmac.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "tmac", "qcluster"]


def timer_command() -> list[str]:
    return [sys.executable, "-m", "tmac", "timer"]
