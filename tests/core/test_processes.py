"""The keeper restarts what dies, gives up on what never starts, and stops everything at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

KEEP = """
import sys
from tmac.core.processes import Keeper, Kept
raise SystemExit(Keeper([Kept("sample", sys.argv[1:])], lambda text: print(text, flush=True)).run())
"""
NOTE_AND_WAIT = (
    "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"
)


def keep(*command: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", KEEP, *command]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def wait_until(happens: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_a_killed_process_is_started_again_and_a_stop_ends_all(tmp_path: Path) -> None:
    notes = tmp_path / "notes"

    def started() -> list[int]:
        return [int(line) for line in notes.read_text().split()] if notes.exists() else []

    keeper = keep(sys.executable, "-c", NOTE_AND_WAIT, str(notes))
    wait_until(lambda: len(started()) == 1)
    os.kill(started()[0], signal.SIGKILL)
    wait_until(lambda: len(started()) == 2)
    keeper.send_signal(signal.SIGTERM)
    said, _nothing = keeper.communicate(timeout=20)
    assert keeper.returncode == 0
    assert said.strip() == "The sample ended by itself; starting it again."
    assert not is_alive(started()[1])


@pytest.mark.slow
def test_a_process_that_never_starts_is_given_up_with_a_sentence() -> None:
    keeper = keep(sys.executable, "-c", "raise SystemExit(3)")
    said, _nothing = keeper.communicate(timeout=20)
    assert keeper.returncode == 1
    assert said.splitlines()[-1] == "The sample does not start. Its words above say why."
