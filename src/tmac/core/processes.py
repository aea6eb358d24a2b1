"""Keeps a few processes running until told to stop; restarts the one that dies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PATIENCE = 10.0  # seconds that a process has to end by itself
SOON = 5.0  # seconds: a process that dies younger than this did not really start
MAX_FALSE_STARTS = 3


@dataclass
class Kept:
    """A process that is to run: its name, its command, and the process of the moment."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    false_starts: int = 0

    def start(self) -> None:
        # A group of its own: Ctrl-C reaches the keeper only, and helpers of a dead process
        # can be ended with it.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.started = time.monotonic()

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None


@dataclass
class Keeper:
    """Runs all of `kept`; `run` returns 0 after a wished stop and 1 when one will not start."""

    kept: Sequence[Kept]
    say: Callable[[str], object]
    _stop: bool = field(default=False, init=False)

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        for one in self.kept:
            one.start()
        code = 0
        while not self._stop and code == 0:
            time.sleep(0.2)
            code = self._look_after()
        self._end_all()
        return code

    def _ask_to_stop(self, *_signal: object) -> None:
        self._stop = True

    def _look_after(self) -> int:
        for one in self.kept:
            if one.has_ended() and not self._stop and not self._revive(one):
                return 1
        return 0

    def _revive(self, one: Kept) -> bool:
        one.signal_group(signal.SIGKILL)
        is_false_start = time.monotonic() - one.started < SOON
        one.false_starts = one.false_starts + 1 if is_false_start else 0
        if one.false_starts >= MAX_FALSE_STARTS:
            self.say(f"The {one.name} does not start. Its words above say why.")
            return False
        self.say(f"The {one.name} ended by itself; starting it again.")
        one.start()
        return True

    def _end_all(self) -> None:
        for one in self.kept:
            if one.process is not None:
                one.process.terminate()
        until = time.monotonic() + PATIENCE
        for one in self.kept:
            if one.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    one.process.wait(max(0.1, until - time.monotonic()))
            one.signal_group(signal.SIGKILL)
