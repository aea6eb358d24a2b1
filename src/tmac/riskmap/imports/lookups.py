"""From words in a cell to codes: categories, agencies and places; the nearest are offered."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cached_property

from tmac.agencies import names
from tmac.agencies import queries as agencies
from tmac.agencies.queries import AgencyInfo, AgencyType
from tmac.core.text import one_line
from tmac.core.thai import arabic_digits
from tmac.geography import queries as geography
from tmac.geography.places import PlaceHit, search_places
from tmac.riskmap.checking import EXITS
from tmac.taxonomy import queries as taxonomy
from tmac.taxonomy.queries import CategoryInfo

_MOST = 3


@dataclass(frozen=True)
class Found:
    """The code of a word, or what the word may have meant."""

    code: str = ""
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundAgency:
    """The body of a name; only its type when the name says no more; or the nearest bodies."""

    agency: AgencyInfo | None = None
    kind: str = ""
    offers: tuple[str, ...] = ()


def _key(text: str) -> str:
    return re.sub(r"[\s.,()\-/:“”\"']+", "", text).casefold()


class Lookups:
    """Answers for one import; every distinct word is looked up once."""

    def __init__(self, province_code: str) -> None:
        self.province_code = province_code
        self._agencies: dict[tuple[str, str], FoundAgency] = {}
        self._places: dict[str, Found] = {}

    @cached_property
    def _categories(self) -> dict[str, CategoryInfo]:
        """Key of a code or name -> category; a name met twice leads to the wider one."""
        tops = [top for top in taxonomy.categories(self.province_code) if top.code not in EXITS]
        below = [child for top in tops for child in top.children]
        found: dict[str, CategoryInfo] = {}
        for info in [*tops, *below]:
            for word in (info.code, info.name_th, info.name_en):
                found.setdefault(_key(word), info)
        return found

    def category(self, word: str) -> Found:
        """A category by its code or its name in either language."""
        key = _key(re.sub(r"^\s*([A-Z]{2,4}(?:-\d+)*)\s*[·:–-]\s+.*$", r"\1", one_line(word)))
        exact = self._categories.get(key)
        if exact:
            return Found(exact.code)
        inside = [k for k in self._categories if len(key) > 3 and (key in k or k in key)]
        close = difflib.get_close_matches(key, self._categories, n=_MOST, cutoff=0.4)
        near = dict.fromkeys(self._categories[k].name for k in [*close, *inside])
        return Found(offers=tuple(near)[:_MOST])

    @cached_property
    def _bodies(self) -> dict[str, list[AgencyInfo]]:
        """Key of a code or of any form of the name -> bodies of the province and national ones."""
        found: dict[str, list[AgencyInfo]] = {}
        held = agencies.agencies().filter(province_code__in=("", self.province_code))
        for body in map(agencies.info, held):
            words = (body.code, body.name_th, body.name_en, names.short_name(body.name_th))
            for key in {_key(word) for word in words} - {""}:
                found.setdefault(key, []).append(body)
        return found

    def agency(self, word: str, area_code: str) -> FoundAgency:
        """A body by its full or short name or code, near the place; a bare type names none."""
        word = one_line(word)
        seen = (word, area_code[:4])
        if seen not in self._agencies:
            self._agencies[seen] = self._agency(word, area_code[:4])
        return self._agencies[seen]

    def _agency(self, word: str, district_code: str) -> FoundAgency:
        kind = names.kind_of_word(word)
        if kind:
            return FoundAgency(kind=kind)
        exact = self._bodies.get(_key(word), [])
        if len(exact) > 1:
            exact = [body for body in exact if body.area_code[:4] == district_code] or exact
        if len(exact) == 1:
            return FoundAgency(exact[0])
        return FoundAgency(offers=self._agency_offers(word, exact))

    def _agency_offers(self, word: str, namesakes: list[AgencyInfo]) -> tuple[str, ...]:
        if namesakes:  # only their codes tell them apart
            return tuple(body.code for body in namesakes[:_MOST])
        found = agencies.search(word, self.province_code, _MOST)
        near = [body for body in found if body.province_code in ("", self.province_code)]
        near = near or agencies.named_like(word, self.province_code, _MOST)
        offers = [body.name_th for body in near]
        kind = names.kind_of_name(word)
        if kind:  # the type alone is a true answer when the register lacks the body
            offers.append(names.word_of(kind))
        return tuple(dict.fromkeys(offers))

    def agency_kind(self, word: str) -> Found:
        """A type of body by its word, short form or code."""
        kind = names.kind_of_word(word)
        if kind:
            return Found(kind)
        words = {_key(form.full): form.full for form in names.FORMS}
        labels = {_key(str(kind.label)): str(kind.label) for kind in AgencyType}
        by_label = {_key(str(kind.label)): kind.value for kind in AgencyType}
        if _key(word) in by_label:
            return Found(by_label[_key(word)])
        close = difflib.get_close_matches(_key(word), {**words, **labels}, n=_MOST, cutoff=0.4)
        return Found(offers=tuple({**words, **labels}[k] for k in close))

    def area_code(self, word: str) -> Found:
        """A code in force, or the successor of an abolished one; several heirs are offered."""
        digits = arabic_digits(word).replace(" ", "")
        heir = geography.successor(digits)
        if heir:
            return Found(heir)
        return Found(offers=geography.successors(digits))

    def place(self, text: str) -> Found:
        """The area of a written place inside the province; namesakes are offered by code."""
        if text not in self._places:
            self._places[text] = self._place(text)
        return self._places[text]

    def _place(self, text: str) -> Found:
        hits = search_places(text, self.province_code, 5)
        if not hits:
            return Found()
        same = [hit for hit in hits if hit.level == hits[0].level]
        same = [hit for hit in same if _name(hit.code) == _name(hits[0].code)]
        if len(same) > 1 and not _says_more(text, same):
            return Found(offers=tuple(hit.code for hit in same[:_MOST]))
        return Found(hits[0].code)


def _name(code: str) -> str:
    area = geography.area(code)
    return area.name_th if area else code


def _says_more(text: str, same: list[PlaceHit]) -> bool:
    """Whether the text names what tells the first of several namesakes apart from the rest."""
    first, *others = [{_name(hit.code[:length]) for length in (4, 6)} for hit in same]
    own = first.difference(*others)
    return any(_key(name) in _key(text) for name in own)
