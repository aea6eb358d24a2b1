"""The numbers of the first page and the shades of its map, from published groups only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tmac.core.errors import Sentence
from tmac.geography import queries as geography
from tmac.riskmap.breaks import class_of, natural_breaks
from tmac.riskmap.denominators import UNIT, Per, denominators
from tmac.riskmap.public import OPEN_WORDS, Cell, K, public_cube
from tmac.riskmap.public_tables import totals
from tmac.ui.formats import baht_text, number_text

SOURCE = gettext_lazy("records of the officers")
_UNITS = {
    Per.AGENCIES: gettext_lazy("Open risks per 100 public agencies."),
    Per.RESIDENTS: gettext_lazy("Open risks per 100,000 residents."),
    Per.COUNT: gettext_lazy("Number of open risks."),
}


@dataclass(frozen=True)
class Figure:
    """One number with what it counts, when and from where."""

    label: str
    value: str
    unit: str
    basis: str
    as_of: date
    source: Sentence = SOURCE


@dataclass(frozen=True)
class Shading:
    """Province code -> shade "0" to "5" of the small map, and what the shade is a rate of."""

    shades: Mapping[str, str]
    unit: Sentence


def headline(today: date) -> list[Figure]:
    """Open now, fixed or stopped in all years, and the baht that this protected."""
    found = totals(today)
    if not found.open and not found.done:
        return []
    basis = _("confirmed and not yet closed")
    shown = [
        Figure(_("Being watched or fixed"), number_text(found.open), _("pins"), basis, found.as_of)
    ]
    return shown + done_figures(found.done, found.baht_protected, found.as_of)


def done_figures(done: int, baht_protected: int | None, as_of: date) -> list[Figure]:
    """Fixed or stopped, and the baht protected where it may be said."""
    basis = _("closed after two officers agreed")
    shown = [Figure(_("Fixed or stopped"), number_text(done), _("pins"), basis, as_of)]
    if baht_protected is not None:
        basis = _("estimated by the closing officer; groups with fewer than five amounts left out")
        text = str(baht_text(baht_protected))
        shown.append(Figure(_("Baht protected"), text, "", basis, as_of))
    return shown


def shading(today: date) -> Shading:
    """Provinces by open pins, per agencies or residents, whichever is known; fewer than K: none."""
    counts: Counter[str] = Counter()
    for cell in public_cube(today).cells:
        if _is_placed_open(cell):
            counts[cell.key.area[:2]] += cell.count
    per, rates = _rates({code: count for code, count in counts.items() if count >= K})
    breaks = natural_breaks(list(rates.values()))
    return Shading({code: str(class_of(rate, breaks)) for code, rate in rates.items()}, _UNITS[per])


def _is_placed_open(cell: Cell) -> bool:
    return cell.key.word in OPEN_WORDS and cell.key.area != geography.COUNTRY


def _rates(counts: Mapping[str, int]) -> tuple[Per, dict[str, float]]:
    for per in (Per.AGENCIES, Per.RESIDENTS):
        divisors = denominators(per, "PROVINCE").values
        if divisors:
            return per, {
                code: count * UNIT[per] / divisors[code]
                for code, count in counts.items()
                if divisors.get(code)
            }
    return Per.COUNT, {code: float(count) for code, count in counts.items()}
