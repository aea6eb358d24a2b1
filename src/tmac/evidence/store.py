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
_durable: set[Path] = set()  # folders whose own names this process has brought to the disk


class Folder:
    """A folder of files that are named by their SHA-256: <root>/ab/cd/<sha256>.

    `levels` is the number of folders between; with one level (256 folders, soon all there) a file
    costs two waits for the disk, with two nearly always four.
    """

    def __init__(self, root: Path, levels: int = 2) -> None:
        self.root, self.levels = root, levels

    def path_of(self, sha256: str) -> Path:
        parts = (sha256[2 * level : 2 * level + 2] for level in range(self.levels))
        return self.root.joinpath(*parts, sha256)

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
        self._make(place.parent)
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

    def _make(self, folder: Path) -> None:
        missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
        _durable.difference_update(missing)
        for one in reversed(missing):
            one.mkdir(exist_ok=True, mode=0o700)

    def _sync(self, place: Path) -> None:
        """The new name itself must be on the disk too, and those of folders that are new."""
        _sync(place.parent)
        folder, new = place.parent, []
        while folder not in _durable and folder != self.root.parent:
            _sync(folder.parent)
            new.append(folder)
            folder = folder.parent
        _durable.update(new)

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
        for path in sorted(self.root.glob("??/" * self.levels + "*")):
            if path.name[:1] != "." and (until is None or _is_older(path, until)):
                yield path.name

    def remove(self, sha256: str) -> None:
        """Take a file away; nothing happens when it is not there."""
        self.path_of(sha256).unlink(missing_ok=True)

    def remove_halves(self, until: datetime) -> None:
        """Take away what a crash left half written."""
        for path in self.root.glob("??/" * self.levels + f"{_HALF}*"):
            if _is_older(path, until):
                path.unlink(missing_ok=True)


def _is_older(path: Path, until: datetime) -> bool:
    return path.stat().st_mtime <= until.timestamp()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


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
