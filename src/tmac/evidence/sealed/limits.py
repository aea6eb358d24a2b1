"""How much a reporter may send, and the shape that every object must have (STREAM, TMF1)."""

from __future__ import annotations

import re
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid, Refused
from tmac.evidence.models import SealedFile, SealedObject, SealedState
from tmac.vault.formats.stream import (
    CHUNK_BYTES,
    HEADER_BYTES,
    MAX_BYTES,
    TAG_BYTES,
    object_sizes,
    padme,
)

MAX_FILES = 10
MAX_FILE_BYTES = MAX_BYTES
MAX_OBJECT_BYTES = CHUNK_BYTES + HEADER_BYTES + TAG_BYTES
HEAD = b"TMF1\x21\x14"  # magic, suite, and 2^20 bytes a chunk
WAITING = (SealedState.OPEN, SealedState.COMPLETE)
_ROW = 2 * 1024  # what a file costs that was announced and has sent nothing yet
_BLOCK = 4 * 1024  # what the smallest object costs on a disk
KEPT_FREE = 512 * 1024 * 1024  # reports, which are small, must find room when files do not

TOO_LARGE = _("The file is larger than 25 MB. Make it smaller or divide it.")
TOO_MANY = _("At most 10 files can go with one report or message. Send the others later.")
EMPTY = _("The file is empty. Choose it again.")
STORE_FULL = _(
    "There is no room for more files at the moment: files that wait to be sent fill %(limit)s MB. "
    "Send the report without this file and add it later with your code."
)
DISK_FULL = _(
    "The store of files is full, so this file was not kept. Send the report without it and add it "
    "later with your code."
)
_NUMBER = _("The number of parts does not fit the size of the file. Choose the file again.")
_PADDED = _("The size given is not a padded one. Open the page again and choose the file again.")
_SECRET = _("The secret of the file is not written as it should be. Choose the file again.")
_PART_NUMBER = _("The file has no part of this number.")
_PART_SIZE = _("The part has the wrong length. Send it again.")
_PART_HEAD = _("The part is not sealed. Nothing was kept; choose the file again.")
_HEX = re.compile(r"[0-9a-f]{64}")


def check_file(*, objects: int, size: int, secret_hash: str) -> None:
    """Raise Invalid unless the numbers are those of one sealed file."""
    if size > MAX_FILE_BYTES:
        raise Invalid.of("size", TOO_LARGE)
    if size < 1:
        raise Invalid.of("size", EMPTY)
    if padme(size) != size:
        raise Invalid.of("size", _PADDED)
    if objects != len(object_sizes(size)):
        raise Invalid.of("objects", _NUMBER)
    if not _HEX.fullmatch(secret_hash):
        raise Invalid.of("secret_hash", _SECRET)


def check_object(*, n: int, data: bytes, size: int) -> None:
    """Raise Invalid unless `data` can be object `n` of a file of `size` padded bytes."""
    lengths = object_sizes(size)
    if not 0 <= n < len(lengths):
        raise Invalid.of("n", _PART_NUMBER)
    if len(data) != lengths[n]:
        raise Invalid.of("data", _PART_SIZE)
    if n == 0 and not data.startswith(HEAD):
        raise Invalid.of("data", _PART_HEAD)


def check_room(case: UUID, size: int) -> None:
    """Raise Refused when this case has too many files that no report claims, or the store is full.

    What was merely announced takes no room from others: only bytes that arrived do.
    """
    waiting = SealedFile.objects.filter(state__in=WAITING, case=case)
    if waiting.count() >= MAX_FILES:
        raise Refused(TOO_MANY)
    check_space(size)


def check_space(size: int) -> None:
    """Raise Refused when so many bytes more would be too much that no report claims."""
    limit = settings.SEALED_WAITING_MB
    if _waiting_bytes() + size > limit * 1024 * 1024:
        raise Refused(STORE_FULL % {"limit": f"{limit:,}"})


def _waiting_bytes() -> int:
    """What lies there unclaimed. A file that this server seals counts whole until it is finished:
    its objects have no rows before."""
    files = SealedFile.objects.filter(state__in=WAITING)
    rows = files.aggregate(
        all=Count("pk"), growing=Sum("size", default=0, filter=Q(objects_wanted=0))
    )
    parts = SealedObject.objects.filter(file__state__in=WAITING)
    kept = parts.aggregate(size=Sum("size", default=0), all=Count("pk"))
    return int(rows["growing"] + kept["size"] + kept["all"] * _BLOCK + rows["all"] * _ROW)
