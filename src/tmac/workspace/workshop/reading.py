"""From the words typed for a note to codes: the kind of risk and the place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tmac.core.errors import Invalid
from tmac.core.thai import arabic_digits
from tmac.geography import queries as geography
from tmac.geography.queries import Level
from tmac.ui.formats import named
from tmac.workspace.pins.forms import pin_categories


@dataclass(frozen=True)
class Known:
    """A thing that can be typed: its code, and the words that stand for it."""

    code: str
    words: str


def kinds(province_code: str) -> list[Known]:
    """Every category that a note may have, level 2 first since it says more."""
    tops = pin_categories(province_code)
    below = [Known(c.code, named(c)) for top in tops for c in top.children]
    return below + [Known(top.code, named(top)) for top in tops]


def places(province_code: str) -> list[Known]:
    """Subdistricts with their district, then the districts, of a province."""
    districts = geography.areas(Level.DISTRICT, within=province_code)
    names = {area.code: named(area) for area in districts}
    found = [
        Known(area.code, f"{named(area)} · {names.get(area.code[:4], '')}")
        for area in geography.areas(Level.SUBDISTRICT, within=province_code)
    ]
    return found + [Known(area.code, named(area)) for area in districts]


def kind_of(text: str, province_code: str) -> str:
    """The category that was meant; Invalid with the nearest when it is none or several."""
    wrong = _("There is no such kind of risk. Type a part of its name and choose from the list.")
    return _meant(text, kinds(province_code), "kind", wrong)


def place_of(text: str, province_code: str) -> str:
    """The subdistrict or district that was meant."""
    wrong = _("This place is not in the province. Type a part of its name and choose it.")
    return _meant(text, places(province_code), "place", wrong)


def _meant(text: str, known: Iterable[Known], field: str, wrong: str) -> str:
    typed = arabic_digits(text).strip().lower()
    listed = list(known)
    for is_it in (_is_code, _is_whole, _begins, _holds):
        found = [one for one in listed if is_it(one, typed)]
        if len(found) == 1:
            return found[0].code
        if found:
            message = _("More than one fits: %(some)s. Which one?")
            some = ", ".join(one.words for one in found[:3])
            raise Invalid.of(field, message % {"some": some}, found[0].words)
    raise Invalid.of(field, wrong)


def _is_code(one: Known, typed: str) -> bool:
    return one.code.lower() == typed


def _is_whole(one: Known, typed: str) -> bool:
    words = one.words.lower()
    return typed in (words, words.split(" · ")[0])


def _begins(one: Known, typed: str) -> bool:
    return bool(typed) and one.words.lower().startswith(typed)


def _holds(one: Known, typed: str) -> bool:
    return bool(typed) and typed in one.words.lower()
