"""A bundle for a body outside is opened on a workstation, and nothing in it leads elsewhere."""

from __future__ import annotations

import io
import json
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command

from tmac.vault import bundle
from tmac.vault.bundle import BadBundle

IDENTITY = pyrage.x25519.Identity.generate()
TEXT = {"text": "ถนนลงปูนบาง", "summary": "สรุป", "facts": {}}
GOOD = {"tip.json": json.dumps(TEXT).encode(), "files/01-ภาพ.jpg": b"\xff\xd8\xff picture"}


def zipped(members: dict[str, bytes] | list[tuple[Any, bytes]]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items() if isinstance(members, dict) else members:
            package.writestr(name, content)
    return raw.getvalue()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    path = tmp_path / "identity.txt"
    path.write_text(f"# created: 2026-11-25\n# public key: x\n{IDENTITY}\n", encoding="ascii")
    return path


def bundled(folder: Path, raw: bytes) -> Path:
    path = folder / "T2570-74-482913.age"
    path.write_bytes(pyrage.encrypt(raw, [IDENTITY.to_public()]))
    return path


def opened(package: Path, identity: Path, out: Path, *more: str) -> str:
    said = io.StringIO()
    words = [str(package), "--identity", str(identity), "--out", str(out), *more]
    call_command("vault", "open", *words, stdout=said)
    return said.getvalue()


def test_a_bundle_opens_into_a_folder_for_its_owner_alone(tmp_path: Path, identity: Path) -> None:
    out = tmp_path / "out"
    told = opened(bundled(tmp_path, zipped(GOOD)), identity, out)
    assert "2 files" in told
    assert json.loads((out / "tip.json").read_text()) == TEXT
    assert (out / "files" / "01-ภาพ.jpg").read_bytes() == GOOD["files/01-ภาพ.jpg"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert stat.S_IMODE((out / "tip.json").stat().st_mode) == 0o600
    assert "ถนน" not in told


def test_a_bundle_for_somebody_else_or_altered_does_not_open(
    tmp_path: Path, identity: Path
) -> None:
    package = bundled(tmp_path, zipped(GOOD))
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()), encoding="ascii")
    with pytest.raises(CommandError):
        opened(package, other, tmp_path / "out")
    raw = package.read_bytes()
    package.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(CommandError):
        opened(package, identity, tmp_path / "out")
    package.write_bytes(b"no age file")
    with pytest.raises(CommandError):
        opened(package, identity, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1WRONG", "age1qqqq", "\x00\xff"])
def test_a_file_without_an_identity_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "identity.txt"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(BadBundle):
        bundle.identities(path)


def link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("files/link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


BAD: dict[str, Any] = {
    "no text": {"files/a": b""},
    "parent": {**GOOD, "../outside": b"x"},
    "parent inside": {**GOOD, "files/../../outside": b"x"},
    "absolute": {**GOOD, "/etc/passwd": b"x"},
    "backslash": {**GOOD, "files\\..\\outside": b"x"},
    "drive": {**GOOD, "files/C:evil": b"x"},
    "deeper": {**GOOD, "files/a/b": b"x"},
    "elsewhere": {**GOOD, "other/a": b"x"},
    "hidden": {**GOOD, "files/.bashrc": b"x"},
    "control": {**GOOD, "files/a\nb": b"x"},
    "turned round": {**GOOD, "files/a\u202egpj.exe": b"x"},
    "too long a name": {**GOOD, "files/" + "ก" * 80: b"x"},
    "same name in capitals": {**GOOD, "files/a": b"x", "files/A": b"y"},
    "link": [*GOOD.items(), (link(), b"/etc/passwd")],
    "too many": {**GOOD, **{f"files/{n}": b"" for n in range(bundle.MAX_MEMBERS)}},
}


@pytest.mark.parametrize("members", BAD.values(), ids=BAD.keys())
def test_a_bundle_with_a_trick_is_refused_and_nothing_stays(tmp_path: Path, members: Any) -> None:
    out = tmp_path / "inner" / "out"
    with pytest.raises(BadBundle):
        bundle.unpack(zipped(members), out)
    assert not out.exists()
    assert list(tmp_path.rglob("*outside*")) == []


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_BYTES", 1_000_000)
    honest = zipped({**GOOD, "files/zeros": bytes(2_000_000)})
    lying = honest.replace((2_000_000).to_bytes(4, "little"), (2_000).to_bytes(4, "little"))
    assert lying != honest
    for raw in (honest, lying):
        with pytest.raises(BadBundle):
            bundle.unpack(raw, tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    raw = zipped(GOOD)
    at = raw.index(b"picture") if b"picture" in raw else 60
    for wrong in (b"", raw[:50], raw[:at] + b"\x00\x01" + raw[at + 2 :]):
        with pytest.raises(BadBundle):
            bundle.unpack(wrong, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadBundle):
        bundle.unpack(zipped(GOOD), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_it_says_when_the_machine_has_no_scanner_and_no_cleaner(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    package = bundled(tmp_path, zipped(GOOD))
    told = opened(package, identity, tmp_path / "out", "--scan", "--scrub")
    assert "Not scanned" in told
    assert "Not cleaned" in told


def program(folder: Path, name: str, script: str) -> Path:
    """A program for the tests, called as the real one is."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return path


def test_what_the_scanner_finds_is_put_away(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As clamscan answers: a line for each find, and 1."""
    found = 'for last; do :; done; echo "$last/files/01-ภาพ.jpg: Eicar-Test FOUND"; exit 1'
    clamscan = program(tmp_path, "clamscan", found)
    monkeypatch.setattr(shutil, "which", lambda name: str(clamscan) if name == "clamscan" else None)
    package = bundled(tmp_path, zipped(GOOD))
    told = opened(package, identity, tmp_path / "out", "--scan")
    kept = tmp_path / "out" / "files" / "01-ภาพ.jpg.infected"
    assert "Eicar-Test" in told
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400


def test_a_scanner_that_fails_is_not_taken_for_a_clean_bill(
    tmp_path: Path, identity: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clamscan = program(tmp_path, "clamscan", "exit 2")
    monkeypatch.setattr(shutil, "which", lambda _name: str(clamscan))
    package = bundled(tmp_path, zipped(GOOD))
    assert "Not scanned" in opened(package, identity, tmp_path / "out", "--scan")


def picture_by(author: str) -> bytes:
    """A PNG of one pixel that names its author."""

    def chunk(name: bytes, content: bytes) -> bytes:
        check = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"tEXt", b"Author\x00" + author.encode()),
            chunk(b"IDAT", zlib.compress(b"\x00\x01\x02\x03")),
            chunk(b"IEND", b""),
        )
    )


@pytest.mark.skipif(shutil.which("mat2") is None, reason="needs mat2 (Debian package mat2)")
def test_mat2_cleans_what_it_knows_and_says_what_it_does_not(
    tmp_path: Path, identity: Path
) -> None:
    members = {**GOOD, "files/a.png": picture_by("Somchai"), "files/b.unknown": b"x"}
    out = tmp_path / "out"
    told = opened(bundled(tmp_path, zipped(members)), identity, out, "--scrub")
    assert "a.png: cleaned" in told
    assert b"Somchai" not in (out / "files" / "a.png").read_bytes()
    assert "b.unknown: NOT cleaned" in told
