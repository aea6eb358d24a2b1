"""Files are known by their bytes; what could run or pretends to be something else is refused."""

from __future__ import annotations

import zlib

import pytest

from tests.evidence import samples
from tmac.core.errors import Invalid
from tmac.evidence.formats import format_of
from tmac.evidence.naming import clean_name

PACKED = b"1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\n%b\nendstream endobj"


def test_letters_that_stand_by_chance_in_a_packed_picture_are_no_script() -> None:
    picture = b"1 0 obj << /Subtype /Image >>\nstream\r\n\x00/JS \x01/Launch \x02\nendstream endobj"
    assert format_of(samples.PDF + picture, ".pdf").mime == "application/pdf"


@pytest.mark.parametrize(
    ("content", "ending", "mime", "kind"),
    [
        (samples.jpeg(), ".jpg", "image/jpeg", "PHOTO"),
        (samples.jpeg(), ".jpeg", "image/jpeg", "PHOTO"),
        (samples.png(), ".png", "image/png", "PHOTO"),
        (samples.webp(), ".webp", "image/webp", "PHOTO"),
        (samples.HEIC, ".heic", "image/heic", "PHOTO"),
        (samples.PDF, ".pdf", "application/pdf", "DOCUMENT"),
        (samples.MP4, ".mp4", "video/mp4", "VIDEO"),
        (samples.M4A, ".m4a", "audio/mp4", "SOUND"),
        (samples.MP3, ".mp3", "audio/mpeg", "SOUND"),
        (samples.OGG, ".ogg", "audio/ogg", "SOUND"),
        ("บันทึก 1\n".encode(), ".txt", "text/plain", "TEXT"),
        ("ก,ข\n1,2\n".encode("cp874"), ".csv", "text/csv", "TABLE"),
    ],
)
def test_what_may_be_evidence_is_known_by_its_bytes(
    content: bytes, ending: str, mime: str, kind: str
) -> None:
    found = format_of(content, ending)
    assert (found.mime, found.kind) == (mime, kind)


@pytest.mark.parametrize(
    ("parts", "ending", "kind"),
    [
        (samples.DOCX, ".docx", "DOCUMENT"),
        (samples.XLSX, ".xlsx", "TABLE"),
    ],
)
def test_office_files_are_known_by_their_parts(
    parts: tuple[str, ...], ending: str, kind: str
) -> None:
    assert format_of(samples.office(*parts), ending).kind == kind


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (samples.EXE, ".jpg"),
        (samples.EXE, ".txt"),
        (samples.png(), ".jpg"),
        (samples.PDF, ".docx"),
        (b"<html><script>1</script>", ".txt"),
        (b"\xef\xbb\xbf <svg onload=1>", ".csv"),
        (b"#!/bin/sh\n", ".txt"),
        (b"\x00\x01\x02", ".txt"),
        (b"rubbish", ".jpg"),
        (b"PK\x03\x04rubbish", ".docx"),
        (samples.office("word/document.xml", "word/vbaProject.bin"), ".docx"),
        (samples.office("evil/run.exe"), ".docx"),
        (samples.office(), ".xlsx"),
        (samples.PDF + b"<< /JavaScript (x) >>", ".pdf"),
        (samples.PDF + b"<< /S /Launch >>", ".pdf"),
        (samples.PDF + b"<< /J#61vaScript (x) >>", ".pdf"),
        (samples.PDF + PACKED % zlib.compress(b"<< /S /JavaScript >>"), ".pdf"),
        (samples.PDF + b"<< /EmbeddedFiles 1 >>", ".pdf"),
    ],
)
def test_what_pretends_or_could_run_is_refused_with_a_sentence(content: bytes, ending: str) -> None:
    with pytest.raises(Invalid) as refusal:
        format_of(content, ending)
    assert refusal.value.faults[0].field == "file"
    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize(
    ("given", "name", "ending"),
    [
        ("ภาพถ่าย.JPG", "ภาพถ่าย.jpg", ".jpg"),
        ("C:\\Users\\somsri\\สัญญา.pdf", "สัญญา.pdf", ".pdf"),
        ("../../etc/passwd.txt", "passwd.txt", ".txt"),
        ("\u202efdp.exe\u202c.pdf", None, ""),
        ("รายงาน 1.2.2569.pdf", "รายงาน 1.2.2569.pdf", ".pdf"),
        ('a"b<c>|d?.png', "a_b_c_d_.png", ".png"),
        ("x" * 300 + ".png", "x" * 116 + ".png", ".png"),
    ],
)
def test_a_name_keeps_its_meaning_and_loses_what_deceives(
    given: str, name: str | None, ending: str
) -> None:
    if name is None:
        with pytest.raises(Invalid):
            clean_name(given)
    else:
        assert clean_name(given) == (name, ending)


@pytest.mark.parametrize(
    "given",
    ["run.exe", "a.docm", "photo.exe.jpg", "page.html.pdf", "x.php.png", "noending", ".jpg", ""],
)
def test_programs_and_double_endings_are_refused(given: str) -> None:
    with pytest.raises(Invalid):
        clean_name(given)
