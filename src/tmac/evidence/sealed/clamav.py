"""Asks ClamAV's daemon about a file while it passes (clamd(8), INSTREAM)."""

from __future__ import annotations

import contextlib
import socket

from django.conf import settings

CLEAN, INFECTED, NOT_SCANNED = "CLEAN", "INFECTED", "NOT_SCANNED"
PATIENCE = 20.0  # seconds, for each answer
_FAULTS = (OSError, ValueError)


class Scan:
    """One file on its way through the daemon; a daemon that fails scans nothing, and says so."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None
        if settings.CLAMD:
            with contextlib.suppress(*_FAULTS):
                self._line = connect(settings.CLAMD)
                self._line.sendall(b"zINSTREAM\0")

    def feed(self, part: bytes) -> None:
        if self._line is None or not part:
            return
        try:
            self._line.sendall(len(part).to_bytes(4, "big") + part)
        except _FAULTS:
            self.close()

    def verdict(self) -> str:
        """CLEAN, INFECTED, or NOT_SCANNED when there is no daemon or it failed."""
        if self._line is None:
            return NOT_SCANNED
        try:
            self._line.sendall(bytes(4))
            answer = self._line.recv(4096).rstrip(b"\0\n")
        except _FAULTS:
            return NOT_SCANNED
        finally:
            self.close()
        if answer.endswith(b" FOUND"):
            return INFECTED
        return CLEAN if answer.endswith(b": OK") else NOT_SCANNED

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def connect(address: str) -> socket.socket:
    """host:port, or the path of a socket."""
    if "/" in address:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def is_answering() -> bool:
    """Whether the daemon that the settings name answers PING."""
    try:
        with contextlib.closing(connect(settings.CLAMD)) as line:
            line.sendall(b"zPING\0")
            return line.recv(16).startswith(b"PONG")
    except _FAULTS:
        return False
