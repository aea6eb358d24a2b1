"""The states of a tip, as reference/tip_states.csv names them, and their public words."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

REFERENCE = Path(__file__).parent / "reference"


class State(StrEnum):
    """Where a tip stands."""

    RECEIVED = "RECEIVED"
    QUARANTINE = "QUARANTINE"
    SCREENING = "SCREENING"
    NEED_INFO = "NEED_INFO"
    MERGED = "MERGED"
    ACCEPTED = "ACCEPTED"
    VERIFYING = "VERIFYING"
    LINKED = "LINKED"
    FORWARDED = "FORWARDED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    CLOSED = "CLOSED"


S = State
TERMINAL = frozenset({S.MERGED, S.NOT_ACCEPTED, S.CLOSED})
OPEN = frozenset(State) - TERMINAL
WAITING = frozenset({S.RECEIVED, S.SCREENING})  # for the unit's decision; its clock runs


@dataclass(frozen=True)
class StateInfo:
    """One row of tip_states.csv, with what the reporter is told in both languages."""

    code: str
    th: str
    en: str
    public_word_th: str
    public_word_en: str
    explained_th: str
    explained_en: str
    is_terminal: bool
    open311: str

    @property
    def name(self) -> str:
        """What officers call the state, in the language of the moment."""
        return self.en if is_english() else self.th

    @property
    def public_word(self) -> str:
        """What the reporter reads of the state, in the language of the moment."""
        return self.public_word_en if is_english() else self.public_word_th

    @property
    def explained(self) -> str:
        """The public word in a sentence."""
        return self.explained_en if is_english() else self.explained_th


def is_english() -> bool:
    """Whether the page is in English; every other language reads Thai."""
    return (get_language() or "th").startswith("en")


@cache
def states() -> dict[str, StateInfo]:
    """Code -> the state, in the order of the table; the English words stand in a table of ours."""
    words = {row["code"]: row for row in _rows("public_words")}
    return {row["code"]: _info(row, words[row["code"]]) for row in _rows("tip_states")}


def _info(row: dict[str, str], words: dict[str, str]) -> StateInfo:
    return StateInfo(
        code=row["code"],
        th=row["th"],
        en=row["en"],
        public_word_th=row["public_status_th"],
        public_word_en=words["public_status_en"],
        explained_th=words["explained_th"],
        explained_en=words["explained_en"],
        is_terminal=row["terminal"].startswith("yes"),
        open311=row["open311"],
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state(code: str) -> StateInfo:
    """One state; KeyError for a code that the table does not hold."""
    return states()[str(code)]
