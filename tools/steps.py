"""Small words that every step uses: say it, run it, and skip it when nothing has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


class StepFailed(Exception):
    """A step could not be done; the message says what to do about it."""


def say(text: str) -> None:
    print(text, flush=True)


def run(
    *command: str | Path, env: Mapping[str, str] | None = None, folder: Path = ROOT,
    quiet: bool = False, remedy: str = "",
) -> None:  # fmt: skip
    """Run a program to its end; when it fails, its words are shown and the step fails."""
    words = [str(part) for part in command]
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, **(env or {})}, check=False,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )  # fmt: skip
    if done.returncode:
        if quiet:
            sys.stdout.write(done.stdout.decode(errors="replace"))
        short = " ".join(words[:6]) + (" ..." if len(words) > 6 else "")
        raise StepFailed(f"{short} ended with {done.returncode}. {remedy}".strip())


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done now, and how long it took."""
    say(f"* {title} ...")
    begun = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - begun:.1f} s")


def digest(paths: Iterable[Path], *more: str) -> str:
    """One value for the names and contents of files, whatever their dates."""
    mark = hashlib.sha256("\0".join(more).encode())
    for path in sorted(files(paths)):
        mark.update(str(path.relative_to(ROOT)).encode())
        mark.update(hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()


def files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (inner for inner in path.rglob("*") if inner.is_file())
        elif path.exists():
            yield path


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark


def put_stamp(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
