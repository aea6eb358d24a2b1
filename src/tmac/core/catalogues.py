"""Translation catalogues: one folder a package, extracted and compiled without gettext's binaries.

Message ids are English. Thai must be complete; English needs no catalogue of its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGE = "th"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """# Thai words of {package}. `./tmac translations update` keeps the list of messages.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


@dataclass(frozen=True)
class CatalogueFault:
    """One message that the Thai reader would see wrongly, and where it is written."""

    package: str
    message: str
    problem: str


def packages() -> list[Path]:
    """The folders of this product's packages, in order of name."""
    return sorted(path.parent for path in SOURCE.glob("*/__init__.py"))


def catalogue_path(package: Path) -> Path:
    return package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(package: Path) -> Catalog:
    """Every message that the code and the templates of one package can show."""
    found = _empty()
    for path in _sources(package):
        for _line, message, comments, context in _messages(path):
            place = (path.relative_to(package).as_posix(), 1)
            found.add(message, None, [place], auto_comments=comments, context=context)
    return found


def _empty() -> Catalog:
    """A catalogue of our language; Babel has one plural form for Thai, as Django has."""
    return Catalog(locale=LANGUAGE, fuzzy=False)


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Indentation of a template means nothing, but Python's tokenizer would trip over it.
        text = "\n".join(line.strip() for line in templatize(text).split("\n"))
    stream = io.BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    yield from extract("python", stream, KEYWORDS, ["Translators:"], options)


def read(package: Path) -> Catalog:
    path = catalogue_path(package)
    if not path.exists():
        return _empty()
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE)


def write(package: Path, catalogue: Catalog) -> None:
    """Write the catalogue in a stable order and without dates, so that changes read well."""
    body = io.BytesIO()
    write_po(
        body, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False,
        ignore_obsolete=True,
    )  # fmt: skip
    header = HEADER.format(package=f"tmac.{package.name}", language=LANGUAGE)
    text = header + body.getvalue().decode().strip("\n") + "\n"
    path = catalogue_path(package)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def update(package: Path) -> list[Message]:
    """Bring the catalogue in line with the code; the messages that left it are returned."""
    wanted, kept = extracted(package), read(package)
    if not len(wanted) and not catalogue_path(package).exists():
        return []
    kept.update(wanted, no_fuzzy_matching=True)
    left = list(kept.obsolete.values())
    write(package, kept)
    return left


def fill(package: Path, words: dict[str, str]) -> int:
    """Put a translator's words where a translation is still empty; how many were put."""
    catalogue = read(package)
    count = 0
    for message in _entries(catalogue):
        thai = words.get(_first(message.id))
        if thai and not _strings(message)[0]:
            message.string = (thai,) if isinstance(message.id, tuple) else thai
            count += 1
    if count:
        write(package, catalogue)
    return count


def compile_catalogue(package: Path) -> Path | None:
    """Write the .mo file that Django reads, at once for whoever reads it at the same time."""
    path = catalogue_path(package)
    if not path.exists():
        return None
    target = path.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
        return target
    half = target.with_name(f"{target.name}.new")
    with half.open("wb") as stream:
        write_mo(stream, read(package))
    return half.replace(target)


def faults(package: Path) -> Iterator[CatalogueFault]:
    """What is missing, empty, doubtful, left over or without its placeholders."""
    wanted, kept = extracted(package), read(package)
    name = package.name
    for message in _entries(wanted):
        entry = kept.get(message.id, message.context)
        problem = "has no entry" if entry is None else _problem(entry)
        if problem:
            yield CatalogueFault(name, _first(message.id), problem)
    for message in _entries(kept):
        if wanted.get(message.id, message.context) is None:
            yield CatalogueFault(name, _first(message.id), "is no longer used")
    for left in kept.obsolete.values():
        yield CatalogueFault(name, _first(left.id), "is marked obsolete")


def disagreements(folders: Iterable[Path]) -> Iterator[CatalogueFault]:
    """Messages that two packages translate differently: Django would show one of the two."""
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    for package in folders:
        for message in _entries(read(package)):
            thai = _strings(message)[0]
            key = (message.context, _first(message.id))
            other, owner = seen.setdefault(key, (thai, package.name))
            if thai and other and thai != other:
                yield CatalogueFault(package.name, key[1], f"is translated otherwise in {owner}")


def _problem(entry: Message) -> str:
    """Why a translation cannot be shown, or nothing."""
    if entry.fuzzy:
        return "is marked fuzzy"
    strings = _strings(entry)
    if not all(strings):
        return "is not translated"
    source = entry.id if isinstance(entry.id, str) else entry.id[-1]
    wanted = set(_PLACEHOLDER.findall(source))
    if any(set(_PLACEHOLDER.findall(text)) != wanted for text in strings):
        return f"does not keep its placeholders ({', '.join(sorted(wanted)) or 'none'})"
    return ""


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ("",))
