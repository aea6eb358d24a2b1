"""Where sealed objects lie: a folder below SEALED_ROOT, or a bucket of S3-compatible storage."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from tmac.evidence.store import Folder


class Place(Protocol):
    """Objects named by their SHA-256. What `put` has returned for is durable."""

    def put(self, content: bytes, dated: datetime | None = None) -> str: ...

    def read(self, sha256: str) -> Iterator[bytes]:
        """FileNotFoundError at the first piece when nothing lies there."""
        ...

    def hash_of(self, sha256: str) -> str | None: ...

    def all_hashes(self, until: datetime | None = None) -> Iterator[str]: ...

    def remove(self, sha256: str) -> None: ...

    def remove_halves(self, until: datetime) -> None: ...


def place() -> Place:
    """The one that TMAC_SEALED_STORE names."""
    if settings.SEALED_STORE:
        from tmac.evidence.sealed.bucket import Bucket  # a disk installation never loads it

        return Bucket.at(settings.SEALED_STORE)
    return Folder(Path(settings.SEALED_ROOT), levels=1)


def free_bytes(store: Place) -> float:
    """The room left where a folder lies; a bucket keeps nothing on this machine."""
    if not isinstance(store, Folder):
        return math.inf
    root = store.root
    while not root.exists():
        root = root.parent
    return shutil.disk_usage(root).free


def path_in(store: Place, sha256: str) -> Path | None:
    """The file of an object when the store is a folder."""
    if not isinstance(store, Folder):
        return None
    path = store.path_of(sha256)
    return path if path.is_file() else None
