"""Places that a person types: names in Thai or English, with or without their words, postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import geothai
from geothai.abolished import match_abolished

from tmac.core.text import one_line
from tmac.core.thai import arabic_digits
from tmac.geography.gazetteer import (
    BANGKOK,
    COUNTRY,
    AreaInfo,
    Gazetteer,
    Level,
    gazetteer,
    level_of,
)
from tmac.geography.naming import full_name, successors

_LEVEL_WORDS = {
    Level.SUBDISTRICT: r"ตำบล|แขวง|ต\.|tambon\b|khwaeng\b|subdistrict\b",
    Level.DISTRICT: r"กิ่งอำเภอ|อำเภอ|เขต|อ\.|amphoe\b|amphur\b|khet\b|district\b",
    Level.PROVINCE: r"จังหวัด|จ\.|changwat\b|province\b",
}
_WORD = re.compile("|".join(f"(?P<{k.value}>{v})" for k, v in _LEVEL_WORDS.items()), re.IGNORECASE)
_MARKS = re.compile(r"[\s.'’\-]")
_OTHER_NAMES = {
    "กทม": BANGKOK,
    "กรุงเทพ": BANGKOK,
    "กรุงเทพฯ": BANGKOK,
    "bkk": BANGKOK,
    "โคราช": "30",
    "korat": "30",
    "อยุธยา": "14",
    "ayutthaya": "14",
    "แปดริ้ว": "24",
}
_BANGKOK_WORDS = ("แขวง", "เขต", "khwaeng", "khet")
_CAPITAL = ("เมือง", "mueang", "muang")
# Which of several names is the place meant; one without a word stands for something small.
_FINEST_FIRST = (Level.SUBDISTRICT, None, Level.DISTRICT, Level.PROVINCE)
_BEST = {Level.PROVINCE: 0, Level.DISTRICT: 1, Level.SUBDISTRICT: 2}


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place that fits what was typed; `label` is its full name in the reader's language."""

    code: str
    label: str
    lon: float
    lat: float
    level: Level


