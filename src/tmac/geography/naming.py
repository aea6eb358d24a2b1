"""How areas are called in an address, and what became of abolished codes."""

from __future__ import annotations

from datetime import date

from tmac.geography.gazetteer import (
    BANGKOK,
    COUNTRY,
    AreaInfo,
    Level,
    abolished,
    gazetteer,
    is_thai,
)

_THAI_WORDS = {Level.PROVINCE: "จ.", Level.DISTRICT: "อ.", Level.SUBDISTRICT: "ต."}
_BANGKOK_WORDS = {Level.PROVINCE: "", Level.DISTRICT: "เขต", Level.SUBDISTRICT: "แขวง"}


def path(code: str) -> tuple[AreaInfo, ...]:
    """Province, district, subdistrict, as far as the code goes; empty for an unknown code."""
    known = gazetteer().areas
    steps = [code[:length] for length in (2, 4, 6) if length <= len(code)]
    if code == COUNTRY or not all(step in known for step in steps):
        return ()
    return tuple(known[step] for step in steps)


def full_name(code: str, language: str | None = None) -> str:
    """'ต.บางหญ้าแพรก อ.เมืองสมุทรสาคร จ.สมุทรสาคร', or 'Bang Ya Phraek, Mueang Samut Sakhon,
    Samut Sakhon'. An abolished code gives the name of its successor; an unknown code itself."""
    if code == COUNTRY:
        country = gazetteer().areas[COUNTRY]
        return country.name_th if is_thai(language) else country.name_en
    steps = path(code) or path(successor(code) or "")
    if not steps:
        return code
    if not is_thai(language):
        return ", ".join(step.name_en for step in reversed(steps))
    words = _BANGKOK_WORDS if steps[0].code == BANGKOK else _THAI_WORDS
    return " ".join(words[step.level] + step.name_th for step in reversed(steps))


def successors(code: str) -> tuple[str, ...]:
    """The codes that hold the ground of an abolished one today; empty when none is known."""
    old = abolished().get(code)
    known = gazetteer().areas
    return tuple(c for c in old.successors if c in known) if old else ()


def successor(code: str, on: date | None = None) -> str | None:
    """The one code in force today for a code of an old record.

    A code in force is its own successor. None when the code is unknown, has no known successor
    or was divided among several (`successors` lists them). With `on`, a code that was still in
    force on that day is returned as it stands.
    """
    if code in gazetteer().areas:
        return code
    old = abolished().get(code)
    if old is not None and on is not None and on < old.abolished_on:
        return code
    heirs = successors(code)
    return heirs[0] if len(heirs) == 1 else None
