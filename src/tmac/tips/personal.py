"""Numbers and addresses that point to a person and have no place in a summary or a note.

Names are found in the officer's browser, where the sealed text is; here stands what a server can
check by form alone: citizen ids with their check digit, telephones, e-mail addresses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tmac.core.errors import Sentence
from tmac.core.thai import arabic_digits

_BETWEEN = r"[\s.\-–]?"
_ID = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{12}}(?!\d)")
_PHONE = re.compile(
    rf"(?<!\d)(?:\+?66{_BETWEEN}|0)(?:[689](?:{_BETWEEN}\d){{8}}|[2-7](?:{_BETWEEN}\d){{7}})(?!\d)"
)
_EMAIL = re.compile(r"[\w.+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+", re.ASCII)

CITIZEN_ID, PHONE, EMAIL = "CITIZEN_ID", "PHONE", "EMAIL"
NAMES: dict[str, Sentence] = {
    CITIZEN_ID: _("citizen id"),
    PHONE: _("telephone number"),
    EMAIL: _("e-mail address"),
}


@dataclass(frozen=True)
class Found:
    """Something personal in a text: which kind, from where to where."""

    kind: str
    start: int
    end: int


def personal_parts(text: str) -> list[Found]:
    """Citizen ids, telephones and e-mail addresses, in order; no two overlap."""
    plain = arabic_digits(text)
    found = [
        *(Found(CITIZEN_ID, *m.span()) for m in _ID.finditer(plain) if _is_citizen_id(m.group())),
        *(Found(PHONE, *m.span()) for m in _PHONE.finditer(plain)),
        *(Found(EMAIL, *m.span()) for m in _EMAIL.finditer(plain)),
    ]
    kept: list[Found] = []
    for part in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def masked(text: str) -> str:
    """The text with each such part replaced by its name in brackets."""
    for part in reversed(personal_parts(text)):
        text = f"{text[: part.start]}[{NAMES[part.kind]}]{text[part.end :]}"
    return text


def _is_citizen_id(written: str) -> bool:
    """Thirteen digits of which the last is the check digit (weights 13 to 2, modulo 11)."""
    digits = [int(one) for one in written if one.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits[:12], range(13, 1, -1), strict=True))
    return (11 - total % 11) % 10 == digits[12]
