"""Storing, opening and verifying evidence: durable, hashed, in custody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from tests.cast import Cast
from tests.evidence import samples
from tmac.audit import queries as audit
from tmac.core import facts
from tmac.core.errors import Invalid, NotFound
from tmac.evidence import queries, services, store
from tmac.evidence.facts import FileStored
from tmac.evidence.models import CustodyEntry, File, Unalterable

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"


def keep(
    cast: Cast, content: bytes, name: str = "ภาพ.jpg", subject_id: str = "7"
) -> queries.FileInfo:
    return services.store(
        by=cast("somsri"),
        now=NOW,
        upload=SimpleUploadedFile(name, content),
        subject="pin",
        subject_id=subject_id,
        province_code="74",
    )


def test_a_photo_is_kept_without_metadata_under_its_hash(cast: Cast) -> None:
    file = keep(cast, samples.jpeg())
    path = store.path_of(file.stored_sha256)
    assert file.sha256 == hashlib.sha256(samples.jpeg()).hexdigest()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file.stored_sha256
    assert file.stored_sha256 != file.sha256
    assert file.is_scrubbed
    assert path.parent.name == file.stored_sha256[2:4]
    assert path.stat().st_mode & 0o777 == 0o400


def test_a_document_is_kept_as_it_is_and_said_to_be_unscrubbed(cast: Cast) -> None:
    file = keep(cast, samples.PDF, "สัญญา.pdf")
    assert (file.stored_sha256, file.is_scrubbed) == (file.sha256, False)


def test_the_same_bytes_for_the_same_subject_are_one_file(cast: Cast) -> None:
    assert keep(cast, samples.PDF, "a.pdf").id == keep(cast, samples.PDF, "b.pdf").id
    assert (
        keep(cast, samples.PDF, "a.pdf", subject_id="8").id != keep(cast, samples.PDF, "a.pdf").id
    )
    assert len(list(store.all_hashes())) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ว่าง.jpg", b""),
        ("ใหญ่.pdf", samples.PDF + bytes(services.MAX_BYTES)),
        ("run.exe", samples.EXE),
        ("x.jpg", samples.EXE),
        ("x.jpg", samples.jpeg()[:60]),
    ],
)
def test_a_refused_file_leaves_no_trace(cast: Cast, name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        keep(cast, content, name)
    assert not File.objects.exists()
    assert list(store.all_hashes()) == []


def test_storing_is_in_the_custody_log_and_in_the_audit_chain(cast: Cast) -> None:
    file = keep(cast, samples.PDF, "a.pdf")
    assert [(c.by_name, c.at) for c in queries.custody_of(file.id)] == [("สมศรี นาเกลือ", NOW)]
    entry = audit.entries_for("file", str(file.id))[0]
    assert (entry.action, entry.province_code) == ("file_stored", "74")
    assert "a.pdf" not in str(entry.details)


def test_a_failed_audit_leaves_no_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(services, "recorded", broken)
    with pytest.raises(RuntimeError):
        keep(cast, samples.PDF, "a.pdf")
    assert not File.objects.exists()
    assert not CustodyEntry.objects.exists()


@pytest.fixture
def heard() -> Iterator[list[FileStored]]:
    told: list[FileStored] = []
    facts.subscribe(FileStored, told.append)
    yield told
    facts.unsubscribe(FileStored, told.append)


def test_downstream_is_told_after_the_commit(
    cast: Cast, heard: list[FileStored], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = keep(cast, samples.PDF, "a.pdf")
    assert heard == [FileStored(str(file.id), "pin", "7")]


def test_opening_is_on_record_before_the_bytes_leave(cast: Cast) -> None:
    file = keep(cast, samples.PDF, "a.pdf")
    _info, path = services.open_file(by=cast("direk"), file_id=file.id, now=NOW)
    services.open_file(by=cast("direk"), file_id=file.id, now=NOW, is_download=False)
    assert path.read_bytes() == samples.PDF
    acts = list(CustodyEntry.objects.order_by("pk").values_list("act", "by_name"))
    assert acts[1:] == [("DOWNLOADED", "ดิเรก ท่าเรือ"), ("VIEWED", "ดิเรก ท่าเรือ")]


def test_an_unknown_or_lost_file_is_told_as_absent(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.open_file(by=cast("somsri"), file_id=uuid4(), now=NOW)
    file = keep(cast, samples.PDF, "a.pdf")
    store.path_of(file.stored_sha256).unlink()
    with pytest.raises(NotFound):
        services.open_file(by=cast("somsri"), file_id=file.id, now=NOW)


def test_the_custody_log_is_only_ever_added_to(cast: Cast) -> None:
    keep(cast, samples.PDF, "a.pdf")
    entry = CustodyEntry.objects.get()
    for attempt in (
        entry.save,
        entry.delete,
        CustodyEntry.objects.all().delete,
        lambda: CustodyEntry.objects.update(by_name="x"),
    ):
        with pytest.raises(Unalterable):
            attempt()


def test_verifying_finds_every_file_whole(cast: Cast) -> None:
    file = keep(cast, samples.PDF, "a.pdf")
    out = StringIO()
    call_command("evidence", "verify", stdout=out)
    assert "1 files checked" in out.getvalue()
    assert CustodyEntry.objects.filter(file_id=file.id, act="VERIFIED").count() == 1


def test_verifying_finds_what_was_changed_lost_and_left_over(cast: Cast) -> None:
    changed, lost = keep(cast, samples.PDF, "a.pdf"), keep(cast, samples.jpeg())
    path = store.path_of(changed.stored_sha256)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    store.path_of(lost.stored_sha256).unlink()
    left_over = store.put(b"cut short")
    found = services.verify(now=NOW)
    assert [file.id for file in found.changed] == [changed.id]
    assert [file.id for file in found.missing] == [lost.id]
    assert found.unclaimed == [left_over]
    assert CustodyEntry.objects.filter(act="FAILED").count() == 2
    with pytest.raises(CommandError):
        call_command("evidence", "verify", stdout=StringIO(), stderr=StringIO())


def test_a_store_interrupted_before_its_end_leaves_no_half_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        keep(cast, samples.PDF, "a.pdf")
    assert not File.objects.exists()
    assert [path for path in store.path_of("0" * 64).parents[2].rglob("*") if path.is_file()] == []
