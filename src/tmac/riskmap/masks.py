"""Filters evaluated on columns: the very Q objects that the database is given.

One description of a filter or of a jurisdiction serves both, so that a list, a count and a map
never disagree. As in Django, a null answers no to every question, and "not" turns that to yes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import numpy as np
from django.db.models import Model, Q
from numpy.typing import NDArray

from tmac.core.thai import BANGKOK
from tmac.riskmap.columns import FIELDS, MISSING, Snapshot, day_number
from tmac.riskmap.models import Pin

Mask = NDArray[np.bool_]
_SHORT = {
    "pk": "id",
    "agency": "agency_id",
    "category": "category_id",
    "secondary_category": "secondary_category_id",
    "owner": "owner_id",
    "created_by": "created_by_id",
    "club": "club_id",
    "workshop": "workshop_id",
}
# Kept by the day only: the columns can say whether they are null, the database the rest.
_MOMENTS = {"created_at", "verified_at", "closed_at", "sent_to_agency_at"}
_LOOKUPS = {"exact", "in", "isnull", "lt", "lte", "gt", "gte", "range", "startswith"}
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def mask(pins: Snapshot, condition: Q) -> Mask:
    """Which pins meet `condition`.

    A question about something that the columns do not hold (words of a title, a row of another
    table) is put to the database, which answers with ids.
    """
    if not condition.children:
        return np.full(len(pins), not condition.negated)
    unknown = [child for child in condition.children if not _is_held(child)]
    parts = [_part(pins, child) for child in condition.children if _is_held(child)]
    if unknown:
        parts.append(_asked(pins, Q(*unknown, _connector=condition.connector)))
    joined: Mask = _JOINED[condition.connector].reduce(parts)
    return np.logical_not(joined) if condition.negated else joined


_JOINED: dict[str, Any] = {
    Q.AND: np.logical_and,
    Q.OR: np.logical_or,
    Q.XOR: np.logical_xor,
}


def _is_held(child: Any) -> bool:
    """Whether the columns can say anything about a part of a condition. What they cannot is put
    to the database in one question for each level of the condition."""
    if isinstance(child, Q):
        return not child.children or any(_is_held(part) for part in child.children)
    if not isinstance(child, tuple):
        return False
    name, lookup = _split(child[0])
    return name is not None and (name not in _MOMENTS or _is_of_days(lookup, child[1]))


def _part(pins: Snapshot, child: Any) -> Mask:
    if isinstance(child, Q):
        return mask(pins, child)
    name, lookup = _split(child[0])
    return _answer(pins, name or "", lookup, child[1])


def _split(key: str) -> tuple[str | None, str]:
    """'agency__in' -> ('agency_id', 'in'); (None, '') for what the columns do not hold."""
    head, _, last = key.rpartition("__")
    name, lookup = (head, last) if head and last in _LOOKUPS else (key, "exact")
    name = _SHORT.get(name, name)
    return (name, lookup) if name in FIELDS else (None, "")


def _is_of_days(lookup: str, value: Any) -> bool:
    """Whether days answer a question about moments: null or not, from or before a midnight."""
    if lookup == "isnull":
        return True
    if lookup not in ("gte", "lt") or not isinstance(value, datetime):
        return False
    return value.astimezone(BANGKOK).time() == time()


def _asked(pins: Snapshot, condition: Q) -> Mask:
    ids = np.fromiter(Pin.objects.filter(condition).values_list("pk", flat=True), np.int64)
    found: Mask = np.isin(pins["id"], ids)
    return found


def _answer(pins: Snapshot, name: str, lookup: str, value: Any) -> Mask:
    column = pins[name]
    if lookup == "isnull" or value is None:
        found: Mask = (column == MISSING) == (value is None or bool(value))
        return found
    if FIELDS[name] == "code":
        return _of_codes(pins, name, lookup, value)
    if lookup == "in":
        return np.isin(column, np.array([_number(one) for one in value], column.dtype))
    if lookup == "range":
        low, high = (_number(one) for one in value)
        between: Mask = (column >= low) & (column <= high) & (column != MISSING)
        return between
    compare: Callable[[Any, Any], Any] = _COMPARED.get(lookup, operator.eq)
    answer: Mask = compare(column, _number(value)) & (column != MISSING)
    return answer


def _number(value: Any) -> Any:
    """What a column of numbers or days holds for a value that a filter names."""
    if isinstance(value, date):
        return day_number(value)
    if isinstance(value, Model):
        return value.pk
    return float(value) if isinstance(value, float) else int(value)


def _of_codes(pins: Snapshot, name: str, lookup: str, value: Any) -> Mask:
    texts = pins.texts(name)
    if lookup == "in":
        wanted = {str(getattr(one, "pk", one)) for one in value}
        fits = [text in wanted for text in texts]
    elif lookup == "startswith":
        fits = [text.startswith(str(value)) for text in texts]
    elif lookup == "exact":
        fits = [text == str(getattr(value, "pk", value)) for text in texts]
    else:
        fits = [_COMPARED[lookup](text, str(value)) for text in texts]
    # One more place at the end answers for null, whose code is -1.
    found: Mask = np.array([*fits, False])[pins[name]]
    return found
