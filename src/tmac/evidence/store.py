"""Where the bytes lie: outside the web root, each under its own hash, never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

_CHUNK = 1 << 20


def root() -> Path:
    return Path(settings.EVIDENCE_ROOT)


def path_of(sha256: str) -> Path:
    """<root>/ab/cd/<sha256>."""
    return root() / sha256[:2] / sha256[2:4] / sha256


def put(content: bytes) -> str:
    """Write bytes under their hash and return it; on the disk before this returns.

    The same bytes twice are one file. A crash leaves at most a temporary file, never half a one.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    place = path_of(sha256)
    if place.exists() and hash_of(sha256) == sha256:
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o400)
        os.replace(temporary, place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    for folder in (place.parent, place.parent.parent, root()):
        _sync(folder)
    return sha256


def _sync(folder: Path) -> None:
    """The new name itself must be on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def hash_of(sha256: str) -> str | None:
    """The hash of what lies under a name today; None when nothing does."""
    try:
        with path_of(sha256).open("rb") as lines:
            digest = hashlib.sha256()
            while chunk := lines.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def all_hashes() -> Iterator[str]:
    """Every complete file of the store by name."""
    yield from sorted(path.name for path in root().glob("??/??/*") if path.name[:1] != ".")


def gather(chunks: Iterable[bytes], limit_bytes: int) -> tuple[bytes, str] | None:
    """The bytes of an upload with their SHA-256, taken while they pass; None past the limit."""
    content, digest = bytearray(), hashlib.sha256()
    for chunk in chunks:
        if len(content) + len(chunk) > limit_bytes:
            return None
        content += chunk
        digest.update(chunk)
    return bytes(content), digest.hexdigest()
