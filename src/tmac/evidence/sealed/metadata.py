"""Takes the metadata out of documents with mat2, where it is installed, in memory only."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  a private folder is made in it
PATIENCE = 60  # seconds
_MOUNTS = Path("/proc/mounts")


def program() -> str | None:
    """Where mat2 is; None when it is not installed or there is no folder in memory for it."""
    found = shutil.which("mat2")
    return found if found and is_in_memory() else None


def is_in_memory() -> bool:
    """Whether /dev/shm is there and not on a disk."""
    try:
        mounts = [line.split()[:3] for line in _MOUNTS.read_text().splitlines()]
    except OSError:
        return False
    return any(place == str(MEMORY) and kind == "tmpfs" for _what, place, kind in mounts)


def cleaned(content: bytes, ending: str) -> bytes | None:
    """The document without metadata; None when mat2 is absent or cannot do it."""
    mat2 = program()
    if mat2 is None:
        return None
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="tmac-") as folder:  # 0700
        document = Path(folder) / f"document{ending}"
        try:
            document.write_bytes(content)
            command = [mat2, "--inplace", "--lightweight", str(document)]
            done = subprocess.run(  # noqa: S603  the path and a name of our own
                command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False
            )
            return document.read_bytes() if done.returncode == 0 else None
        except (OSError, subprocess.TimeoutExpired):
            return None
