"""`./tmac` before the product runs: what it installs, skips, refuses and reports."""

from __future__ import annotations

import os
import socket
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tools import frontend, machine, steps, suite, up

ROOT = Path(__file__).resolve().parents[2]


def tmac(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", str(ROOT / "tmac"), *words]
    return subprocess.run(
        command, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("help",), ("--help",)])
def test_help_names_every_word_of_the_project(words: tuple[str, ...]) -> None:
    said = tmac(*words).stdout
    for word in ("up", "install", "test", "check", "fix", "bench", "help"):
        assert f"./tmac {word}" in said


@pytest.mark.slow
def test_without_a_new_enough_python_it_says_what_to_install(tmp_path: Path) -> None:
    for program in ("dirname", "readlink"):
        (tmp_path / program).symlink_to(f"/usr/bin/{program}")
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    bash = "/bin/bash"
    done = subprocess.run(
        [bash, str(ROOT / "tmac"), "help"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


def test_a_digest_follows_contents_and_names_not_dates(tmp_path: Path) -> None:
    folder = ROOT / "tests" / "tools"
    before = steps.digest([folder / "test_tools.py"])
    os.utime(folder / "test_tools.py")
    assert steps.digest([folder / "test_tools.py"]) == before
    assert steps.digest([folder / "test_tools.py", folder / "__init__.py"]) != before
    stamp = tmp_path / "deep" / "stamp"
    assert not steps.is_stamped(stamp, before)
    steps.put_stamp(stamp, before)
    assert steps.is_stamped(stamp, before)


def test_a_failing_step_names_the_command_and_the_remedy() -> None:
    with pytest.raises(steps.StepFailed, match=r"false ended with 1\. Try again\."):
        steps.run("false", remedy="Try again.")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("TMAC_DEMO", "TMAC_PORT", "TMAC_DATABASE_URL", "TMAC_ORIGIN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(up, "ROOT", tmp_path)
    return tmp_path


def test_a_trial_has_demonstration_data_and_the_wished_port(bare: Path) -> None:
    assert up._settings(None) == {"TMAC_PORT": "8000", "TMAC_DEMO": "1"}
    assert up._settings(8123)["TMAC_PORT"] == "8123"


@pytest.mark.parametrize(
    ("line", "demo"),
    [
        ("TMAC_DEMO=0", "0"),
        ("TMAC_ORIGIN=https://tmac.example.go.th", "0"),
        ("TMAC_DATABASE_URL=postgresql://a/b", "0"),
        ("TMAC_DATABASE_URL=postgresql://a/b\nTMAC_DEMO=1", "1"),
        ("# TMAC_DEMO=0", "1"),
    ],
)
def test_a_real_installation_never_gets_demonstration_data_unasked(
    line: str, demo: str, bare: Path
) -> None:
    (bare / ".env").write_text(line, encoding="utf-8")
    assert up._settings(None)["TMAC_DEMO"] == demo


def test_a_port_in_use_is_refused_with_another_one_offered() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(steps.StepFailed, match=f"--port {port + 1}"):
            up._port_is_free(port)


@pytest.mark.parametrize(
    ("said", "is_usable"),
    [
        ("v20.19.0", True),
        ("v20.18.3", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v26.1.0", True),
        ("strange", False),
    ],
)
def test_only_a_node_that_vite_can_use_is_taken(
    said: str, is_usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {said}\n")
    node.chmod(0o755)
    (tmp_path / "npm").touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert (frontend._system_node() == tmp_path) is is_usable


def test_the_summary_ends_in_the_words_of_pytest_and_fails_when_a_part_failed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = suite.Outcome("tests", "passed", 1.0, "3 passed in 1s", Counter(passed=3, skipped=1))
    bad = suite.Outcome("lint", "failed", 2.0, counts=Counter(failed=1))
    assert suite._summary([good], 4.0) == 0
    assert suite._summary([good, bad], 4.0) == 1
    assert capsys.readouterr().out.splitlines()[-1] == (
        "===== 1 failed, 3 passed, 1 skipped in 4.00s ====="
    )


def test_a_machine_that_may_not_install_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    with pytest.raises(machine.Unavailable, match="sudo apt-get install chromium"):
        machine._apt_install("chromium")


def test_a_given_postgresql_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMAC_TEST_POSTGRES", "postgresql://a@127.0.0.1/b")
    with machine.postgres() as url:
        assert url == "postgresql://a@127.0.0.1/b"
