"""Small real files made in memory, with the metadata that a telephone would write."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

SECRET = b"GPS 13.5475 100.2740 Somsri's phone"


def jpeg(orientation: int = 6) -> bytes:
    """A 1 x 1 picture with Exif (place, orientation), XMP, IPTC, a comment and a hidden tail."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + entry + bytes(4) + SECRET
    segments = [
        _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
        _segment(0xE1, b"Exif\x00\x00" + tiff),
        _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + SECRET),
        _segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile"),
        _segment(0xE2, b"MPF\x00" + SECRET),
        _segment(0xED, b"Photoshop 3.0\x00" + SECRET),
        _segment(0xFE, SECRET),
        _segment(0xDB, bytes(65)),
        _segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00"),
        _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
    ]
    scan = b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(segments) + scan + b"\xff\xd9" + SECRET


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def png() -> bytes:
    """A 1 x 1 picture with text, time, Exif and something behind its end."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"tEXt", b"Author\x00" + SECRET),
        (b"tIME", bytes(7)),
        (b"eXIf", SECRET),
        (b"IDAT", zlib.compress(b"\x00\x00")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks) + SECRET


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def webp() -> bytes:
    """An extended container with Exif and XMP, both announced in its flags."""
    chunks = [
        (b"VP8X", bytes([0x0C]) + bytes(9)),
        (b"VP8 ", b"picture"),
        (b"EXIF", SECRET),
        (b"XMP ", SECRET),
    ]
    body = b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2)
        for kind, part in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def office(*parts: str) -> bytes:
    """A ZIP with the parts of an office document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return out.getvalue()


DOCX = ("word/document.xml",)
XLSX = ("xl/workbook.xml",)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x1eOpusHead"
EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00"
