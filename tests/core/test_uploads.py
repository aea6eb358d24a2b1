"""A file far too large is dropped while it arrives; the rest of the form is kept."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tmac.core import uploads


def posted(size: int, monkeypatch: pytest.MonkeyPatch, limit: int = 70_000):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(uploads, "MAX_BYTES", limit)
    monkeypatch.setattr(uploads, "_HANG_UP_AT", 10 * limit)
    file = SimpleUploadedFile("a.bin", b"x" * size)
    return RequestFactory().post("/", {"name": "ชื่อ", "file": file})


def test_a_file_within_the_limit_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    request = posted(60_000, monkeypatch)
    assert request.FILES["file"].size == 60_000
    assert not uploads.was_too_large(request)


def test_a_file_above_the_limit_is_dropped_and_the_form_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = posted(200_000, monkeypatch)
    assert uploads.was_too_large(request)
    assert "file" not in request.FILES
    assert request.POST["name"] == "ชื่อ"


def test_of_a_file_ten_times_too_large_hardly_anything_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = posted(2_000_000, monkeypatch)
    assert uploads.was_too_large(request)
    assert request._stream.read(1) != b""  # the rest was left on the line
