"""`./tmac up`: from a bare clone to a running server; later starts skip what has not changed."""

from __future__ import annotations

import argparse
import os
import re
import signal
import socket
import subprocess

from tools import frontend
from tools.install import install
from tools.steps import ROOT, VENV_PYTHON, StepFailed, run, say


def up(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tmac up")
    parser.add_argument("--port", type=int, help="port to listen on (default: 8000)")
    port = parser.parse_args(words).port
    settings = _settings(port)
    _port_is_free(int(settings["TMAC_PORT"]))
    set_up(settings)
    return _serve(settings)


def set_up(settings: dict[str, str]) -> int:
    """Packages, front end, database, static files and reference data, as far as they changed."""
    install("requirements.txt")
    frontend.build()
    run(VENV_PYTHON, "-m", "tmac", "prepare", env=settings)
    return 0


def _settings(port: int | None) -> dict[str, str]:
    """What the operator has not decided: this start's port, and demonstration data on a trial."""
    given = {**_env_file(), **os.environ}
    settings = {"TMAC_PORT": str(port or given.get("TMAC_PORT", 8000))}
    is_trial = not (given.get("TMAC_DATABASE_URL") or given.get("TMAC_ORIGIN"))
    settings["TMAC_DEMO"] = given.get("TMAC_DEMO", "1" if is_trial else "0")
    return settings


def _env_file() -> dict[str, str]:
    path = ROOT / ".env"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(re.findall(r"^\s*(?:export\s+)?(TMAC_\w+)\s*=\s*[\"']?([^\"'\n]*)", text, re.M))


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            remedy = (
                f"Stop the program that uses it, or choose another: ./tmac up --port {port + 1}"
            )
            raise StepFailed(f"Port {port} is in use. {remedy}") from None


def _serve(settings: dict[str, str]) -> int:
    """Run the server in the foreground; it stops its own processes when this one is stopped."""
    command = [str(VENV_PYTHON), "-m", "tmac", "serve"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server by itself
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    code = server.wait()
    say("Stopped.")
    return 0 if code in {0, -signal.SIGINT, -signal.SIGTERM} else code
