"""Forms whose files are sealed while they arrive: nothing in clear anywhere, nothing lost."""

from __future__ import annotations

import base64
import hashlib
import io
import tracemalloc
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from tests.evidence import samples
from tests.evidence.sealing import NOW
from tmac.core.errors import Refused
from tmac.evidence import sealed
from tmac.evidence.models import SealedFile
from tmac.evidence.sealed import metadata
from tmac.evidence.store import Folder
from tmac.vault.formats import stream
from tmac.vault.formats.secret import FileKey

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.evidence.door")]
MIB = 1 << 20
MARKER = b"MARKER-of-a-frightened-person-4711"
BOUNDARY = "----boundary"


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEALED_ROOT = tmp_path / "sealed"
    monkeypatch.setattr(metadata, "program", lambda: None)


@pytest.fixture
def store(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "sealed", levels=1)


def post(client: Client, *files: tuple[str, bytes], field: str = "files", **more: Any) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    answer = client.post("/tell/", {"text": "words", field: given, "last": "1", **more})
    assert answer.status_code == 201
    return answer.json()


def opened(answer: Any, n: int = 0) -> bytes:
    """File `n` of the answer, opened as an officer's browser would."""
    manifest, case = answer["manifests"][n], UUID(answer["case"])
    file_id, key = UUID(manifest["id"]), FileKey(base64.b64decode(manifest["key"]))
    objects = (
        b"".join(sealed.iter_object(case=case, file_id=file_id, n=one))
        for one in range(answer["objects"][n])
    )
    return b"".join(stream.unseal(key, case, file_id, objects, manifest["size"]))


def pdf(size: int) -> bytes:
    return samples.PDF + bytes(size - len(samples.PDF))


def test_a_file_of_a_form_is_sealed_and_its_manifest_opens_it(client: Client) -> None:
    content = pdf(2 * MIB + 12_345)
    answer = post(client, ("สัญญา จ้าง.pdf", content))
    (manifest,) = answer["manifests"]
    assert opened(answer) == content
    assert (manifest["name"], manifest["mime"]) == ("สัญญา จ้าง.pdf", "application/pdf")
    assert (manifest["kind"], manifest["kept_original"]) == ("document", True)
    assert manifest["size"] == len(content)
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    assert answer["fields"] == {"files": 1}
    assert answer["text_length"] == 5


@pytest.mark.parametrize("size", [1, 4095, 4096, MIB - 1, MIB, MIB + 1, 25 * MIB])
def test_files_of_every_length_come_back_whole(client: Client, size: int) -> None:
    content = bytes(range(251)) * (size // 251 + 1)
    answer = post(client, ("a.bin", content[:size]))
    assert answer["faults"] == []
    assert opened(answer) == content[:size]
    assert answer["objects"] == [len(stream.object_sizes(stream.padme(size)))]


@pytest.mark.parametrize("make", [samples.jpeg, samples.png, samples.webp])
def test_photos_lose_their_metadata_before_they_are_sealed(client: Client, make: Any) -> None:
    answer = post(client, (f"IMG.{make.__name__}", make()))
    assert samples.SECRET in make()
    assert samples.SECRET not in opened(answer)
    (manifest,) = answer["manifests"]
    assert (manifest["kind"], manifest["kept_original"]) == ("photo", False)
    assert manifest["sha256"] == hashlib.sha256(opened(answer)).hexdigest()


def test_an_original_keeps_its_metadata_when_the_reporter_wishes(client: Client) -> None:
    answer = post(client, ("IMG.jpg", samples.jpeg()), field="originals")
    assert opened(answer) == samples.jpeg()
    assert answer["manifests"][0]["kept_original"] is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [samples.jpeg()[:60], b"\x00\x00\x00\x18ftypheic" + bytes(90)])
def test_a_photo_whose_metadata_cannot_be_taken_out_is_not_sent_unasked(
    client: Client, store: Folder, content: bytes
) -> None:
    answer = post(client, ("IMG.jpg", content), ("a.pdf", samples.PDF))
    ((field, sentence),) = answer["faults"]
    assert field == "files"
    assert "ต้นฉบับ" in sentence
    assert [manifest["name"] for manifest in answer["manifests"]] == ["a.pdf"]
    assert len(list(store.all_hashes())) == 1


