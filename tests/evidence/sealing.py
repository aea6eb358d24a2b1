"""What a reporter's browser does with a file, for tests: seal it, announce it, send its objects."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from tmac.evidence import sealed
from tmac.vault.formats import stream
from tmac.vault.formats.secret import FileKey

NOW = datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC)


@dataclass
class Sent:
    """A file of a test, sealed for a case; `send` brings its objects to the store."""

    case: UUID
    content: bytes
    id: UUID = field(default_factory=uuid4)
    key: FileKey = field(default_factory=lambda: FileKey(secrets.token_bytes(32)))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def __post_init__(self) -> None:
        self.objects = stream.seal(self.key, self.case, self.id, self.content)
        self.size = stream.padme(len(self.content))

    @property
    def claim(self) -> tuple[UUID, bytes]:
        return self.id, self.secret

    def open(self, **changed: object) -> list[int]:
        given = {
            "now": NOW,
            "case": self.case,
            "file_id": self.id,
            "secret_hash": hashlib.sha256(self.secret).hexdigest(),
            "objects": len(self.objects),
            "size": self.size,
        }
        return sealed.open_upload(**{**given, **changed})  # type: ignore[arg-type]

    def put(self, n: int = 0, data: bytes | None = None, secret: bytes | None = None) -> None:
        sealed.put_object(
            file_id=self.id,
            n=n,
            secret=self.secret if secret is None else secret,
            data=self.objects[n] if data is None else data,
        )

    def send(self) -> Sent:
        self.open()
        for n in range(len(self.objects)):
            self.put(n)
        return self

    def digest(self) -> bytes:
        hashes = b"".join(hashlib.sha256(one).digest() for one in self.objects)
        return hashlib.sha256(hashes).digest()