@dataclass(frozen=True, slots=True)
class _Part:
    """A name in a text, with what the word before it says: the level, and whether Bangkok's."""

    level: Level | None
    name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One reading of a text: the name that is looked for, and the names of areas around it."""

    key: str
    part: _Part
    around: tuple[str, ...] = ()  # as typed: each may name one area, or several with spaces


def search_places(text: str, within: str = "", limit: int = 10) -> list[PlaceHit]:
    """Places by name or postcode, the best first; `within` (an area code) keeps to that area.

    "ต.บางหญ้าแพรก สมุทรสาคร", "บางหญ้าแพรก", "เขตพระนคร", "Hat Yai, Songkhla" and "74000" are
    all understood. Names that DOPA abolished lead to what holds their ground today.
    """
    text = arabic_digits(one_line(text))
    if re.fullmatch(r"\d{5}", text):
        codes: Iterable[str] = (s.code for s in geothai.by_postal_code(text))
    elif level_of(text) is not None:
        codes = [text] if text in gazetteer().areas else successors(text)
    else:
        codes = _by_name(text) or _by_old_name(text)
    inside = "" if within == COUNTRY else within
    found = [code for code in codes if code.startswith(inside)]
    return [_hit(code) for code in found[: max(0, limit)]]


def _hit(code: str) -> PlaceHit:
    area = gazetteer().areas[code]
    return PlaceHit(code, full_name(code), area.lon, area.lat, area.level)


def letters(name: str) -> str:
    """A name for comparing: lower case, without spaces, dots, hyphens and apostrophes."""
    return _MARKS.sub("", name.lower())


def _by_name(text: str) -> list[str]:
    """Codes by how well the name fits: exact, at the beginning, inside; higher levels first."""
    best: dict[str, tuple[int, int, str]] = {}
    for wanted in _readings(text):
        for grade, area in _fitting(wanted):
            rank = (grade, _BEST[area.level], area.sort_key)
            if area.code not in best or rank < best[area.code]:
                best[area.code] = rank
        if best:
            break  # a plainer reading fits: the others would only add noise
    return sorted(best, key=lambda code: (*best[code], code))


def _readings(text: str) -> Iterator[_Wanted]:
    """What a text may mean: words and commas say it, else each space may part two names."""
    parts = _parts(text)
    if not parts:
        return
    target = min(parts, key=lambda part: _FINEST_FIRST.index(part.level))
    rest = tuple(other.name for other in parts if other is not target)
    yield _Wanted(letters(target.name), target, rest)
    pieces = target.name.split()
    for cut in range(len(pieces) - 1, 0, -1):
        first, second = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        yield _Wanted(letters(first), target, (second, *rest))
    yield _Wanted(letters(text), _Part(None, text))  # a name that begins like one of the words


def _parts(text: str) -> list[_Part]:
    """The names in a text, each with what the word before it says."""
    parts: list[_Part] = []
    for piece in re.split(r"[,/]", text):
        words = list(_WORD.finditer(piece))
        parts.append(_Part(None, piece[: words[0].start()] if words else piece))
        ends = [word.start() for word in words[1:]] + [len(piece)]
        for word, end in zip(words, ends, strict=False):  # no words: one end too many
            within = BANGKOK if word.group().lower() in _BANGKOK_WORDS else ""
            parts.append(_Part(Level(str(word.lastgroup)), piece[word.end() : end], within))
    return [_Part(p.level, p.name.strip(), p.within) for p in parts if letters(p.name)]


@lru_cache(maxsize=1)
def _index(found: int) -> tuple[tuple[str, str, AreaInfo], ...]:
    return tuple(
        (letters(area.name_th), letters(area.name_en), area)
        for area in gazetteer().areas.values()
        if area.code != COUNTRY
    )


def _fitting(wanted: _Wanted) -> Iterator[tuple[int, AreaInfo]]:
    book = gazetteer()
    alias = _OTHER_NAMES.get(wanted.key, "")
    for thai, english, area in _index(id(book)):
        if wanted.part.level not in (None, area.level):
            continue
        if not area.code.startswith(wanted.part.within):
            continue
        grade = _grade(wanted.key, thai, english, area, alias)
        if grade is not None and _lies_in(area, wanted.around, book):
            yield grade, area


def _grade(key: str, thai: str, english: str, area: AreaInfo, alias: str) -> int | None:
    """0 the same name, 1 it begins so, 2 it contains this, None neither."""
    if key in (thai, english) or area.code == alias:
        return 0
    if key in _CAPITAL and area.level == Level.DISTRICT and area.code.endswith("01"):
        return 0
    if thai.startswith(key) or english.startswith(key):
        return 1
    return 2 if len(key) > 1 and (key in thai or key in english) else None


def _lies_in(area: AreaInfo, around: tuple[str, ...], book: Gazetteer) -> bool:
    """Every other name that was typed belongs to an area above this one."""
    above = [book.areas[area.code[:n]] for n in (2, 4) if n < len(area.code)]
    return all(_names_one(above, name) or _names_each(above, name.split()) for name in around)


def _names_one(above: list[AreaInfo], name: str) -> bool:
    return any(_is_called(upper, letters(name)) for upper in above)


def _names_each(above: list[AreaInfo], pieces: list[str]) -> bool:
    return len(pieces) > 1 and all(_names_one(above, piece) for piece in pieces)


def _is_called(area: AreaInfo, name: str) -> bool:
    if _OTHER_NAMES.get(name) == area.code:
        return True
    if name in _CAPITAL and len(area.code) == 4:
        return area.code.endswith("01")
    return letters(area.name_th).startswith(name) or letters(area.name_en).startswith(name)


def _by_old_name(text: str) -> list[str]:
    """The successors of abolished subdistricts of this name."""
    parts = _parts(text)
    if not parts:
        return []
    named = {part.level: part.name for part in parts if part.level}
    name = named.get(Level.SUBDISTRICT) or parts[0].name
    around = {"district": named.get(Level.DISTRICT), "province": named.get(Level.PROVINCE)}
    old = match_abolished(name, **around)
    return list(dict.fromkeys(code for area in old for code in successors(area.code)))
