"""The operator's settings: every fault at once, in plain words, with the remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tmac.config.env import Env, SettingsFault, env_file, read_env


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TMAC_"):
            monkeypatch.delenv(name)


def faults(**given: str) -> list[str]:
    """The lines of the report about these settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(f"TMAC_{name.upper()}", value)
        try:
            read_env()
        except SettingsFault as fault:
            return [line.strip(" -") for line in str(fault).splitlines()[1:-1]]
    return []


def test_without_any_setting_a_trial_installation_runs() -> None:
    env = read_env()
    assert (env.origin, env.demo, env.database_url) == ("http://127.0.0.1:8000", False, "")


def test_the_address_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMAC_PORT", "8123")
    assert read_env().origin == "http://127.0.0.1:8123"


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMAC_HOSTS", "tmac.example.go.th, 127.0.0.1")
    assert read_env().hosts == ["tmac.example.go.th", "127.0.0.1"]


def test_former_keys_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMAC_SECRET_KEY_FALLBACKS", f"{'a' * 40}, {'b' * 40}")
    keys = [key.get_secret_value() for key in read_env().secret_key_fallbacks]
    assert keys == ["a" * 40, "b" * 40]


def test_no_proxy_is_believed_unless_the_operator_says_so() -> None:
    assert read_env().trusted_proxies == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"port": "abc"}, "TMAC_PORT is 'abc'"),
        ({"port": "70000"}, "TMAC_PORT is '70000'"),
        ({"debug": "perhaps"}, "TMAC_DEBUG is 'perhaps'"),
        ({"secret_key": "short"}, "TMAC_SECRET_KEY is too short. Give at least 32"),
        (
            {"secret_key_fallbacks": f"{'a' * 40},short"},
            "TMAC_SECRET_KEY_FALLBACKS has a key under",
        ),
        ({"trusted_proxies": "-1"}, "TMAC_TRUSTED_PROXIES is '-1'"),
        ({"origin": "tmac.go.th"}, "TMAC_ORIGIN is not an address. Write it like https://"),
        ({"origin": "https://a.go.th/x", "hosts": "a.go.th"}, "TMAC_ORIGIN has a path"),
        ({"origin": "https://a.go.th"}, "Add a.go.th to it"),
        ({"database_url": "mysql://a/b"}, "TMAC_DATABASE_URL must look like postgresql://"),
        ({"database_url": "postgresql://a"}, "TMAC_DATABASE_URL must look like postgresql://"),
        ({"email_url": "mail.go.th"}, "TMAC_EMAIL_URL must look like smtp://"),
        ({"hostz": "a.go.th"}, "TMAC_HOSTZ is not a setting; TMAC_HOSTS is"),
        (
            {"origin": "https://a.go.th", "hosts": "a.go.th", "debug": "1"},
            "TMAC_DEBUG shows secrets to visitors",
        ),
    ],
)
def test_each_fault_says_which_setting_what_and_the_remedy(
    given: dict[str, str], words: str
) -> None:
    (fault,) = faults(**given)
    assert words in fault


def test_all_faults_are_reported_at_once() -> None:
    found = faults(port="abc", secret_key="short", database_url="mysql://a/b", hotss="x")
    assert [line.split()[0] for line in found] == [
        "TMAC_HOTSS",
        "TMAC_SECRET_KEY",
        "TMAC_PORT",
        "TMAC_DATABASE_URL",
    ]


def test_a_stranger_in_the_file_is_named_with_the_likely_word(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("TMAC_DATABASE=postgresql://a/b\n", encoding="utf-8")
    with pytest.raises(SettingsFault, match="TMAC_DATABASE_URL is"):
        read_env(file)


def test_the_secret_never_appears_in_a_report() -> None:
    given = {"secret_key": "hunter2", "secret_key_fallbacks": "hunter2", "port": "abc"}
    assert "hunter2" not in "".join(faults(**given))


@pytest.mark.parametrize(
    ("given", "wanted"), [(None, ".env"), ("", None), ("/etc/tmac.env", "tmac.env")]
)
def test_the_file_of_the_operator_can_be_another_or_none(
    given: str | None, wanted: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if given is not None:
        monkeypatch.setenv("TMAC_ENV_FILE", given)
    found = env_file()
    assert (found.name if found else None) == wanted


def test_every_setting_is_described() -> None:
    assert [name for name, field in Env.model_fields.items() if not field.description] == []


@pytest.mark.slow
def test_the_command_line_shows_the_report_and_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tmac", "check"],
        env={**os.environ, "TMAC_PORT": "abc", "TMAC_ENV_FILE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "TMAC_PORT is 'abc'" in done.stderr
    assert "Traceback" not in done.stderr
