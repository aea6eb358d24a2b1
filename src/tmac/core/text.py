"""Text from people: kept as they meant it, with what can deceive a reader taken out."""

from __future__ import annotations

import re
import unicodedata

# Bidirectional controls reorder what a reader sees; NUL and other C0 controls break stores.
_DECEIVING = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
# Zero-width space separates Thai words legitimately, but hides differences between two texts.
_ZERO_WIDTH = re.compile("[\u200b\u2060]")
# PDF and old systems write SARA AM in two pieces, which looks alike and compares unlike.
_SPLIT_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def cleaned(text: str) -> str:
    """NFC text without bidi controls, zero-width and control characters; line ends as \\n."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ZERO_WIDTH.sub("", _DECEIVING.sub("", text))
    text = _SPLIT_AM.sub("\\1\u0e33", text)
    return unicodedata.normalize("NFC", text).strip()


def one_line(text: str) -> str:
    """`cleaned`, with every run of white space as one space."""
    return " ".join(cleaned(text).split())
