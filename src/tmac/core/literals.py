"""Finds words that stand in a template without a translation tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, TokenType

# Names that are the same in every language.
NAMES = frozenset(
    {"TMAC", "STRONG", "CODI", "NACC", "PACC", "English", "ไทย", "PDF", "CSV", "XLSX", "Excel"}
)
UNSPOKEN = frozenset({"script", "style", "code", "kbd", "samp", "pre"})
SPOKEN_ATTRIBUTES = frozenset({"title", "alt", "placeholder", "aria-label", "aria-description"})
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_WORD = re.compile(r"[^\W\d_][^\W\d_\u0e31-\u0e4e]*[\w\u0e31-\u0e4e]*")
_BLOCKS = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
}
# Blocks that fill an attribute with names for machines, such as {% block main_class %}.
_MACHINE_BLOCK = re.compile(r"block (?:\w+_class|\w+_attributes|color_scheme)$")
# Blocks that fill an attribute of a parent template, by the end of their names.
_ATTRIBUTE_BLOCKS = ("_class", "_attributes", "_scheme")
_HOLE = "0"  # stands for a tag of the template language: not a letter, harmless in an attribute


@dataclass(frozen=True)
class Literal:
    """Words in a template that no translator would see."""

    path: Path
    line: int
    words: str


def literals(path: Path) -> Iterator[Literal]:
    """The untranslated words of one template, in order."""
    parser = _Text()
    parser.feed(_outside_translation(path.read_text(encoding="utf-8")))
    parser.close()
    for line, text in parser.found:
        words = [word for word in _WORD.findall(text) if len(word) > 1 and word not in NAMES]
        if words:
            yield Literal(path, line, " ".join(text.replace(_HOLE, " ").split())[:60])


def _outside_translation(source: str) -> str:
    """The markup with tags and translated blocks as holes; line numbers stay."""
    out: list[str] = []
    until = ""
    for token in Lexer(source).tokenize():
        breaks = "\n" * token.contents.count("\n")
        if until:
            out.append(breaks)
            until = "" if token.contents.split()[:1] == [until] else until
        elif token.token_type is TokenType.TEXT:
            out.append(token.contents)
        elif token.token_type is TokenType.COMMENT:
            out.append(breaks)
        else:
            until = _closing(token.contents)
            out.append(_HOLE + breaks)
    return "".join(out)


def _closing(tag: str) -> str:
    """The tag that ends what `tag` begins, when its inside is not to be read; else nothing."""
    if _MACHINE_BLOCK.match(tag):
        return "endblock"
    return _BLOCKS.get((tag.split() or [""])[0], "")


def _end_of_silence(words: list[str]) -> str:
    """The tag that ends what this tag takes away from the reader, or nothing."""
    if words[:1] == ["block"] and words[1].endswith(_ATTRIBUTE_BLOCKS):
        return "endblock"
    return _BLOCKS.get(words[0], "") if words else ""


class _Text(HTMLParser):
    """Collects text that a person reads, outside code.

    An element marked translate="no", or with a lang of its own, says its words on purpose.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quiet = tag in UNSPOKEN or given.get("translate") == "no"
        quiet = quiet or (tag != "html" and "lang" in given)
        if not (quiet or self._silent):
            spoken = [given[name] for name in SPOKEN_ATTRIBUTES & given.keys()]
            self.found += [(self.getpos()[0], text) for text in spoken if text]
        if (quiet or self._silent) and tag not in VOID:
            self._silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._silent and tag not in VOID:
            self._silent.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append((self.getpos()[0], data))
