"""Django's upload handler that seals files while the form arrives; nothing in clear touches a disk.

handler = SealingUpload(request, case=case, now=now)
request.upload_handlers = [handler]      # before anything reads request.POST
request.POST                             # parsing seals; then handler.files and handler.faults
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParser
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Fault, Invalid, Refused
from tmac.evidence.sealed.arriving import forget
from tmac.evidence.sealed.incoming import Incoming, SealedUpload
from tmac.evidence.sealed.limits import MAX_FILE_BYTES, MAX_FILES, TOO_MANY

_MOST = MAX_FILES * MAX_FILE_BYTES + 2 * 1024 * 1024  # ten files and the words of a form
ENORMOUS = _("All files together are larger than 250 MB. Send fewer, and the others later.")


class SealingUpload(FileUploadHandler):
    """Seals every file of a form for `case`.

    A file that cannot be kept is told in `faults`, under the name of its field; the other files and
    fields are there all the same. Files in one of `original_fields` keep their metadata. When the
    form did not arrive whole, `is_cut_short` is set and no file is kept.
    """

    def __init__(
        self,
        request: HttpRequest,
        *,
        case: UUID,
        now: datetime,
        original_fields: Collection[str] = ("originals",),
    ) -> None:
        super().__init__(request)
        self.case, self.now, self.original_fields = case, now, original_fields
        self.files: list[SealedUpload] = []
        self.faults: list[Fault] = []
        self.is_cut_short = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django names it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        """Parses by itself, so that a body that ends too early can be told from a whole one."""
        body: Any = _Counted(input_data)
        sealer = _Sealer(self)
        parser = MultiPartParser(META, body, [sealer], encoding)
        try:
            fields, files = parser.parse()
        except BaseException:
            sealer.upload_interrupted()
            self.drop()
            raise
        self.is_cut_short = body.taken < content_length and content_length <= _MOST
        if self.is_cut_short:
            self.drop()
            files = MultiValueDict()
        return fields, files

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called: the parser inside has its own handler."""

    def file_complete(self, file_size: int) -> None:
        """Never called, as above."""

    def drop(self) -> None:
        """Forget the files that were sealed: no report will claim them."""
        for file in self.files:
            forget(file.id)
        self.files.clear()


class _Counted:
    """The body of a request, and how much of it was taken."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        part: bytes = self._body.read(size)
        self.taken += len(part)
        return part


class _Sealer(FileUploadHandler):
    """What the parser inside calls, file by file."""

    def __init__(self, whole: SealingUpload) -> None:
        super().__init__(whole.request)
        self._whole = whole
        self._incoming: Incoming | None = None
        self._count = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django names it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self._is_enormous = content_length > _MOST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._is_enormous:
            self._refuse(Invalid.of("", ENORMOUS))
            raise StopUpload(connection_reset=True)
        self._count += 1
        if self._count > MAX_FILES:
            self._refuse(Invalid.of("", TOO_MANY))
            return
        self._attempt(self._begin)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self._incoming is not None:
            incoming = self._incoming
            self._attempt(lambda: incoming.feed(raw_data))

    def file_complete(self, file_size: int) -> SealedUpload | None:  # type: ignore[override]
        if self._incoming is None:
            return None
        count = len(self._whole.files)
        self._attempt(self._end)
        self._incoming = None
        return self._whole.files[-1] if len(self._whole.files) > count else None

    def upload_interrupted(self) -> None:
        """The body ended inside a file."""
        self._drop()

    def _begin(self) -> None:
        self._incoming = Incoming(
            now=self._whole.now,
            case=self._whole.case,
            name=self.file_name or "",
            keep_original=self.field_name in self._whole.original_fields,
        )

    def _end(self) -> None:
        if self._incoming is not None:
            self._whole.files.append(self._incoming.finish())

    def _attempt(self, step: Callable[[], object]) -> None:
        """A step whose refusal concerns this file only; anything else ends the whole form."""
        try:
            step()
        except (Invalid, Refused) as fault:
            self._drop()
            self._refuse(fault)
        except BaseException:
            self._drop()
            raise

    def _refuse(self, fault: Invalid | Refused) -> None:
        fault_of_file = Fault(str(self.field_name or ""), fault.message)
        if fault_of_file not in self._whole.faults:
            self._whole.faults.append(fault_of_file)

    def _drop(self) -> None:
        if self._incoming is not None:
            self._incoming.drop()
            self._incoming = None
