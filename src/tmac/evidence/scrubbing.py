"""Takes out of photos what they tell beside the picture: place, time, device, author, thumbnails.

Works on the bytes of the container; the picture itself is never decoded or compressed again.
Formats: JPEG (ITU-T T.81 annex B, Exif 2.32), PNG (ISO/IEC 15948), WebP (RFC 9649).
"""

from __future__ import annotations

import struct

from tmac.core.errors import Invalid
from tmac.evidence.formats import BROKEN

SCRUBBED = frozenset({"image/jpeg", "image/png", "image/webp"})

_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_DROPPED = (b"EXIF", b"XMP ")
_WEBP_FLAGS = 0x08 | 0x04  # Exif and XMP present


def scrubbed(content: bytes, mime: str) -> bytes:
    """The same picture without metadata; other formats come back as they are.

    The orientation of a JPEG is kept, else portraits would lie on their side. Raises Invalid when
    the container is damaged.
    """
    steps = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}
    if mime not in steps:
        return content
    try:
        return steps[mime](content)
    except (IndexError, struct.error, ValueError) as fault:
        raise Invalid.of("file", BROKEN) from fault


def _jpeg(content: bytes) -> bytes:
    out = bytearray(b"\xff\xd8")
    orientation, at = 1, 2
    while True:
        at, marker = _next_marker(content, at)
        if marker == _EOI:
            break
        length = struct.unpack_from(">H", content, at)[0]
        segment = content[at : at + length]
        if length < 2 or len(segment) < length:
            raise ValueError("a segment runs past the end")
        at += length
        if marker == _APP1 and segment[2:8] == b"Exif\x00\x00":
            orientation = _orientation(segment[8:]) or orientation
        if _is_picture(marker, segment):
            out += bytes((0xFF, marker)) + segment
        if marker == _SOS:
            end = _end_of_scan(content, at)
            out += content[at:end]
            at = end
    head = _orientation_segment(orientation) if orientation != 1 else b""
    return bytes(out[:2] + head + out[2:]) + b"\xff\xd9"


def _next_marker(content: bytes, at: int) -> tuple[int, int]:
    """(position after the marker, its code); fill bytes are skipped."""
    if content[at] != 0xFF:
        raise ValueError("a marker was expected")
    while content[at] == 0xFF:
        at += 1
    return at + 1, content[at]


def _is_picture(marker: int, segment: bytes) -> bool:
    """Tables, frames and scans, the JFIF head, the colour profile and Adobe's colour transform."""
    if marker == _APP0:
        return segment[2:6] == b"JFIF"
    if marker == _APP2:
        return segment[2:14] == b"ICC_PROFILE\x00"
    if marker == _APP14:
        return segment[2:7] == b"Adobe"
    return 0xC0 <= marker <= 0xDF  # no other APPn, no comment


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the compressed data end: at the next marker that is neither stuffing nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0 and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _orientation(tiff: bytes) -> int | None:
    """Tag 0x0112 of the first image directory: 1 to 8, or None."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return None
    start = struct.unpack_from(order + "I", tiff, 4)[0]
    if start + 2 > len(tiff):
        return None
    count = struct.unpack_from(order + "H", tiff, start)[0]
    for entry in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if tag == 0x0112:
            return int(value) if 1 <= value <= 8 else None
    return None


def _orientation_segment(value: int) -> bytes:
    """An Exif segment that says how to turn the picture, and nothing else."""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, value, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    out, at = bytearray(_PNG), len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk runs past the end")
        if kind in _PNG_KEPT:
            out += content[at:end]
        at = end
        if kind == b"IEND":
            return bytes(out)  # whatever hides behind the picture is left behind


def _webp(content: bytes) -> bytes:
    size = struct.unpack_from("<I", content, 4)[0]
    end, at, out = 8 + size, 12, bytearray()
    if end > len(content):
        raise ValueError("the container is cut off")
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", content, at)
        following = at + 8 + length + length % 2
        if following > end + 1:
            raise ValueError("a chunk runs past the end")
        if kind not in _WEBP_DROPPED:
            chunk = bytearray(content[at:following])
            if kind == b"VP8X":
                chunk[8] &= ~_WEBP_FLAGS
            out += chunk
        at = following
    return b"RIFF" + struct.pack("<I4s", len(out) + 4, b"WEBP") + bytes(out)
