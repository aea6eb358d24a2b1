"""Uploads that are far too large are dropped while they arrive, before they fill the disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

MAX_BYTES = 26 * 1024 * 1024  # one file of the largest kind that any form takes, and a little
_HANG_UP_AT = 10 * MAX_BYTES
_MARK = "tmac.upload_too_large"


class LimitedUpload(FileUploadHandler):
    """First in the chain of handlers: counts what arrives and stops at the limit.

    A little too large: the rest is read and thrown away, so that the form can answer in peace. Ten
    times too large: the connection is left, and nothing more is read.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django names it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.is_enormous = content_length > _HANG_UP_AT

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.arrived += len(raw_data)
        if self.is_enormous or self.arrived > MAX_BYTES:
            if self.request is not None:
                self.request.META[_MARK] = True
            raise StopUpload(connection_reset=self.is_enormous)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Another handler keeps the file."""


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped for its size (the other fields may be there)."""
    return bool(request.POST is not None and request.META.get(_MARK))
