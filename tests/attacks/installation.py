"""A whole installation of its own: folder, database, keys, and a real server one may kill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.serving import Server, running

ROOT = Path(__file__).resolve().parents[2]
_PEOPLE = """
import json, sys, django
django.setup()
from django.utils import timezone
from demo import people
from tmac.accounts import queries
from tmac.vault import demonstration
now = timezone.now()
people.employ(people.founder(queries.office_of("NACC-HQ").pk), now, people.KEY_HOLDERS)
demonstration.prepare(now=now)
"""


class Installation:
    """One installed product. `env` is what its processes see; `log` what they have said."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.var = folder / "var"
        self.log = folder / "said.log"
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True)
        self.database_url = database_url
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TMAC_")},
            "TMAC_VAR": str(self.var),
            "TMAC_ENV_FILE": "",
            "TMAC_DEMO": "1",  # its keys count nowhere else
            "TMAC_DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tmac.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "TMPDIR": str(self.temporary),
        }

    def prepare(self) -> None:
        """Tables, reference data, the people of the demonstration, and their keys."""
        for words in (("migrate", "--verbosity", "0"), ("setup",)):
            self._run("-m", "tmac", *words)
        self.do(_PEOPLE)

    def do(self, script: str, given: str = "") -> Any:
        """Run Python inside the product with `given` to read; what it prints is read as JSON."""
        said = self._run("-c", script, given=given)
        return json.loads(said) if said.strip().startswith(("{", "[")) else said

    @contextmanager
    def served(self) -> Iterator[Server]:
        """Its web server, with everything it says kept in `log`."""
        with self.log.open("ab") as said, running(env=self.env, said=said) as server:
            yield server

    def everything_on_disk(self) -> Iterator[tuple[str, bytes]]:
        """Each file that it has written (database, WAL, temporary, logs), and each table."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()
        if self.database_url:
            yield from _tables(self.database_url)

    def _run(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.env, cwd=ROOT, capture_output=True, text=True,
            check=False, input=given,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{words[:3]} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout


@contextmanager
def database(given: str) -> Iterator[str]:
    """An empty database on the server of `given`; for SQLite nothing is needed."""
    if not given:
        yield ""
        return
    name = f"attacked_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as control:
        control.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        control.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _tables(url: str) -> Iterator[tuple[str, bytes]]:
    with psycopg.connect(url) as line:
        rows = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (name,) in rows.fetchall():
            with line.cursor().copy(f'COPY "{name}" TO STDOUT') as copy:
                yield name, b"".join(bytes(part) for part in copy)


def memory_of(process: int) -> Iterator[bytes]:
    """All that a process holds in readable memory, region by region (Linux)."""
    with (
        Path(f"/proc/{process}/maps").open() as maps,
        Path(f"/proc/{process}/mem").open("rb") as mem,
    ):
        for line in maps:
            span, access = line.split()[:2]
            if not access.startswith("r") or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
                continue
            begin, end = (int(part, 16) for part in span.split("-"))
            try:
                mem.seek(begin)
                yield mem.read(end - begin)
            except OSError:  # a region that the kernel keeps to itself
                continue
