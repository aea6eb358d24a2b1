"""Looking at unpacked files with the programs of the machine, where it has them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

_PATIENCE = 900  # seconds for one program
_FOUND, _CLEAN = 1, 0


def scan(folder: Path) -> Iterator[str]:
    """ClamAV over the whole folder; what it finds is renamed so that nothing opens it."""
    program = shutil.which("clamscan")
    if program is None:
        yield "Not scanned: ClamAV is not on this machine (package clamav)."
        return
    done = _run([program, "--recursive", "--infected", "--no-summary", str(folder)])
    if done.returncode not in (_FOUND, _CLEAN):
        yield "Not scanned: ClamAV could not work. Has freshclam loaded its signatures?"
        return
    infected = [line for line in done.stdout.splitlines() if line.endswith(" FOUND")]
    for line in infected:
        path, _colon, name = line.removesuffix(" FOUND").rpartition(": ")
        kept = _put_away(Path(path))
        yield f"ClamAV found {name} in {Path(path).name}; it is now {kept.name}. Do not open it."
    if not infected:
        yield "ClamAV found nothing."


def scrub(paths: Sequence[Path]) -> Iterator[str]:
    """mat2 on each file: takes out what it tells about device, place and author."""
    program = shutil.which("mat2")
    if program is None:
        yield "Not cleaned: mat2 is not on this machine (package mat2)."
        return
    for path in paths:
        done = _run([program, "--inplace", str(path)])
        outcome = "cleaned" if done.returncode == 0 else "NOT cleaned (mat2 does not know it)"
        yield f"{path.name}: {outcome}"


def _put_away(path: Path) -> Path:
    kept = path.with_name(f"{path.name}.infected")
    path.rename(kept)
    kept.chmod(0o400)
    return kept


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 (a program of the machine; the paths are ours)
        words, capture_output=True, text=True, check=False, timeout=_PATIENCE
    )
