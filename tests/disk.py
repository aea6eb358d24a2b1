"""Reading the database's own files from a test.

A process that opens and closes a file gives up all the locks that it holds on it (POSIX), those of
its own connections to SQLite too: the next writer then breaks the database. Another process reads.
"""

from __future__ import annotations

import subprocess
from pathlib import Path


def bytes_of(path: Path) -> bytes:
    """The content of a file as it is now."""
    return subprocess.run(["cat", str(path)], stdout=subprocess.PIPE, check=True).stdout
