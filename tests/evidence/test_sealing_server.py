"""The real server seals: what it answered for survives kill -9, and nothing in clear is left."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import pytest
from django.conf import settings
from django.db import connection

from tests.disk import bytes_of
from tests.evidence import samples
from tmac.evidence import sealed
from tmac.vault.formats import stream
from tmac.vault.formats.secret import FileKey

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MIB = 1 << 20
MARKER = b"MARKER-frightened-4711"
BOUNDARY = "----boundary-of-the-test"


class Server:
    """Granian with the small door, in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.log = folder / "log"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        env = {
            **os.environ,
            "TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "TEST_SEALED_ROOT": str(settings.SEALED_ROOT),
            "TMPDIR": str(self.temporary),
        }
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "4", "--access-log", "tests.evidence.server:application",
        ]  # fmt: skip
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                command, env=env, stdout=out, stderr=out, start_new_session=True
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(self.url, timeout=5):
                    return
            except OSError:
                assert time.monotonic() < until, self.log.read_text()
                time.sleep(0.1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/tell/"

    def post(self, body: bytes) -> Any:
        head = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        request = urllib.request.Request(self.url, body, head)
        with urllib.request.urlopen(request, timeout=120) as answer:
            assert answer.status == 201
            return json.loads(answer.read())

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def memory(self) -> int:
        """Bytes that the server and its workers hold and share with nobody."""
        family = psutil.Process(self.process.pid)
        return sum(one.memory_info().rss for one in [family, *family.children(recursive=True)])


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.SEALED_ROOT = tmp_path / "sealed"


def form(name: str, content: bytes) -> bytes:
    """The body of a form with words and one file."""
    parts = [('name="text"', MARKER), (f'name="files"; filename="{name}"', content)]
    heads = [
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n" for head, _c in parts
    ]
    written = [head.encode() + content for head, (_h, content) in zip(heads, parts, strict=True)]
    return b"\r\n".join([*written, f"--{BOUNDARY}--\r\n".encode()])


def opened(answer: Any) -> bytes:
    (manifest,), (objects,) = answer["manifests"], answer["objects"]
    case, file_id = UUID(answer["case"]), UUID(manifest["id"])
    parts = (b"".join(sealed.iter_object(case=case, file_id=file_id, n=n)) for n in range(objects))
    key = FileKey(base64.b64decode(manifest["key"]))
    return b"".join(stream.unseal(key, case, file_id, parts, manifest["size"]))


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file that the server could have written: its folders, the database and its logs."""
    places = [folder, Path(settings.VAR)]
    for place in places:
        for path in place.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield path, bytes_of(path)


def test_what_the_server_has_answered_for_is_there_after_kill_9(tmp_path: Path) -> None:
    content = samples.PDF + os.urandom(3 * MIB)
    with running(tmp_path) as server:
        answer = server.post(form("a.pdf", content))
        server.kill()
        assert opened(answer) == content


def test_neither_words_nor_names_nor_bytes_of_a_form_are_left_in_clear(tmp_path: Path) -> None:
    content = samples.PDF + MARKER * 50_000
    with running(tmp_path) as server:
        answer = server.post(form(f"{MARKER.decode()}.pdf", content))
        server.post(form("IMG.jpg", samples.jpeg() + MARKER))
        assert answer["text_length"] == len(MARKER)
        with open_line(server, form(f"{MARKER.decode()}.txt", content)[:200_000]):
            time.sleep(1)
            while_under_way = [path for path, found in everything(tmp_path) if MARKER in found]
        server.kill()
    assert opened(answer) == content
    assert while_under_way == []
    assert [path for path, found in everything(tmp_path) if MARKER in found] == []
    assert b"/tell/" in server.log.read_bytes()
    assert list(server.temporary.rglob("*.upload*")) == []


@contextmanager
def open_line(server: Server, begun: bytes) -> Iterator[None]:
    """A form of which only the beginning arrives while the line stays open."""
    head = (
        f"POST /tell/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(begun) * 10}\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(head.encode() + begun)
        yield


def test_a_large_file_does_not_make_the_server_grow(tmp_path: Path) -> None:
    """A recording: photos are held in memory to be stripped, and documents where mat2 is there."""
    with running(tmp_path) as server:
        for _warm_up in range(2):
            server.post(form("a.ogg", samples.OGG + bytes(2 * MIB)))
        body = form("a.ogg", samples.OGG + os.urandom(24 * MIB))
        before, peak = server.memory(), Peak(server)
        for _again in range(3):
            server.post(body)
        assert peak.stop() - before < 12 * MIB


class Peak(threading.Thread):
    """Looks at the memory of a server until it is stopped; then tells the most."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self.server, self.most, self.is_over = server, 0, False
        self.start()

    def run(self) -> None:
        while not self.is_over:
            self.most = max(self.most, self.server.memory())
            time.sleep(0.01)

    def stop(self) -> int:
        self.is_over = True
        self.join()
        return self.most
