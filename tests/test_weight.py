"""What a page costs a telephone with a weak signal, in bytes over the wire."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

DIST = Path(__file__).resolve().parents[1] / "frontend" / "dist"
PACKED = {".woff2", ".png", ".webp"}
HTML_KB = 15  # what the page itself may take beside its files
HTMX = "django_htmx/htmx-2.min.js"


@pytest.fixture(scope="session")
def manifest() -> dict[str, dict[str, Any]]:
    path = DIST / "manifest.json"
    if not path.exists():
        pytest.skip("needs the built front end (./tmac up or ./tmac test build it)")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def kilobytes(path: Path) -> float:
    content = path.read_bytes()
    return len(content if path.suffix in PACKED else gzip.compress(content)) / 1000


def files(manifest: dict[str, dict[str, Any]], name: str, *, lazy: bool) -> set[str]:
    """Every file that an entry loads: at once, and with `lazy` also what it asks for later."""
    found: set[str] = set()
    waiting, seen = [name], set()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        entry = manifest[key]
        found |= {entry["file"], *entry.get("css", []), *entry.get("assets", [])}
        waiting += entry.get("imports", [])
        waiting += entry.get("dynamicImports", []) if lazy else []
    return found


def weight(names: set[str]) -> float:
    return sum(kilobytes(DIST / name) for name in names)


@pytest.mark.parametrize("door", ["portal", "workspace"])
def test_a_page_without_a_map_takes_at_most_120_kb(
    door: str, manifest: dict[str, dict[str, Any]]
) -> None:
    from django.contrib.staticfiles.finders import find

    total = weight(files(manifest, f"src/entries/{door}.ts", lazy=False)) + HTML_KB
    if door == "workspace":
        total += kilobytes(Path(str(find(HTMX))))
    assert total <= 120


@pytest.mark.parametrize(("door", "entry"), [("portal", "publicmap"), ("workspace", "map")])
def test_the_code_of_the_first_map_leaves_room_for_its_shapes_within_700_kb(
    door: str, entry: str, manifest: dict[str, dict[str, Any]]
) -> None:
    page = files(manifest, f"src/entries/{door}.ts", lazy=False)
    total = weight(page | files(manifest, f"src/entries/{entry}.ts", lazy=True)) + HTML_KB
    assert total <= 660


FORMS = ("tell", "mailbox")
FORM_HTML_KB = 13
HEAVY_FACES = "-700-"  # no text of these pages is that bold, so that a browser never asks for them


@pytest.mark.parametrize("entry", FORMS)
def test_a_form_of_the_reporter_takes_at_most_150_kb_with_all_that_seals(
    entry: str, manifest: dict[str, dict[str, Any]]
) -> None:
    page = files(manifest, "src/entries/portal.ts", lazy=False)
    page |= files(manifest, f"src/entries/{entry}.ts", lazy=False) | sealing(manifest)
    asked = {name for name in page if HEAVY_FACES not in name}
    assert weight(asked) + FORM_HTML_KB <= 150


def test_the_code_that_seals_takes_at_most_40_kb(manifest: dict[str, dict[str, Any]]) -> None:
    assert weight(sealing(manifest)) <= 40


def sealing(manifest: dict[str, dict[str, Any]]) -> set[str]:
    """What is fetched to seal a report: the vault, the proof of work, the check of the receipt."""
    wanted = [key for key in manifest if key.startswith("src/vault/")]
    parts = ("reporter", "work", "receipt", "code")
    names = [key for key in wanted if Path(key).stem in parts]
    assert "src/vault/reporter.ts" in names
    return set().union(*(files(manifest, name, lazy=False) for name in names))
