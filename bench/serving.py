"""The product's own web server as a process of its own, and what it costs while it is asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import URLError

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Server:
    """A running server: its address, and its figures as the kernel counts them (Linux)."""

    def __init__(self, origin: str, process: int) -> None:
        self.origin = origin
        self.process = process

    def cpu_s(self) -> float:
        """CPU seconds of the server and its workers so far."""
        return sum(_cpu_ticks(one) for one in self.processes()) / _TICK

    def memory_mb(self) -> float:
        """Resident memory of the largest worker."""
        return max(_resident(one) for one in self.processes()) / 1e6

    def kill(self) -> None:
        """kill -9 of every process, without a word."""
        for one in reversed(self.processes()):
            os.kill(one, signal.SIGKILL)

    def processes(self) -> list[int]:
        """The server and its workers."""
        found = [self.process]
        for one in found:
            children = Path(f"/proc/{one}/task/{one}/children")
            if children.exists():
                found += [int(child) for child in children.read_text().split()]
        return found


@contextmanager
def running(env: dict[str, str] | None = None, said: IO[bytes] | None = None) -> Iterator[Server]:
    """Serve on a free port with the environment `env` (else this one); its words go to `said`."""
    from tmac.core.management.commands.serve import web_command

    port = _free_port()
    origin = f"http://127.0.0.1:{port}"
    command = [str(port) if word == _port_word() else word for word in web_command()]
    given = {**(env or os.environ), "TMAC_PORT": str(port), "TMAC_ORIGIN": ""}
    process = subprocess.Popen(command, env=given, start_new_session=True, stdout=said, stderr=said)
    try:
        _wait_for(origin, process)
        yield Server(origin, process.pid)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _port_word() -> str:
    from django.conf import settings

    return str(settings.ENV.port)


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{origin}/health", timeout=5).read()
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def _cpu_ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return int(fields[11]) + int(fields[12])


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except FileNotFoundError:
        return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
