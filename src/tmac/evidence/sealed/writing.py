"""Sealing on the server: chunk by chunk into the store, with a key that is never kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from tmac.evidence.models import SealedFile, SealedObject, SealedState
from tmac.evidence.sealed.arriving import announce, forget, keep, remove_unclaimed
from tmac.evidence.sealed.limits import MAX_FILE_BYTES, check_room
from tmac.vault.formats.secret import FileKey, Secret
from tmac.vault.formats.stream import Sealer, padme


class UploadSecret(Secret):
    """What claims a sealed file for a report."""


class Writing:
    """One file being sealed. No more than a chunk of it is held, and nothing of it is written.

    Raises Refused when the store is full, vault's TooLong past 25 MiB.
    """

    def __init__(self, now: datetime, case: UUID) -> None:
        check_room(case, MAX_FILE_BYTES)
        self.id = uuid4()
        self.key = FileKey.new()
        self.secret = UploadSecret(secrets.token_bytes(32))
        self._sealer = Sealer(self.key, case, self.id)
        self._kept: list[tuple[str, int]] = []
        secret_hash = hashlib.sha256(self.secret).hexdigest()
        # How many objects there will be is not known yet; until then it takes the room of the most.
        self._row: SealedFile = announce(now, case, self.id, secret_hash, 0, MAX_FILE_BYTES)

    def feed(self, part: bytes) -> None:
        for one in self._sealer.feed(part):
            self._keep(one)

    def finish(self) -> None:
        """The last object; the file is complete and durable when this returns."""
        for one in self._sealer.finish():
            self._keep(one)
        with transaction.atomic():
            SealedObject.objects.bulk_create(
                SealedObject(file=self._row, n=n, sha256=sha256, size=size)
                for n, (sha256, size) in enumerate(self._kept)
            )
            SealedFile.objects.filter(pk=self.id).update(
                state=SealedState.COMPLETE,
                objects_wanted=len(self._kept),
                size=padme(self._sealer.size),
            )

    def drop(self) -> None:
        """Forget the file and take its objects away."""
        forget(self.id)
        remove_unclaimed([sha256 for sha256, _size in self._kept])

    def _keep(self, one: bytes) -> None:
        self._kept.append((keep(one, self._row), len(one)))
