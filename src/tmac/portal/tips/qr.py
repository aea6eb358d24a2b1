"""The access code as a square that a telephone reads: drawn here, as one path of an SVG."""

from __future__ import annotations

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M

_QUIET_ZONE = 4


def svg(digits: str, label: str) -> SafeString:
    """`digits` as the smallest square with medium error correction (30 digits: 21 x 21)."""
    square = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    square.add_data(digits)
    square.make(fit=True)
    rows = square.get_matrix()
    size = len(rows) + 2 * _QUIET_ZONE
    path = "".join(
        f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
        '<rect class="qr__paper" width="{0}" height="{0}"/><path class="qr__ink" d="{2}"/></svg>',
        size, label, path,
    )  # fmt: skip
