"""Which files are taken as evidence, told by their bytes and never by their name alone."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import puremagic
from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Invalid, Sentence
from tmac.evidence.models import FileKind

_HEAD = 4096


@dataclass(frozen=True)
class Format:
    """A kind of file that is taken: its endings and how puremagic calls its first bytes."""

    mime: str
    kind: FileKind
    endings: tuple[str, ...]
    signs: frozenset[str]


def _format(mime: str, kind: FileKind, endings: str, signs: str) -> Format:
    return Format(mime, kind, tuple(endings.split()), frozenset(signs.split()))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    _format("image/jpeg", FileKind.PHOTO, ".jpg .jpeg .jfif", ".jpg .jpeg"),
    _format("image/png", FileKind.PHOTO, ".png", ".png"),
    _format("image/webp", FileKind.PHOTO, ".webp", ".webp"),
    _format("image/heic", FileKind.PHOTO, ".heic .heif", ".heic .heif"),
    _format("application/pdf", FileKind.DOCUMENT, ".pdf", ".pdf"),
    _format(_WORD, FileKind.DOCUMENT, ".docx", ".docx"),
    _format(_EXCEL, FileKind.TABLE, ".xlsx", ".xlsx"),
    _format("video/mp4", FileKind.VIDEO, ".mp4 .m4v .mov", ".mp4 .m4v .mov .qt"),
    _format("audio/mp4", FileKind.SOUND, ".m4a", ".m4a .f4a"),
    _format("audio/mpeg", FileKind.SOUND, ".mp3", ".mp3 .mpga"),
    _format("audio/ogg", FileKind.SOUND, ".ogg .oga .opus", ".ogg .opus .oga"),
)
TEXT = Format("text/plain", FileKind.TEXT, (".txt",), frozenset())
CSV = Format("text/csv", FileKind.TABLE, (".csv",), frozenset())
ACCEPT = ",".join(end for known in (*FORMATS, TEXT, CSV) for end in known.endings)

_RULE = _(
    "Files of this type are not taken. Take a photo (JPEG, PNG, WebP, HEIC), PDF, DOCX, XLSX, "
    "MP4, MP3, M4A, OGG, TXT or CSV."
)
_DISGUISED = _("The name says %(said)s but the content is something else. Save it again as it is.")
_MACROS = _("This document carries macros (small programs). Save it without macros, or as PDF.")
_ACTIVE_PDF = _(
    "This PDF carries a script or starts a program. Print it to a new PDF and add that."
)
BROKEN = _("This file is damaged and cannot be opened. Copy it again from where it came.")
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia)\b")
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_UNPACKED = 16 * 1024 * 1024
_MARKUP = re.compile(rb"^\s*(?:<(?:!doctype|html|script|svg|\?xml)|#!|MZ)", re.I)


def format_of(content: bytes, ending: str) -> Format:
    """The format of a whole file whose name ends in `ending` (".jpg").

    Raises Invalid, with a sentence, for anything else than the formats above and for what could
    run on the machine of the person who opens it.
    """
    if ending in (".txt", ".csv"):
        return _text(content, ending)
    found = _by_bytes(content)
    if found is None:
        raise Invalid.of("file", _RULE)
    if ending not in found.endings:
        raise Invalid.of("file", _DISGUISED % {"said": ending or "…"})
    _refuse_active(content, found)
    return found


def _by_bytes(content: bytes) -> Format | None:
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return by_first_bytes(content[:_HEAD])


def by_first_bytes(head: bytes) -> Format | None:
    """The format of a file that begins so, those in ZIP packages left out; None when unknown."""
    if head[4:8] == b"ftyp":
        return _brand(head[8:12])
    try:
        signs = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return None
    return next((known for known in FORMATS if known.signs & signs), None)


def _brand(brand: bytes) -> Format | None:
    """What an ISO container (ftyp) holds: Apple's photos, sound or film."""
    by_mime = {known.mime: known for known in FORMATS}
    if brand in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return by_mime["image/heic"]
    if brand in (b"M4A ", b"M4B "):
        return by_mime["audio/mp4"]
    films = (
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"qt  ",
        b"M4V ",
    )
    return by_mime["video/mp4"] if brand in films or brand[:3] == b"3gp" else None


def _office(content: bytes) -> Format | None:
    """Word or Excel by the parts inside the ZIP; their macro forms are refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {part.filename for part in package.infolist()}
    except zipfile.BadZipFile as fault:
        raise Invalid.of("file", BROKEN) from fault
    if any(part.endswith(("vbaProject.bin", ".exe", ".js", ".vbs")) for part in parts):
        raise Invalid.of("file", _MACROS)
    wanted = {"word/document.xml": _WORD, "xl/workbook.xml": _EXCEL}
    mime = next((mime for part, mime in wanted.items() if part in parts), None)
    return next((known for known in FORMATS if known.mime == mime), None)


def _refuse_active(content: bytes, found: Format) -> None:
    if found.mime == "application/pdf" and any(_ACTIVE.search(part) for part in _names(content)):
        raise Invalid.of("file", _ACTIVE_PDF)


def _names(content: bytes) -> Iterator[bytes]:
    """The parts of a PDF in which names mean something, with their escapes (/J#53) undone.

    Packed pictures and fonts are passed over, where the letters stand by chance; objects packed
    together are unpacked.
    """
    at = 0
    for begin in _STREAM.finditer(content):
        if begin.start() < at:
            continue
        head, end = content[at : begin.start()], content.find(b"endstream", begin.end())
        yield _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), head)
        if end < 0:
            yield content[begin.end() :]
            return
        if b"/ObjStm" in head[-_HEAD:]:
            yield _unpacked(content[begin.end() : end])
        at = end
    yield _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content[at:])


def _unpacked(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _MOST_UNPACKED)
    except zlib.error:
        return body  # packed otherwise, or not at all


def looks_like_text(content: bytes) -> bool:
    """Without zeros, and not the beginning of markup or of a program."""
    return b"\x00" not in content and not _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf"))


def _text(content: bytes, ending: str) -> Format:
    message: Sentence = _DISGUISED % {"said": ending}
    if not looks_like_text(content):
        raise Invalid.of("file", message)
    for encoding in ("utf-8", "cp874"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return CSV if ending == ".csv" else TEXT
    raise Invalid.of("file", message)
