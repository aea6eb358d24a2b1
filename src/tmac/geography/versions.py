"""Which boundary version this machine uses: a folder of prepared files and a pointer to it.

The pointer is a file beside the folders, replaced in one step. It, not the database, says what is
current, because the folders are files of this machine too: neither can be ahead of the other.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

APPROXIMATE = "approximate"
BUNDLED = Path(__file__).parent / "reference" / "approximate"

_read: tuple[Path, int, str] | None = None


def root() -> Path:
    return Path(settings.GEOGRAPHY_ROOT)


def _pointer() -> Path:
    return root() / "current"


def current() -> str:
    """The version in use; APPROXIMATE when no pack has been imported. Costs one stat()."""
    global _read
    pointer = _pointer()
    try:
        stamp = os.stat(pointer).st_mtime_ns
    except FileNotFoundError:
        return APPROXIMATE
    if _read is None or _read[:2] != (pointer, stamp):
        _read = (pointer, stamp, pointer.read_text(encoding="ascii").strip())
    return _read[2]


def folder(version: str) -> Path:
    """Where the prepared files of a version lie; the approximate ones come with the code."""
    return BUNDLED if version == APPROXIMATE else root() / version


def is_approximate() -> bool:
    """Whether the boundaries in use are the simple ones that come without a pack."""
    return current() == APPROXIMATE


def switch_to(version: str) -> None:
    """Make a prepared version the current one, in one step that cannot be half done."""
    fresh = _pointer().with_suffix(".new")
    with fresh.open("w", encoding="ascii") as out:
        out.write(version + "\n")
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(_pointer())
