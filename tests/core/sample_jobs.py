"""Job functions that the tests enqueue."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tmac.core.jobs import Progress


def note(progress: Progress, path: str) -> None:
    """Leave a line in a file for every run."""
    with Path(path).open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    progress.tell(3, 3)
    progress.result = {"lines": 1}


def hang_the_first_time(progress: Progress, path: str) -> None:
    """Note the run, then wait to be killed; the second run ends."""
    is_first = not Path(path).exists()
    note(progress, path)
    while is_first:
        time.sleep(1)


def fail(progress: Progress, path: str) -> None:
    note(progress, path)
    raise RuntimeError("cannot be done")
