"""The icons of the product: drawn for it, 24 x 24, one stroke, coloured by the text around them."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS: dict[str, str] = {
    "today": '<path d="M4 11.5 12 5l8 6.5"/><path d="M6 10v9h12v-9"/>'
    '<path d="m9.5 14.5 2 2 3.5-4"/>',
    "map": '<path d="m4 6 5-2 6 2 5-2v14l-5 2-6-2-5 2z"/><path d="M9 4v14M15 6v14"/>',
    "pin": '<path d="M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21z"/>'
    '<circle cx="12" cy="9.5" r="2.5"/>',
    "tip": '<path d="M4 5h16v11H9l-5 4z"/><path d="M8 9h8M8 12.5h5"/>',
    "report": '<path d="M6 3h9l4 4v14H6z"/><path d="M9 17v-4M12.5 17V10M16 17v-2.5"/>',
    "more": '<circle cx="6" cy="12" r="1.2"/><circle cx="12" cy="12" r="1.2"/>'
    '<circle cx="18" cy="12" r="1.2"/>',
    "agency": '<path d="M4 20h16M5 9l7-5 7 5zM7 9v8M12 9v8M17 9v8M5 17h14"/>',
    "people": '<circle cx="9" cy="8" r="3"/><path d="M3.5 19a5.5 5.5 0 0 1 11 0"/>'
    '<path d="M15.5 5.5a3 3 0 0 1 0 5.2M17 14.2a5.5 5.5 0 0 1 3.5 4.8"/>',
    "network": '<circle cx="12" cy="5.5" r="2.5"/><circle cx="5.5" cy="17" r="2.5"/>'
    '<circle cx="18.5" cy="17" r="2.5"/><path d="m10.8 7.7-4 7M13.2 7.7l4 7M8 17h8"/>',
    "import": '<path d="M12 3v11M8 10.5l4 4 4-4"/><path d="M4 15v5h16v-5"/>',
    "export": '<path d="M12 15V4M8 7.5l4-4 4 4"/><path d="M4 15v5h16v-5"/>',
    "workshop": '<path d="M4 5h16v10H4zM9 20l3-5 3 5M8 9h8M8 11.8h5"/>',
    "reference": '<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3z"/>'
    '<path d="M5 17a3 3 0 0 1 3-3h11"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="17" r="2"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "filter": '<path d="M4 5h16l-6.5 7.5V19l-3-1.5v-5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "warning": '<path d="M12 4 2.8 20h18.400z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.8v.1"/>',
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "shield": '<path d="M12 3 5 5.5V11c0 4.5 3 7.8 7 9.5 4-1.7 7-5 7-9.5V5.5z"/>'
    '<path d="m9 11.8 2.2 2.2 3.8-4.2"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "edit": '<path d="m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19z"/><path d="m13.5 7 3.5 3.5"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4"/>',
    "photo": '<rect x="3.5" y="5" width="17" height="14" rx="2"/>'
    '<circle cx="9" cy="10" r="1.7"/>'
    '<path d="m4.5 17.5 5-4.5 3 2.5 3-3 4.5 4"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 0l2.5-2.5a4 4 0 0 0-6-6L11 7"/>'
    '<path d="M14 10a4 4 0 0 0-6 0l-2.5 2.5a4 4 0 0 0 6 6L13 17"/>',
    "left": '<path d="m15 5-7 7 7 7"/>',
    "right": '<path d="m9 5 7 7-7 7"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "up": '<path d="m5 15 7-7 7 7"/>',
    "sort": '<path d="m8 10 4-4.5 4 4.5M8 14l4 4.5 4-4.5"/>',
    "user": '<circle cx="12" cy="8.5" r="3.5"/><path d="M5 20a7 7 0 0 1 14 0"/>',
    "sign-out": '<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12H9.5"/>',
    "language": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17'
    'M12 3.5c-5 5-5 12 0 17"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H4V8h16v9h-3"/><path d="M7 14h10v6.5H7z"/>',
    "target": '<circle cx="12" cy="12" r="7"/><path d="M12 2v4M12 18v4M2 12h4M18 12h4"/>',
    "layers": '<path d="m12 4 9 4.5-9 4.5-9-4.5z"/><path d="m3 13 9 4.5 9-4.5"/>',
    "undo": '<path d="M8 5 4 9l4 4"/><path d="M4 9h9.5a5.5 5.5 0 0 1 0 11H9"/>',
    "handshake": '<path d="m3 8 4-2 5 2 5-2 4 2v7l-3 1-6 4-6-4-3-1z"/>'
    '<path d="m12 8-3 4 2.5 1.5 3-2 4 4"/>',
}


def icon(name: str) -> SafeString:
    """The drawing `name`; hidden from screen readers, since a word always stands beside it."""
    paths = mark_safe(PATHS[name])  # noqa: S308 - constants of this file
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', paths)
