"""Duties for the tests of the timer."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

DONE: list[datetime] = []
FAULTS: list[Exception] = []


def note(now: datetime) -> None:
    DONE.append(now)


def fail_as_told(now: datetime) -> None:
    if FAULTS:
        raise FAULTS.pop()


def hang_the_first_time(now: datetime) -> None:
    log = Path(os.environ["TEST_DUTY_LOG"])
    is_first = not log.exists()
    with log.open("a") as out:
        out.write("begun\n")
    if is_first:
        time.sleep(60)
    with log.open("a") as out:
        out.write("done\n")
