"""Pages of docs/ that are written from the code, and compared with it by the tests.

A package states its pages in a module `doc_pages`:

    @document("reference/clocks.md", "Clocks")
    def clocks() -> str: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override

NOTE = "<!-- Written from the code by `./tmac docs write`. Change the code, not this page. -->"


@dataclass(frozen=True)
class Document:
    """One generated page: where it stands under docs/, its title, and what writes its body."""

    path: str
    title: str
    body: Callable[[], str]

    def text(self) -> str:
        with override("en"):
            return f"{NOTE}\n# {self.title}\n\n{self.body().strip()}\n"


_registry: dict[str, Document] = {}


def document(path: str, title: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a function as the writer of the body of a page."""

    def register(body: Callable[[], str]) -> Callable[[], str]:
        _registry[path] = Document(path, title, body)
        return body

    return register


def documents() -> list[Document]:
    """All generated pages, in order of path."""
    autodiscover_modules("doc_pages")
    return [_registry[path] for path in sorted(_registry)]


def outdated(folder: Path) -> list[Document]:
    """The pages under `folder` that no longer say what the code says."""
    return [page for page in documents() if not _says(folder / page.path, page.text())]


def write(folder: Path) -> list[Document]:
    """Write the pages that have changed, and return them."""
    changed = outdated(folder)
    for page in changed:
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text(), encoding="utf-8")
    return changed


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def _says(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
