"""Where bytes lie: outside the web root, each under its own hash, never overwritten."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

_CHUNK = 1 << 20
_HALF = ".new-"  # how the name of a file begins that is still being written


class Folder:
    """A folder of files that are named by their SHA-256: <root>/ab/cd/<sha256>."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def put(self, content: bytes, dated: datetime | None = None) -> str:
        """Write bytes under their hash and return it; on the disk before this returns.

        The same bytes twice are one file. A crash leaves at most a temporary file, never half a
        one. `dated` is what the file says of its age, where the hour must not be told.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path_of(sha256)
        if place.exists() and self.hash_of(sha256) == sha256:
            self._sync(place)  # whoever wrote it may have died before
            return sha256
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=_HALF)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                if dated:
                    os.utime(out.fileno(), (dated.timestamp(), dated.timestamp()))
                os.fchmod(out.fileno(), 0o400)
                os.fsync(out.fileno())
            os.replace(temporary, place)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._sync(place)
        return sha256

    def _sync(self, place: Path) -> None:
        """The new name itself must be on the disk too."""
        for folder in (place.parent, place.parent.parent, self.root):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes in pieces; FileNotFoundError at the first when they are not there."""
        with self.path_of(sha256).open("rb") as lines:
            while chunk := lines.read(_CHUNK):
                yield chunk

    def hash_of(self, sha256: str) -> str | None:
        """The hash of what lies under a name today; None when nothing does."""
        digest = hashlib.sha256()
        try:
            for chunk in self.read(sha256):
                digest.update(chunk)
        except FileNotFoundError:
            return None
        return digest.hexdigest()

    def all_hashes(self, until: datetime | None = None) -> Iterator[str]:
        """Every complete file by name; with `until`, those that say they are not younger."""
        for path in sorted(self.root.glob("??/??/*")):
            if path.name[:1] != "." and (until is None or _is_older(path, until)):
                yield path.name

    def remove(self, sha256: str) -> None:
        """Take a file away; nothing happens when it is not there."""
        self.path_of(sha256).unlink(missing_ok=True)

    def remove_halves(self, until: datetime) -> None:
        """Take away what a crash left half written."""
        for path in self.root.glob(f"??/??/{_HALF}*"):
            if _is_older(path, until):
                path.unlink(missing_ok=True)


def _is_older(path: Path, until: datetime) -> bool:
    return path.stat().st_mtime <= until.timestamp()


def _evidence() -> Folder:
    return Folder(Path(settings.EVIDENCE_ROOT))


def path_of(sha256: str) -> Path:
    return _evidence().path_of(sha256)


def put(content: bytes) -> str:
    return _evidence().put(content)


def hash_of(sha256: str) -> str | None:
    return _evidence().hash_of(sha256)


def all_hashes() -> Iterator[str]:
    return _evidence().all_hashes()


def gather(chunks: Iterable[bytes], limit_bytes: int) -> tuple[bytes, str] | None:
    """The bytes of an upload with their SHA-256, taken while they pass; None past the limit."""
    content, digest = bytearray(), hashlib.sha256()
    for chunk in chunks:
        if len(content) + len(chunk) > limit_bytes:
            return None
        content += chunk
        digest.update(chunk)
    return bytes(content), digest.hexdigest()
