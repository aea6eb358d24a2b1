"""A little S3 of the tests: one bucket in memory, spoken to by the real client."""

from __future__ import annotations

import hashlib
import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

MADE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_NO_KEY = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"


class Storage:
    """Runs until stopped; `objects` holds what it was given, `faults` the codes it answers next."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.faults: list[int] = []
        storage = self

        class Handler(_Handler):
            its = storage

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"s3://key:se%2Fcret@127.0.0.1:{self._server.server_port}/sealed?tls=0"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    its: Storage
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._fails():
            assert self.headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
            self.its.objects[self._key] = content
            self._answer(200, head={"ETag": f'"{hashlib.md5(content).hexdigest()}"'})

    def do_GET(self) -> None:
        if self._fails():
            return
        if not self._key:
            self._answer(200, self._listing().encode())
        elif self._key in self.its.objects:
            self._answer(200, self.its.objects[self._key])
        else:
            self._answer(404, _NO_KEY.encode())

    def do_DELETE(self) -> None:
        if not self._fails():
            self.its.objects.pop(self._key, None)
            self._answer(204)

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/sealed").strip("/")

    def _fails(self) -> bool:
        if not self.its.faults:
            return False
        error = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
        self._answer(self.its.faults.pop(0), error.encode())
        return True

    def _listing(self) -> str:
        rows = "".join(
            f"<Contents><Key>{key}</Key><Size>{len(content)}</Size>"
            f"<LastModified>{MADE:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key, content in sorted(self.its.objects.items())
        )
        return (
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>sealed</Name><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        )

    def _answer(self, code: int, body: bytes = b"", head: dict[str, Any] | None = None) -> None:
        self.send_response(code)
        for name, value in (head or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", format_datetime(MADE, usegmt=True))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Silent."""
