"""Programs that tests need from the machine: Chromium, and a PostgreSQL server of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.steps import StepFailed, run, say, step

APT = {"DEBIAN_FRONTEND": "noninteractive"}


class Unavailable(Exception):
    """The machine lacks a program and it may not be installed; the message says what to do."""


def ensure_chromium() -> None:
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        _apt_install("chromium")


def _apt_install(package: str) -> None:
    remedy = f"Install it yourself (Debian: sudo apt-get install {package}) and start again."
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Unavailable(f"{package} is missing, and may not be installed from here. {remedy}")
    try:
        with step(f"Installing {package} with apt-get"):
            run("apt-get", "update", "-qq", env=APT, quiet=True)
            install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)
            run(*install, env=APT, quiet=True)
    except StepFailed as failed:
        raise Unavailable(f"{package} could not be installed: {failed} {remedy}") from failed


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server for this run: the one of TMAC_TEST_POSTGRES, else one made now."""
    given = os.environ.get("TMAC_TEST_POSTGRES")
    if given:
        yield given
        return
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="tmac-postgres-"))
    try:
        yield from _running(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(programs: Path, folder: Path) -> Iterator[str]:
    """A throw-away cluster: fast and unsafe, for nobody but this machine's loopback."""
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    port, data = _free_port(), folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    options += " -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"
    control = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    with step("Starting a PostgreSQL server of our own"):
        _as(user, programs / "initdb", "-D", data, "-U", "tmac", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync")  # fmt: skip
        _as(user, *control, "-o", options, "start")
    try:
        yield f"postgresql://tmac@127.0.0.1:{port}/postgres"
    finally:
        _as(user, *control, "-m", "immediate", "stop")


def _postgres_programs() -> Path:
    found = _find_postgres()
    if found is None:
        _apt_install("postgresql")
        found = _find_postgres()
    if found is None:
        raise Unavailable("PostgreSQL was installed, but initdb was not found.")
    return found


def _find_postgres() -> Path | None:
    """The folder of initdb: on the path, or where Debian keeps its newest version."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return kept[-1].parent if kept else None


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: then the name of a user that it accepts."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as(user: str | None, *command: str | Path) -> None:
    done = subprocess.run(
        command, user=user, group=_group(user), cwd="/tmp", check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        say(f"{Path(command[0]).name} ended with {done.returncode}")
        raise Unavailable("the PostgreSQL server of this machine does not start.")


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
