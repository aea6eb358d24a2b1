"""What an operator runs: a public address gets safe settings, and proxies keep nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import reverse

ROOT = Path(__file__).resolve().parents[1]


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


REPORTERS = ("tell", "mailbox", "receipts")


def test_no_proxy_writes_down_a_reporter_or_keeps_a_form_on_a_disk() -> None:
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    _before, _location, reporters = nginx.partition("location ~ ^/(en/)?(tell|mailbox|receipts)/ {")
    body = reporters.partition("}")[0]
    assert "access_log off;" in body
    assert 'proxy_set_header X-Forwarded-For "";' in body
    assert "client_body_temp_path /dev/shm/" in nginx
    assert "proxy_max_temp_file_size 0;" in nginx
    caddy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    matched = caddy.partition("@reporters path ")[2].partition("\n")[0].split()
    assert set(matched) == {f"{door}/{name}/*" for door in ("", "/en") for name in REPORTERS}
    assert "\tlog" not in caddy


def test_the_proxies_name_the_addresses_that_reporters_use() -> None:
    for name in ("tell", "mailbox", "receipts"):
        assert reverse(f"portal:{name}") == f"/{name}/"


@pytest.mark.slow
def test_nginx_understands_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx")
    if nginx is None:
        pytest.skip("needs nginx (Debian: apt-get install nginx-light)")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test",
         "-keyout", key, "-out", certificate], check=True, capture_output=True,
    )  # fmt: skip
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/tmac/fullchain.pem", str(certificate))
    text = text.replace("/etc/ssl/tmac/privkey.pem", str(key)).replace("    http2 on;\n", "")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    command = [nginx, "-t", "-c", whole, "-e", tmp_path / "log"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
