"""What a file is, told by its first bytes while it passes, and the name that it gets.

A sealed file is not refused for its type: only the people of the case will ever open it, on a
machine made for that. What is not known by its bytes is called so and is never shown by a browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from tmac.evidence.formats import CSV, TEXT, Format, by_first_bytes, looks_like_text
from tmac.evidence.models import FileKind
from tmac.evidence.naming import clean_name

HEAD_BYTES = 4096
UNKNOWN = "application/octet-stream"
_KINDS = {
    FileKind.PHOTO: "photo",
    FileKind.DOCUMENT: "document",
    FileKind.TABLE: "document",
    FileKind.TEXT: "document",
    FileKind.SOUND: "voice",
    FileKind.VIDEO: "other",
}
_ZIP, _OLE, _WEBM = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1a\x45\xdf\xa3"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PACKED = {
    ".docx": _OFFICE + "wordprocessingml.document",
    ".xlsx": _OFFICE + "spreadsheetml.sheet",
    ".pptx": _OFFICE + "presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}


@dataclass(frozen=True)
class Told:
    """The type in the words of the manifest, and the endings that go with it (first: preferred)."""

    mime: str
    kind: str = "other"
    endings: tuple[str, ...] = ()

    @property
    def is_photo(self) -> bool:
        return self.kind == "photo"

    @property
    def is_document(self) -> bool:
        return self.kind == "document"


def told_by(head: bytes, ending: str) -> Told:
    """The type of a file that begins with `head`; `ending` decides only between packed formats."""
    if head.startswith(_ZIP):
        mime = _PACKED.get(ending)
        return Told(mime, "document", (ending,)) if mime else Told("application/zip")
    if head.startswith(_OLE):
        return Told(_OLD_OFFICE.get(ending, UNKNOWN), "document")
    if head.startswith(_WEBM):
        return Told("video/webm", "voice" if ending == ".weba" else "other")
    found = by_first_bytes(head) or _text(head, ending)
    return Told(found.mime, _KINDS[found.kind], found.endings) if found else Told(UNKNOWN)


def _text(head: bytes, ending: str) -> Format | None:
    if ending not in (".txt", ".csv") or not looks_like_text(head):
        return None
    return CSV if ending == ".csv" else TEXT


def ending_of(name: str) -> str:
    """The ending in small letters (".jpg"), empty when there is none."""
    return PurePosixPath(name.strip(". ")).suffix.lower()


def name_for(given: str, told: Told) -> str:
    """A name without what could deceive, ending as its bytes say. Invalid for programs."""
    preferred = told.endings[0] if told.endings else ".bin"
    has_ending = bool(ending_of(given))
    name, ending = clean_name(given if has_ending else f"{given.strip('. ') or 'file'}{preferred}")
    if told.endings and ending not in told.endings:
        return name.removesuffix(ending) + preferred
    return name