@pytest.mark.parametrize(
    ("given", "content", "name", "mime", "kind"),
    [
        ("ภาพ.pdf", samples.jpeg(), "ภาพ.jpg", "image/jpeg", "photo"),
        ("image", samples.jpeg(), "image.jpg", "image/jpeg", "photo"),
        ("a.docx", b"PK\x03\x04" + bytes(99), "a.docx", None, "document"),
        ("a.zip", b"PK\x03\x04" + bytes(99), "a.zip", "application/zip", "other"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(99), "a.doc", "application/msword", "document"),
        ("บันทึก.txt", "เห็นกับตา".encode(), "บันทึก.txt", "text/plain", "document"),
        ("voice.webm", b"\x1a\x45\xdf\xa3" + bytes(99), "voice.webm", "video/webm", "other"),
        ("a.m4a", b"\x00\x00\x00\x18ftypM4A " + bytes(99), "a.m4a", "audio/mp4", "voice"),
        ("x.dat", b"\x00\x01\x02", "x.dat", "application/octet-stream", "other"),
        ("page.txt", b"<script>alert(1)</script>", "page.txt", "application/octet-stream", "other"),
        ("..\\..\\etc/passwd.txt", b"root", "passwd.txt", "text/plain", "document"),
    ],
)
def test_what_a_file_is_is_told_by_its_bytes(
    client: Client, given: str, content: bytes, name: str, mime: str | None, kind: str
) -> None:
    (manifest,) = post(client, (given, content))["manifests"]
    assert (manifest["name"], manifest["kind"]) == (name, kind)
    assert mime in (None, manifest["mime"])


@pytest.mark.parametrize("name", ["run.exe", "a.pdf.exe", "page.html", "a.docm"])
def test_programs_are_refused_and_the_rest_of_the_form_is_kept(client: Client, name: str) -> None:
    answer = post(client, (name, b"MZ" + bytes(9000)), ("b.pdf", samples.PDF))
    assert [field for field, _sentence in answer["faults"]] == ["files"]
    assert [manifest["name"] for manifest in answer["manifests"]] == ["b.pdf"]
    assert answer["text_length"] == 5
    assert SealedFile.objects.count() == 1


def test_a_file_over_the_limit_says_the_limit_and_the_others_are_kept(
    client: Client, store: Folder
) -> None:
    answer = post(client, ("big.pdf", pdf(25 * MIB + 1)), ("b.pdf", samples.PDF))
    ((_field, sentence),) = answer["faults"]
    assert "25" in sentence
    assert [manifest["name"] for manifest in answer["manifests"]] == ["b.pdf"]
    assert answer["text_length"] == 5
    assert len(list(store.all_hashes())) == 1


def test_the_eleventh_file_says_the_limit_and_the_ten_are_kept(client: Client) -> None:
    answer = post(client, *[(f"{n}.pdf", samples.PDF) for n in range(12)])
    ((_field, sentence),) = answer["faults"]
    assert "10" in sentence
    assert len(answer["manifests"]) == 10


def test_an_empty_file_is_told(client: Client) -> None:
    answer = post(client, ("a.pdf", b""), ("b.pdf", samples.PDF))
    assert len(answer["faults"]) == 1
    assert len(answer["manifests"]) == 1
    assert SealedFile.objects.count() == 1


def test_a_full_store_is_told_and_the_words_are_kept(client: Client, settings: Any) -> None:
    settings.SEALED_WAITING_MB = 1
    answer = post(client, ("a.pdf", samples.PDF))
    assert (answer["manifests"], answer["text_length"]) == ([], 5)
    assert "1 MB" in answer["faults"][0][1]


def test_a_form_many_times_too_large_is_left_at_once(rf: RequestFactory) -> None:
    body = multipart(("a.pdf", pdf(MIB)))
    request = rf.post("/tell/", body, content_type=f"multipart/form-data; boundary={BOUNDARY}")
    request.META["CONTENT_LENGTH"] = str(400 * MIB)
    handler = handled(request)
    assert "250" in str(handler.faults[0].message)
    assert request._stream.read(1) != b""  # the rest was left on the line


