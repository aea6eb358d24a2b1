"""One file that the server seals as it arrives: told apart, scanned, scrubbed, never in clear.

Photos are held in memory up to the limit, because their metadata can be taken out of the whole
only; documents too where mat2 is installed. Everything else passes in chunks.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid
from tmac.evidence.scrubbing import SCRUBBED, scrubbed
from tmac.evidence.sealed import metadata
from tmac.evidence.sealed.clamav import INFECTED, Scan
from tmac.evidence.sealed.kinds import HEAD_BYTES, Told, ending_of, name_for, told_by
from tmac.evidence.sealed.limits import EMPTY, MAX_FILE_BYTES, TOO_LARGE
from tmac.evidence.sealed.writing import UploadSecret, Writing
from tmac.vault.formats.secret import FileKey

_HIDDEN = _(
    "The hidden data of this photo (place, device) cannot be taken out. Send another copy of it, "
    "or send it as an original if its hidden data may be seen by the officers."
)


@dataclass(frozen=True)
class SealedUpload:
    """A file that lies sealed in the store and waits for its report. Stands in request.FILES."""

    id: UUID
    key: FileKey = field(repr=False)
    secret: UploadSecret = field(repr=False)
    name: str = field(repr=False)
    mime: str = field(repr=False)
    size: int = field(repr=False)
    sha256: str = field(repr=False)  # of the plaintext, after scrubbing and before padding
    kind: str = field(repr=False)  # photo, document, voice, other
    kept_original: bool = field(repr=False)
    scan: str  # CLEAN, INFECTED, NOT_SCANNED

    @property
    def quarantine(self) -> bool:
        """ClamAV found something: kept, because it may be evidence, and opened with care."""
        return self.scan == INFECTED

    def manifest(self) -> dict[str, Any]:
        """What goes into the sealed content so that the file can be opened."""
        return {
            "id": str(self.id),
            "key": base64.b64encode(self.key).decode(),
            "name": self.name,
            "mime": self.mime,
            "size": self.size,
            "sha256": self.sha256,
            "kind": self.kind,
            "kept_original": self.kept_original,
        }

    def close(self) -> None:
        """Django closes what stands in request.FILES; nothing is open here."""


class Incoming:
    """Feed it the bytes, then `finish`, or `drop` it. Raises Invalid and Refused with sentences."""

    def __init__(self, *, now: datetime, case: UUID, name: str, keep_original: bool) -> None:
        self._name, self._keep_original = name, keep_original
        self._size = 0
        self._told: Told | None = None
        self._holds_whole = False
        self._held = bytearray()
        self._digest = hashlib.sha256()
        self._writing = Writing(now, case)
        self._scan = Scan()

    def feed(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > MAX_FILE_BYTES:
            raise Invalid.of("file", TOO_LARGE)
        self._scan.feed(part)
        self._held += part
        if self._told is None and len(self._held) >= HEAD_BYTES:
            self._tell()
        if self._told is not None and not self._holds_whole:
            self._pass_on()

    def finish(self) -> SealedUpload:
        """The file is sealed and durable when this returns."""
        if not self._size:
            raise Invalid.of("file", EMPTY)
        told = self._told or self._tell()
        is_original = not self._scrub(told)
        self._pass_on()
        self._writing.finish()
        return SealedUpload(
            id=self._writing.id,
            key=self._writing.key,
            secret=self._writing.secret,
            name=name_for(self._name, told),
            mime=told.mime,
            size=self._size,
            sha256=self._digest.hexdigest(),
            kind=told.kind,
            kept_original=is_original,
            scan=self._scan.verdict(),
        )

    def drop(self) -> None:
        """Forget what was sealed so far."""
        self._scan.close()
        self._held.clear()
        self._writing.drop()

    def _tell(self) -> Told:
        told = told_by(bytes(self._held[:HEAD_BYTES]), ending_of(self._name))
        name_for(self._name, told)  # a program is refused before the rest arrives
        can_be_cleaned = told.is_photo or (told.is_document and metadata.program() is not None)
        self._holds_whole = can_be_cleaned and not self._keep_original
        self._told = told
        return told

    def _scrub(self, told: Told) -> bool:
        """Whether the metadata were taken out of what is held."""
        if not self._holds_whole:
            return False
        if told.is_photo:
            self._held = bytearray(_without_metadata(bytes(self._held), told.mime))
        else:
            clean = metadata.cleaned(bytes(self._held), ending_of(name_for(self._name, told)))
            if clean is None or len(clean) > MAX_FILE_BYTES:
                return False
            self._held = bytearray(clean)
        self._size = len(self._held)
        return True

    def _pass_on(self) -> None:
        self._digest.update(self._held)
        self._writing.feed(bytes(self._held))
        self._held.clear()


def _without_metadata(content: bytes, mime: str) -> bytes:
    """The picture alone; Invalid when its format or a damage does not let it be told apart."""
    if mime not in SCRUBBED:
        raise Invalid.of("file", _HIDDEN)
    try:
        return scrubbed(content, mime)
    except Invalid:
        raise Invalid.of("file", _HIDDEN) from None


def seal_bytes(
    *, now: datetime, case: UUID, name: str, content: bytes, keep_original: bool = False
) -> SealedUpload:
    """Seal a file that a channel holds in memory (LINE, e-mail, machines). Raises as Incoming."""
    incoming = Incoming(now=now, case=case, name=name, keep_original=keep_original)
    try:
        incoming.feed(content)
        return incoming.finish()
    except BaseException:
        incoming.drop()
        raise
