"""Sealed objects in S3-compatible storage, under ab/cd/<sha256> in one bucket."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

import urllib3
from minio import Minio
from minio.error import S3Error

_PIECE = 1 << 18
# The client's own patience is five minutes: too long for a thread that a reporter waits for.
_PATIENCE = urllib3.Timeout(connect=5, read=30)
_AGAIN = urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
_ABSENT = frozenset({"NoSuchKey", "NoSuchObject", "ResourceNotFound"})


class Bucket:
    """Durable means that the storage has answered the PUT."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    @classmethod
    @lru_cache(maxsize=4)
    def at(cls, url: str) -> Bucket:
        """s3://key:secret@host:port/bucket; ?tls=0 for plain HTTP inside one machine."""
        parts = urlparse(url)
        port = f":{parts.port}" if parts.port else ""
        options = parse_qs(parts.query)
        client = Minio(
            f"{parts.hostname}{port}",
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
            secure=options.get("tls") != ["0"],
            region=options.get("region", ["us-east-1"])[0],
            http_client=urllib3.PoolManager(
                timeout=_PATIENCE, retries=_AGAIN, maxsize=8, cert_reqs="CERT_REQUIRED"
            ),
        )
        return cls(client, parts.path.strip("/"))

    def put(self, content: bytes, dated: datetime | None = None) -> str:
        """Store bytes under their hash and return it; the storage dates them by itself."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._client.put_object(self._name, _key(sha256), io.BytesIO(content), len(content))
        return sha256

    def read(self, sha256: str) -> Iterator[bytes]:
        answer = None
        try:
            answer = self._client.get_object(self._name, _key(sha256))
            yield from answer.stream(_PIECE)
        except S3Error as fault:
            if fault.code not in _ABSENT:
                raise
            raise FileNotFoundError(sha256) from None
        finally:
            if answer is not None:
                answer.close()
                answer.release_conn()

    def hash_of(self, sha256: str) -> str | None:
        digest = hashlib.sha256()
        try:
            for piece in self.read(sha256):
                digest.update(piece)
        except FileNotFoundError:
            return None
        return digest.hexdigest()

    def all_hashes(self, until: datetime | None = None) -> Iterator[str]:
        for found in self._client.list_objects(self._name, recursive=True):
            if until is None or found.last_modified <= until:
                yield str(found.object_name).rsplit("/", 1)[-1]

    def remove(self, sha256: str) -> None:
        self._client.remove_object(self._name, _key(sha256))

    def remove_halves(self, until: datetime) -> None:
        """The storage shows no half-written objects."""


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
