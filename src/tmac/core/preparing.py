"""Steps that make an installation ready, each skipped when nothing has changed since."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tmac.core.models import Loaded


@dataclass(frozen=True)
class Reference:
    """A package's own data: how to load it, and a mark that changes when it does."""

    name: str
    function: Callable[..., object]
    mark: str

    def load(self, now: datetime) -> None:
        """Call the loader, with the moment when it wants to know."""
        wants_now = "now" in inspect.signature(self.function).parameters
        self.function(**({"now": now} if wants_now else {}))


def references() -> Iterator[Reference]:
    """The packages that bring reference data, upstream first."""
    installed = sorted(f"{found.name} {found.version}" for found in distributions())
    for config in apps.get_app_configs():
        if not config.name.startswith("tmac.") or find_spec(f"{config.name}.services") is None:
            continue
        load = getattr(import_module(f"{config.name}.services"), "load_reference", None)
        if load is not None:
            files = sorted(Path(config.path, "reference").rglob("*"))
            code = Path(inspect.getfile(load))
            yield Reference(config.label, load, _mark([code, *files], installed))


def _mark(files: list[Path], words: list[str]) -> str:
    mark = hashlib.sha256("\n".join(words).encode())
    for path in files:
        if path.is_file():
            mark.update(path.name.encode() + path.read_bytes())
    return mark.hexdigest()


def is_loaded(name: str, mark: str) -> bool:
    return Loaded.objects.filter(name=name, mark=mark).exists()


def note_loaded(name: str, mark: str, now: datetime) -> None:
    Loaded.objects.update_or_create(name=name, defaults={"mark": mark, "loaded_at": now})


def has_migrations_to_run() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> bool:
    """Gather and compress the static files; False when they are those of last time."""
    stamp = Path(settings.STATIC_ROOT).with_suffix(".stamp")
    mark = _static_mark()
    if stamp.exists() and stamp.read_text() == mark:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)
    return True


def _static_mark() -> str:
    mark = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([".*"]):
            path = Path(storage.path(name))
            mark.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return mark.hexdigest()
