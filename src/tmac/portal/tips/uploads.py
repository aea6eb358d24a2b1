"""Files of a form without script. What stands first in the form says whose they are: the token of a
report, or the code of a mailbox."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from tmac.evidence.sealed import SealingUpload
from tmac.portal.tips.tokens import read_token
from tmac.tips import queries
from tmac.tips.services import case_of_seed

_HEAD_BYTES = 4096


class _Early(SealingUpload):
    """Seals for the case that the first field tells; without one, for a case that nobody has."""

    first: bytes = b""  # the name of that field

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        super().__init__(request, case=uuid4(), now=now)

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  Django names it so
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> tuple[QueryDict, MultiValueDict[str, Any]]:
        body = _Peeked(input_data)
        self.case = self.case_of(_first(body.head, self.first)) or self.case
        return super().handle_raw_input(body, META, content_length, boundary, encoding)

    def case_of(self, value: str) -> UUID | None:
        """The case that the value of the first field stands for."""
        raise NotImplementedError


class TellUpload(_Early):
    """Files of a new report."""

    first = b"form"

    def case_of(self, value: str) -> UUID | None:
        token = read_token(value)
        return case_of_seed(token.seed) if token else None


class AnswerUpload(_Early):
    """Files of a message in the mailbox."""

    first = b"code"

    def case_of(self, value: str) -> UUID | None:
        found = queries.mailbox_open(value, self.now)
        return found.view.case if found else None


def _first(head: bytes, name: bytes) -> str:
    found = re.search(rb'name="' + name + rb'"\r\n\r\n([^\r\n]{1,300})\r\n', head)
    return found.group(1).decode("utf-8", "replace") if found else ""


class _Peeked:
    """A body whose beginning was looked at."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.head = b""
        while len(self.head) < _HEAD_BYTES:
            part = body.read(_HEAD_BYTES - len(self.head))
            if not part:
                break
            self.head += part
        self._left = self.head

    def read(self, size: int = -1, /) -> bytes:
        if not self._left:
            return bytes(self._body.read(size))
        count = len(self._left) if size < 0 else size
        part, self._left = self._left[:count], self._left[count:]
        return part + bytes(self._body.read()) if size < 0 else part
