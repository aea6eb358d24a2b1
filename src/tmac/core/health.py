"""Findings about the ground: database, disk, secrets, address, periodic duties."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tmac.core import timing
from tmac.core.checkup import Finding, bad, good, warning

_LITTLE_GB, _HARDLY_GB = 5, 1


def findings(now: datetime) -> Iterator[Finding]:
    yield from _database()
    yield from _disk()
    yield _folder()
    yield from _secret_key()
    yield from _address()
    yield from _demonstration()
    yield from _duties(now)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        remedy = "Start the database, or correct TMAC_DATABASE_URL."
        yield bad("database", f"It cannot be reached: {type(fault).__name__}.", remedy)
        return
    if plan:
        sentence = f"{len(plan)} changes of its tables are waiting."
        yield bad("database", sentence, "Run ./tmac prepare.")
    else:
        yield good("database", f"{_engine()}; every table is as the code expects it.")


def _engine() -> str:
    if connection.vendor == "postgresql":
        return "PostgreSQL"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        sync = {2: "FULL", 3: "EXTRA"}.get(cursor.fetchone()[0], "too weak")
    return f"SQLite ({mode}, synchronous {sync})"


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.VAR).free / 1e9
    sentence = f"{free:,.1f} GB are free in {settings.VAR}."
    remedy = "Make room, or move TMAC_VAR to a larger disk, before reports are refused."
    if free < _HARDLY_GB:
        yield bad("disk", sentence, remedy)
    elif free < _LITTLE_GB:
        yield warning("disk", sentence, remedy)
    else:
        yield good("disk", sentence)


def _folder() -> Finding:
    if stat.S_IMODE(Path(settings.VAR).stat().st_mode) & 0o077:
        remedy = f"chmod 700 {settings.VAR}"
        return warning("folder", f"Others on this machine may look into {settings.VAR}.", remedy)
    return good("folder", f"Only its owner may look into {settings.VAR}.")


def _secret_key() -> Iterator[Finding]:
    kept = Path(settings.VAR) / "secret_key"
    if settings.ENV.secret_key.get_secret_value():
        yield good("secret key", "Given by TMAC_SECRET_KEY.")
    elif not kept.exists():
        remedy = "Start the server once, or give TMAC_SECRET_KEY."
        yield bad("secret key", "There is none.", remedy)
    elif stat.S_IMODE(kept.stat().st_mode) & 0o077:
        remedy = f"chmod 600 {kept}"
        yield bad("secret key", f"Others than the server may read {kept}.", remedy)
    else:
        yield good("secret key", f"Kept in {kept}, readable by the server only.")


def _address() -> Iterator[Finding]:
    if not settings.SECURE:
        remedy = "Put a proxy with TLS before it (deploy/) and give TMAC_ORIGIN=https://..."
        yield warning("TLS", f"{settings.ORIGIN} is not encrypted: for trials only.", remedy)
    elif settings.SECURE_HSTS_SECONDS < 180 * 86_400:
        yield bad("TLS", "Browsers are not told to insist on it (HSTS).", "Set it to a year.")
    else:
        yield good("TLS", f"{settings.ORIGIN}; browsers insist on it (HSTS).")
    if settings.DEBUG:
        remedy = "Remove TMAC_DEBUG."
        yield bad("debug", "Details of errors, secrets among them, are shown.", remedy)


def _demonstration() -> Iterator[Finding]:
    if not settings.DEMO:
        yield good("demonstration", "Off.")
        return
    remedy = "Take TMAC_DEMO away and begin with an empty TMAC_VAR."
    sentence = "On: log-ins and keys of the demonstration are known to everybody."
    yield (bad if settings.SECURE else warning)("demonstration", sentence, remedy)


def _duties(now: datetime) -> Iterator[Finding]:
    late = timing.late(now)
    for duty in late:
        remedy = "Run ./tmac tick and read what it says; `./tmac serve` keeps a timer running."
        yield warning("periodic duties", f"{duty.name} is late ({duty.fault}).", remedy)
    if not late:
        yield good("periodic duties", f"All {len(timing.duties())} were done in time.")