def multipart(*files: tuple[str, bytes]) -> bytes:
    """The body of a form: words, files, words again."""
    out = io.BytesIO()
    parts = [('name="text"', b"words"), *[(f'name="files"; filename="{n}"', c) for n, c in files]]
    for head, content in [*parts, ('name="last"', b"1")]:
        out.write(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode())
        out.write(content + b"\r\n")
    out.write(f"--{BOUNDARY}--\r\n".encode())
    return out.getvalue()


def handled(request: Any) -> sealed.SealingUpload:
    handler = sealed.SealingUpload(request, case=uuid4(), now=NOW)
    request.upload_handlers = [handler]
    assert request.POST is not None
    return handler


WHOLE = multipart(("a.pdf", pdf(MIB + 99)), ("b.pdf", samples.PDF))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "length",
    [len(WHOLE) - 1, len(WHOLE) - 40, len(WHOLE) - 300, 2 * MIB // 2, 700, 100],
)
def test_of_a_form_that_was_cut_short_no_file_is_kept(
    rf: RequestFactory, store: Folder, length: int
) -> None:
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    request = rf.post("/tell/", WHOLE[:length], content_type=content_type)
    request.META["CONTENT_LENGTH"] = str(len(WHOLE))
    handler = handled(request)
    assert handler.is_cut_short
    assert (handler.files, list(request.FILES)) == ([], [])
    assert not SealedFile.objects.exists()
    assert list(store.all_hashes()) == []


def test_the_whole_form_is_not_called_cut_short(rf: RequestFactory) -> None:
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    request = rf.post("/tell/", WHOLE, content_type=content_type)
    handler = handled(request)
    assert not handler.is_cut_short
    assert len(handler.files) == 2
    assert request.POST["last"] == "1"
    handler.drop()
    assert not SealedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_that_breaks_leaves_nothing_behind(rf: RequestFactory, store: Folder) -> None:
    class Breaking(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > MIB // 2:
                raise OSError("the line is gone")
            return super().read(size)

    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    request = rf.post("/tell/", WHOLE, content_type=content_type)
    request._stream = Breaking(multipart(("0.pdf", samples.PDF), ("a.pdf", pdf(2 * MIB))))
    with pytest.raises(OSError, match="gone"):
        handled(request)
    assert not SealedFile.objects.exists()
    assert list(store.all_hashes()) == []


def test_of_a_large_file_hardly_more_than_a_chunk_is_in_memory(rf: RequestFactory) -> None:
    head, tail = multipart(("a.pdf", b"%PDF-1.7\nXXXX")).split(b"XXXX")
    size = 24 * MIB

    class Generated(io.RawIOBase):
        """The body of the form, made while it is read."""

        left = size

        def read(self, wanted: int = -1, /) -> bytes:
            if self.left == size:
                self.left -= 1
                return head
            if self.left > 1:
                given = min(wanted, self.left - 1)
                self.left -= given
                return bytes(given)
            if self.left:
                self.left = 0
                return tail
            return b""

    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    request = rf.post("/tell/", b"x", content_type=content_type)
    request.META["CONTENT_LENGTH"] = str(len(head) + len(tail) + size - 2)
    request._stream = Generated()
    tracemalloc.start()
    handler = handled(request)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not handler.is_cut_short
    assert handler.files[0].size > 23 * MIB
    assert peak < 6 * MIB


def test_no_secret_is_seen_when_a_sealed_upload_is_printed(client: Client) -> None:
    file = sealed.seal_bytes(now=NOW, case=uuid4(), name="เงินใต้โต๊ะ.pdf", content=samples.PDF)
    shown = f"{file!r} {file} {[file]}"
    for secret in ("เงินใต้โต๊ะ", file.key.hex(), repr(bytes(file.key)), file.sha256, "pdf"):
        assert secret not in shown
    assert str(file.id) in shown


def test_bytes_of_a_channel_are_sealed_alike_or_refused_without_a_trace(settings: Any) -> None:
    case = uuid4()
    file = sealed.seal_bytes(now=NOW, case=case, name="IMG", content=samples.jpeg())
    assert (file.name, file.kept_original) == ("IMG.jpg", False)
    settings.SEALED_WAITING_MB = 1
    with pytest.raises(Refused):
        sealed.seal_bytes(now=NOW, case=case, name="IMG", content=samples.jpeg())
    assert SealedFile.objects.count() == 1
