"""The two lanes of a pin and their states, as reference/pin_lanes.csv names them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.functional import lazy
from django.utils.translation import get_language

REFERENCE = Path(__file__).parent / "reference"
NO_WORD = "-"  # of a state that the public is not told


class Lane(StrEnum):
    """Prevention and suppression move apart from each other."""

    PREVENTION = "prevention"
    SUPPRESSION = "suppression"


class Prevention(StrEnum):
    """States of the prevention lane."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    RETURNED = "RETURNED"
    WATCHING = "WATCHING"
    REMEDY = "REMEDY"
    FIX_REPORTED = "FIX_REPORTED"
    RESOLVED = "RESOLVED"
    STOPPED = "STOPPED"
    NOT_SUBSTANTIATED = "NOT_SUBSTANTIATED"
    ARCHIVED = "ARCHIVED"


class Suppression(StrEnum):
    """States of the suppression lane."""

    NONE = "NONE"
    HANDOVER = "HANDOVER"
    DECLINED = "DECLINED"
    INTEL = "INTEL"
    PRELIM = "PRELIM"
    INQUIRY = "INQUIRY"
    FOUND = "FOUND"
    DROPPED = "DROPPED"
    COURT = "COURT"
    DONE = "DONE"


P = Prevention
PREPARING = frozenset({P.DRAFT, P.PROPOSED, P.RETURNED})
# Verified and not closed: what the public word calls open, and what area shading weighs.
OPEN = frozenset({P.WATCHING, P.REMEDY, P.FIX_REPORTED})
CLOSED = frozenset({P.RESOLVED, P.STOPPED, P.NOT_SUBSTANTIATED, P.ARCHIVED})
EDITABLE = frozenset({P.DRAFT, P.RETURNED})
# What the agency was told of and may still see (DESIGN section 13).
SENT_TO_AGENCY = frozenset({P.REMEDY, P.FIX_REPORTED, P.RESOLVED, P.STOPPED})


@dataclass(frozen=True)
class StateInfo:
    """One row of pin_lanes.csv, with its public word in English."""

    lane: Lane
    code: str
    th: str
    en: str
    cdc_status: str
    public_word_th: str
    public_word_en: str
    open311: str

    @property
    def name(self) -> str:
        """The state's name in the language of the moment."""
        return self.en if _is_english() else self.th

    @property
    def public_word(self) -> str:
        """What the public reads of this state, in the language of the moment."""
        return self.public_word_en if _is_english() else self.public_word_th


def _is_english() -> bool:
    return (get_language() or "th").startswith("en")


@cache
def states() -> dict[tuple[str, str], StateInfo]:
    """(lane, code) -> the state, in the order of the table.

    The table has the public words in Thai only; a table of our own beside it has the English ones.
    """
    english = {(row["lane"], row["code"]): row["public_word_en"] for row in _rows("public_words")}
    return {
        (row["lane"], row["code"]): StateInfo(
            Lane(row["lane"]),
            row["code"],
            row["th"],
            row["en"],
            row["cdc_status_map"],
            row["public_word_th"],
            english.get((row["lane"], row["code"]), NO_WORD),
            row["open311"],
        )
        for row in _rows("pin_lanes")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state(lane: str, code: str) -> StateInfo:
    """One state; KeyError for a code that is not in the lane."""
    return states()[(str(lane), str(code))]


def _public_word(code: str) -> str:
    return state(Lane.PREVENTION, code).public_word


public_word = lazy(_public_word, str)  # of a prevention state, in the language of the reader


def cdc_status(prevention: str, suppression: str, before_archive: str = "") -> str:
    """PREPARING, DIRECTED, RESOLVED or TO_PESCA: the watch centre's words (DESIGN section 13).

    The suppression lane wins once it says TO_PESCA. An archived pin keeps the word of the state
    that it was archived from. A pin that was not substantiated is RESOLVED, reported apart.
    """
    if state(Lane.SUPPRESSION, suppression).cdc_status == "TO_PESCA":
        return "TO_PESCA"
    code = before_archive if prevention == Prevention.ARCHIVED and before_archive else prevention
    word = state(Lane.PREVENTION, code).cdc_status
    return "RESOLVED" if word.startswith("RESOLVED") else word
