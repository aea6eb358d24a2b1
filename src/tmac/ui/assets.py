"""The built front end: which files a page loads. Pages stay readable while nothing is built."""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

log = logging.getLogger(__name__)
_FONTS = ("thai-400", "latin-400", "thai-600", "latin-600")
_FONT_SOURCE = "node_modules/@fontsource/sarabun/files/sarabun-{}-normal.woff2"


def manifest() -> dict[str, Any]:
    """Vite's table of built files; empty, with a warning, when the front end is not built."""
    path = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        log.warning("The front end is not built (%s is missing): pages have no style.", path)
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(path.read_text())
    return table


def entry_tags(name: str) -> SafeString:
    """Style sheets first, then the module and what it imports, for src/entries/<name>.ts."""
    table = manifest()
    entry = table.get(f"src/entries/{name}.ts")
    if entry is None:
        return mark_safe("")
    chunks = _imported(table, entry)
    sheets = [css for chunk in [*chunks, entry] for css in chunk.get("css", [])]
    styles = format_html_join(
        "\n  ",
        '<link rel="stylesheet" href="{}">',
        ((static(css),) for css in dict.fromkeys(sheets)),
    )
    early = format_html_join(
        "\n  ", '<link rel="modulepreload" href="{}">', ((static(c["file"]),) for c in chunks)
    )
    script = format_html('<script type="module" src="{}"></script>', static(entry["file"]))
    return format_html("{}\n  {}\n  {}", styles, early, script)


def _imported(table: dict[str, Any], entry: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    waiting = list(entry.get("imports", []))
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            found[key] = table[key]
            waiting += table[key].get("imports", [])
    return list(found.values())


def font_tags() -> SafeString:
    """Fetch the four faces that every page uses at once, so that text does not move later."""
    table = manifest()
    files = [table.get(_FONT_SOURCE.format(face), {}).get("file") for face in _FONTS]
    return format_html_join(
        "\n  ",
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
        ((static(file),) for file in files if file),
    )
