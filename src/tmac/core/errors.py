"""The four ways in which a request can fail for a reason that its sender can understand.

Services raise these; each door translates them once: a page or form error, RFC 9457 problem JSON.
Messages are sentences fit for the person: what happened, why, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Sentence = str | Promise


class TmacError(Exception):
    """Base of every error that a door translates for a person."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class Refused(TmacError):
    """The person may not do this, or not now."""


class NotFound(TmacError):
    """Nothing here, or nothing that this person may know of: the two are told alike."""


@dataclass(frozen=True)
class Change:
    """One field that somebody else changed while a form was open."""

    field: str
    label: Sentence
    before: str
    now: str


class Conflict(TmacError):
    """Somebody else was faster; `changes` says what differs now."""

    def __init__(self, message: Sentence, changes: Sequence[Change] = ()) -> None:
        super().__init__(message)
        self.changes = tuple(changes)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what was given: where, and a sentence with the rule and the remedy.

    `field` is the form field or column ("" for the whole); `row` is the 1-based row of a sheet
    as a spreadsheet program numbers it; `offer` is a value that would be right, when one is known.
    """

    field: str
    message: Sentence
    row: int | None = None
    offer: str | None = None


class Invalid(TmacError):
    """What was given cannot be taken; every fault is listed, not only the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].message)
        self.faults = tuple(faults)

    @classmethod
    def of(cls, field: str, message: Sentence, offer: str | None = None) -> Invalid:
        return cls([Fault(field, message, offer=offer)])
