"""A browser without JavaScript, as far as one form needs it: reads its fields, fills, posts."""

from __future__ import annotations

import urllib.request
import uuid
from html.parser import HTMLParser
from urllib.error import HTTPError


class _Fields(HTMLParser):
    """The hidden values of a page's forms, and the first file field."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.file_field = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag != "input" or not given.get("name"):
            return
        if given.get("type") == "hidden":
            self.hidden[str(given["name"])] = given.get("value") or ""
        elif given.get("type") == "file":
            self.file_field = self.file_field or str(given["name"])


def _fields(origin: str, path: str) -> _Fields:
    with urllib.request.urlopen(origin + path, timeout=30) as answer:
        fields = _Fields()
        fields.feed(answer.read().decode())
    return fields


def filled(origin: str, values: dict[str, str], path: str = "/tell/") -> dict[str, str]:
    """The form's own hidden values with `values` over them."""
    return {**_fields(origin, path).hidden, **values}


def post(
    origin: str, path: str, values: dict[str, str], files: list[tuple[str, str]] | None = None
) -> tuple[int, str]:
    """Post as multipart; `files` are (name, text) for the form's first file field."""
    boundary = uuid.uuid4().hex
    parts = [_part(boundary, f'name="{name}"', value) for name, value in values.items()]
    if files:
        field = _fields(origin, path).file_field
        parts += [
            _part(boundary, f'name="{field}"; filename="{name}"', text, "text/plain")
            for name, text in files
        ]
    body = b"".join(parts) + f"--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(origin + path, body, kind)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status), answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def _part(boundary: str, disposition: str, value: str, kind: str = "") -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
    head += f"Content-Type: {kind}\r\n" if kind else ""
    return f"{head}\r\n{value}\r\n".encode()
