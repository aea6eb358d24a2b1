"""The words of the product that prepare an installation and serve it."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tmac.core import preparing
from tmac.core.management.commands import serve
from tmac.core.management.commands.prepare import named_address
from tmac.core.models import Loaded

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.django_db
def test_setup_loads_each_set_of_reference_data_once() -> None:
    first, second = io.StringIO(), io.StringIO()
    call_command("setup", stdout=first)
    call_command("setup", stdout=second)
    names = [reference.name for reference in preparing.references()]
    assert first.getvalue().count("Loading") == len(names) > 0
    assert second.getvalue() == ""
    assert set(Loaded.objects.values_list("name", flat=True)) == set(names)


@pytest.mark.django_db
def test_setup_loads_again_what_has_changed_and_only_that() -> None:
    call_command("setup", stdout=io.StringIO())
    changed = next(iter(preparing.references())).name
    Loaded.objects.filter(name=changed).update(mark="an older file")
    said = io.StringIO()
    call_command("setup", stdout=said)
    assert said.getvalue().strip() == f"* Loading the reference data of {changed} ..."


@pytest.mark.django_db
def test_all_migrations_have_run_in_a_prepared_database() -> None:
    assert not preparing.has_migrations_to_run()


def test_translations_refuse_a_package_that_does_not_exist() -> None:
    with pytest.raises(CommandError, match="No such package: riskmaps"):
        call_command("translations", "check", "riskmaps")


@pytest.mark.django_db
def test_one_web_process_serves_sqlite_and_several_serve_postgresql() -> None:
    command = serve.web_command()
    processes = command[command.index("--workers") + 1]
    assert (processes == "1") is (connection.vendor == "sqlite")
    assert command[command.index("--interface") + 1] == "wsgi"


@pytest.mark.parametrize(
    ("origin", "hosts", "named"),
    [
        ("http://127.0.0.1:8000", ["127.0.0.1", "localhost"], "http://localhost:8000"),
        ("http://127.0.0.1:8000", ["127.0.0.1"], ""),
        ("https://tmac.example.go.th", ["tmac.example.go.th", "localhost"], ""),
    ],
)
def test_an_address_with_a_name_is_told_beside_the_number(
    origin: str, hosts: list[str], named: str
) -> None:
    assert named_address(origin, hosts) == named


@pytest.mark.slow
def test_an_empty_folder_becomes_a_server_that_answers_and_stops_when_told(tmp_path: Path) -> None:
    if not (settings.ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("needs the built front end (./tmac up or ./tmac test build it)")
    port = _free_port()
    env = {**os.environ, "TMAC_VAR": str(tmp_path), "TMAC_PORT": str(port), "TMAC_ENV_FILE": ""}
    env |= {"TMAC_DATABASE_URL": "", "TMAC_DEMO": "0"}
    env["DJANGO_SETTINGS_MODULE"] = "tmac.config.settings"
    tmac = [sys.executable, "-m", "tmac"]
    subprocess.run([*tmac, "prepare"], cwd=ROOT, env=env, check=True)
    server = subprocess.Popen([*tmac, "serve"], cwd=ROOT, env=env)
    try:
        answer = _first_answer(f"http://127.0.0.1:{port}/")
        assert "content-security-policy" in answer.lower()
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=30)
    assert code == 0
    assert not _is_answering(port)


def _first_answer(url: str) -> str:
    """The head of the first good answer, within half a minute."""
    until = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return str(answer.headers)
        except OSError:
            assert time.monotonic() < until, "the server did not answer"
            time.sleep(0.2)


def _is_answering(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
