"""Bundles for bodies outside, opened on any machine: decrypted by age, unpacked with suspicion."""

from __future__ import annotations

import io
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyrage
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence, TmacError

MAX_BYTES = 400 * 1024 * 1024  # the bundle, and what it unpacks to
MAX_MEMBERS = 300
_PIECE = 1024 * 1024
_FOLDER = "files/"
_TEXT = "tip.json"
_FORBIDDEN = set('\\/:*?"<>|')


class BadBundle(TmacError):
    """What was given is no bundle of ours, or not for this identity; nothing is left unpacked."""


def identities(path: Path) -> list[Any]:
    """The secret keys in a file that age-keygen wrote. Raises BadBundle when there is none."""
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    keys = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        found = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise BadBundle(_("This file holds no age identity. It is the one that age-keygen wrote."))
    return found


def decrypted(path: Path, keys: Sequence[Any]) -> bytes:
    """The ZIP inside. Raises BadBundle for a bundle that is too large or for somebody else."""
    if path.stat().st_size > MAX_BYTES:
        raise BadBundle(_("The bundle is larger than any that TMAC makes."))
    try:
        opened: bytes = pyrage.decrypt(path.read_bytes(), list(keys))
    except pyrage.DecryptError:
        raise BadBundle(
            _("This bundle does not open: it is for another identity, or it was changed.")
        ) from None
    return opened


def unpack(raw: bytes, folder: Path) -> list[Path]:
    """Write the members into a new or empty folder, readable by its owner alone.

    Refuses names that lead elsewhere, links, the same name twice, and more bytes than the headers
    admit. When anything is wrong, nothing stays.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadBundle(format_lazy(_("{folder} is not empty. Give a new one."), folder=folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return _written(package, folder)
    except BaseException as fault:
        shutil.rmtree(folder)
        if isinstance(fault, zipfile.BadZipFile | NotImplementedError | RuntimeError | EOFError):
            raise BadBundle(_("The bundle is damaged.")) from fault
        raise


def _written(package: zipfile.ZipFile, folder: Path) -> list[Path]:
    members = [member for member in package.infolist() if member.filename != _FOLDER]
    _check(members)
    (folder / _FOLDER).mkdir(mode=0o700)
    left, paths = MAX_BYTES, []
    for member in members:
        path = folder / member.filename
        left -= _copied(package, member, path, left)
        paths.append(path)
    return paths


def _check(members: Sequence[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_BYTES:
        raise BadBundle(_too_much())
    names = [unicodedata.normalize("NFC", one.filename).casefold() for one in members]
    if _TEXT not in names or len(set(names)) != len(names):
        raise BadBundle(_("The bundle has no tip.json, or a name twice."))
    for member in members:
        mode = member.external_attr >> 16
        is_plain = not mode or stat.S_IFMT(mode) in (0, stat.S_IFREG)
        if not is_plain or not _is_safe(member.filename):
            raise BadBundle(_("The bundle has a name that leads outside its folder, or a link."))


def _is_safe(name: str) -> bool:
    if name == _TEXT:
        return True
    last = name.removeprefix(_FOLDER)
    return (
        name.startswith(_FOLDER)
        and 0 < len(last.encode()) <= 200
        and not last.startswith(".")
        and not last.endswith((".", " "))
        and not _FORBIDDEN & set(last)
        and all(unicodedata.category(letter)[0] != "C" for letter in last)
    )


def _copied(package: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, left: int) -> int:
    """Bytes written; counted as they come, since a header can lie about them."""
    count = 0
    with package.open(member) as source, path.open("xb") as target:
        path.chmod(0o600)
        while piece := source.read(_PIECE):
            count += len(piece)
            if count > left:
                raise BadBundle(_too_much())
            target.write(piece)
    return count


def _too_much() -> Sentence:
    return _("The bundle unpacks to more than any that TMAC makes. It was not opened.")
