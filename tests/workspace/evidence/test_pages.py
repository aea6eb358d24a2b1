"""Evidence leaves only to those who may open it, as a download that can run nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import Cast
from tests.evidence import samples
from tmac.evidence import services
from tmac.evidence.models import CustodyEntry
from tmac.evidence.queries import FileInfo
from tmac.riskmap import services as riskmap
from tmac.riskmap.drafts import PinDraft
from tmac.taxonomy.services import load_reference

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(cast: Cast, settings: Any, tmp_path: Path) -> FileInfo:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    load_reference()
    draft = PinDraft(
        category="PRC",
        agency_kind="SAO",
        province_code="74",
        title="ถนนคอนกรีตบางกว่าแบบ",
        subdistrict_code="740106",
    )
    pin = riskmap.draft_pin(by=cast("somsri"), now=NOW, draft=draft)
    return services.store(
        by=cast("somsri"),
        now=NOW,
        upload=SimpleUploadedFile("ถนน.jpg", samples.jpeg()),
        subject="pin",
        subject_id=pin.pk,
        province_code="74",
    )


def opened(cast: Cast, name: str, page: str, file: FileInfo) -> tuple[Any, bytes]:
    """The answer to a person who opens a page of a file, and its bytes."""
    answer = cast.client(name).get(reverse(f"workspace:{page}", args=[file.id]))
    body = answer.getvalue()
    return answer, body


@pytest.mark.parametrize("page", ["file", "file_download", "file_photo"])
@pytest.mark.parametrize(
    ("name", "status"),
    [("somsri", 200), ("preecha", 404), ("pim", 403), ("apinya", 403), ("kittisak", 403)],
)
def test_who_opens_a_file(cast: Cast, file: FileInfo, page: str, name: str, status: int) -> None:
    assert opened(cast, name, page, file)[0].status_code == status


def test_a_download_is_an_attachment_that_can_run_nothing(cast: Cast, file: FileInfo) -> None:
    answer, body = opened(cast, "somsri", "file_download", file)
    assert samples.SECRET not in body
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_every_opening_is_in_the_custody_log_and_a_refusal_is_not(
    cast: Cast, file: FileInfo
) -> None:
    opened(cast, "somsri", "file_download", file)
    opened(cast, "somsri", "file_photo", file)
    opened(cast, "preecha", "file_download", file)
    acts = list(CustodyEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["STORED", "DOWNLOADED", "VIEWED"]


def test_the_page_shows_both_fingerprints_and_the_custody(cast: Cast, file: FileInfo) -> None:
    page = opened(cast, "somsri", "file", file)[1].decode()
    assert file.sha256 in page
    assert file.stored_sha256 in page
    assert "สมศรี นาเกลือ" in page
