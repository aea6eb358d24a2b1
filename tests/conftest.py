"""Shared by all tests: nothing leaves this machine; the folder of material beside the project."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.browser", "tests.cast", "tests.flush", "tests.vault.keys"]

ROOT = Path(__file__).resolve().parents[1]
_LOOPBACK = ("127.", "::1", "localhost")

# The same examples in every run: a failing build can be repeated, and no run is slow by chance.
hypothesis_settings.register_profile("tmac", deadline=None, database=None, derandomize=True)
hypothesis_settings.load_profile("tmac")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of specifications and real files beside the project; a visible skip without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the folder ../shared beside the project")
    return folder


@pytest.fixture(autouse=True)
def _thai() -> None:
    """Each test begins in the first language, whatever the one before it has read."""
    translation.activate("th")


class NetworkBlocked(OSError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Connections to other machines fail at once, with the address in the message."""
    connect = socket.socket.connect

    def loopback_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            raise NetworkBlocked(f"A test tried to reach {address}")
        connect(self, address)

    socket.socket.connect = loopback_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
