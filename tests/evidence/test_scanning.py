"""ClamAV and mat2, where an installation has them: asked in passing, and never a reason to drop."""

from __future__ import annotations

import io
import os
import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from tests.evidence import samples
from tests.evidence.sealing import NOW
from tmac.evidence import sealed
from tmac.evidence.sealed import clamav, metadata

pytestmark = pytest.mark.django_db
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-" + b"FILE!$H+H*"


class Daemon(threading.Thread):
    """A clamd of a test: speaks INSTREAM and PING as clamd(8) says, and finds EICAR."""

    def __init__(self, path: Path, *, hangs_up_after: int = 1 << 40) -> None:
        super().__init__(daemon=True)
        self.hangs_up_after = hangs_up_after
        self.received: list[bytes] = []
        self._line = socket.socket(socket.AF_UNIX)
        self._line.bind(str(path))
        self._line.listen()
        self.start()

    def run(self) -> None:
        while True:
            try:
                peer, _address = self._line.accept()
            except OSError:
                return
            with peer, peer.makefile("rwb") as both:
                self._answer(both)

    def stop(self) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()
        self.join()

    def _answer(self, both: Any) -> None:
        if _word(both) == b"zPING":
            both.write(b"PONG\0")
            return
        content = b""
        while size := int.from_bytes(both.read(4), "big"):
            content += both.read(size)
            if len(content) > self.hangs_up_after:
                return
        self.received.append(content)
        both.write(b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0")


def _word(both: Any) -> bytes:
    word = b""
    while not word.endswith(b"\0"):
        word += both.read(1)
    return word[:-1]


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEALED_ROOT = tmp_path / "sealed"
    settings.CLAMD = str(tmp_path / "clamd")
    monkeypatch.setattr(metadata, "_MOUNTS", tmp_path / "none")


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    running = Daemon(tmp_path / "clamd")
    yield running
    running.stop()


def seal(content: bytes, name: str = "a.bin", **more: Any) -> sealed.SealedUpload:
    return sealed.seal_bytes(now=NOW, case=uuid4(), name=name, content=content, **more)


def test_an_infected_file_is_kept_and_marked(daemon: Daemon) -> None:
    content = bytes(200_000) + EICAR
    file = seal(content)
    assert (file.scan, file.quarantine) == ("INFECTED", True)
    assert daemon.received == [content]
    assert clamav.is_answering()


def test_a_clean_file_is_said_to_be_clean(daemon: Daemon) -> None:
    assert (seal(b"words").scan, seal(b"words").quarantine) == ("CLEAN", False)
    assert daemon.received == [b"words", b"words"]


def test_a_photo_is_scanned_as_it_came(daemon: Daemon) -> None:
    seal(samples.jpeg(), "a.jpg")
    assert daemon.received == [samples.jpeg()]


def test_without_a_daemon_nothing_is_scanned_and_everything_kept(settings: Any) -> None:
    assert seal(EICAR).scan == "NOT_SCANNED"
    assert not clamav.is_answering()
    for wrong in ("", "127.0.0.1:1", "nonsense", "host:port"):
        settings.CLAMD = wrong
        assert seal(EICAR).scan == "NOT_SCANNED"


def test_a_daemon_that_hangs_up_has_scanned_nothing(tmp_path: Path) -> None:
    running = Daemon(tmp_path / "clamd", hangs_up_after=100)
    file = seal(bytes(20 << 20))
    assert (file.scan, file.size) == ("NOT_SCANNED", 20 << 20)
    running.stop()


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.properties.creator = "somsri-of-the-office"
    book.save(out)
    return out.getvalue()


def core(content: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read("docProps/core.xml")


@pytest.fixture
def in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in memory for mat2, as far as the product can tell."""
    folder = tmp_path / "memory"
    folder.mkdir()
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tmpfs {folder} tmpfs rw 0 0\n")
    monkeypatch.setattr(metadata, "MEMORY", folder)
    monkeypatch.setattr(metadata, "_MOUNTS", mounts)
    return folder


@pytest.fixture
def mat2(tmp_path: Path, in_memory: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called mat2 that replaces the document, and notes where it lay."""
    program = tmp_path / "bin" / "mat2"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nfor last; do :; done\necho "$last" > {tmp_path}/seen\n'
                       'stat -c %a "$(dirname "$last")" >> ' + f"{tmp_path}/seen\n"
                       'printf "%%PDF clean" > "$last"\n')  # fmt: skip
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return program


def test_documents_pass_mat2_in_a_private_folder_in_memory_that_is_gone_after(
    mat2: Path, in_memory: Path, tmp_path: Path
) -> None:
    file = seal(samples.PDF, "สัญญา.pdf")
    assert (file.size, file.kept_original) == (10, False)
    place, mode = (tmp_path / "seen").read_text().split()
    assert Path(place).parents[1] == in_memory
    assert "สัญญา" not in place
    assert mode == "700"
    assert list(in_memory.iterdir()) == []


def test_originals_and_what_is_no_document_do_not_pass_mat2(mat2: Path) -> None:
    assert seal(samples.PDF, "a.pdf", keep_original=True).kept_original is True
    assert seal(samples.OGG, "a.ogg").size == len(samples.OGG)


def test_a_document_that_mat2_cannot_clean_is_kept_as_it_is_and_marked_so(mat2: Path) -> None:
    mat2.write_text("#!/bin/sh\nexit 1\n")
    file = seal(samples.PDF, "a.pdf")
    assert (file.size, file.kept_original) == (len(samples.PDF), True)


def test_mat2_is_not_used_when_its_folder_would_be_on_a_disk(mat2: Path, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(f"/dev/sda1 {tmp_path}/memory ext4 rw 0 0\n")
    assert metadata.program() is None
    assert seal(samples.PDF, "a.pdf").kept_original is True


def test_the_real_mat2_takes_the_author_out_of_a_workbook(in_memory: Path) -> None:
    if shutil.which("mat2") is None:
        pytest.skip("needs mat2 (Debian: apt-get install mat2)")
    content = workbook()
    assert b"somsri-of-the-office" in core(content)
    cleaned = metadata.cleaned(content, ".xlsx")
    assert cleaned is not None
    assert b"somsri-of-the-office" not in core(cleaned)
