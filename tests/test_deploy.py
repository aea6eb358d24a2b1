"""What an operator runs: the backup holds everything; a public address gets safe settings."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_backup_holds_database_evidence_and_key_with_checksums(tmp_path: Path) -> None:
    if not (ROOT / ".venv" / "bin" / "python").exists():
        pytest.skip("needs the environment of ./tmac in .venv")
    var = tmp_path / "var"
    (var / "evidence" / "ab").mkdir(parents=True)
    (var / "evidence" / "ab" / "abc").write_bytes(b"photo")
    (var / "secret_key").write_text("k" * 50)
    with sqlite3.connect(var / "tmac.sqlite3") as database:
        database.execute("CREATE TABLE pins (code TEXT)")
        database.execute("INSERT INTO pins VALUES ('2569-74-0001')")
    env = {**os.environ, "TMAC_VAR": str(var), "TMAC_DATABASE_URL": "", "TMAC_ENV_FILE": ""}
    done = subprocess.run(
        [ROOT / "deploy" / "backup.sh", tmp_path / "kept"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    with tarfile.open(done.stdout.strip()) as archive:
        archive.extractall(tmp_path / "back", filter="data")
    back = tmp_path / "back"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=back, check=True)
    assert (back / "evidence" / "ab" / "abc").read_bytes() == b"photo"
    assert (back / "secret_key").exists()
    with sqlite3.connect(back / "tmac.sqlite3") as copy:
        assert copy.execute("SELECT code FROM pins").fetchall() == [("2569-74-0001",)]


@pytest.mark.slow
def test_a_public_address_gets_secure_cookies_and_no_complaint_of_django(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "TMAC_ENV_FILE": "",
        "TMAC_VAR": str(tmp_path),
        "TMAC_ORIGIN": "https://tmac.example.go.th",
        "TMAC_HOSTS": "tmac.example.go.th",
        "DJANGO_SETTINGS_MODULE": "tmac.config.settings",
    }
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE")  # which the tests' own settings put there
    done = subprocess.run(
        [sys.executable, "-m", "tmac", "check", "--deploy", "--fail-level", "WARNING"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
