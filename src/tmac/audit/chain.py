"""The arithmetic of the chain: what a hash covers, and how values are written before hashing.

An entry's hash is SHA-256 over the UTF-8 bytes of one JSON object that holds every column but the
hash itself: keys sorted, no spaces, characters unescaped, times in UTC with microseconds. Anybody
can recompute it from an export without this program.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64  # stands before the first entry
COVERED = (
    "seq",
    "at",
    "actor_id",
    "actor",
    "acting_for",
    "action",
    "subject",
    "subject_id",
    "province_code",
    "details",
    "previous_hash",
)
Detail = str | int | bool | None | list["Detail"] | tuple["Detail", ...]


def hash_of(values: Mapping[str, Any]) -> str:
    """The hash of an entry whose columns are `values` (all of COVERED)."""
    covered = {name: values[name] for name in COVERED}
    covered["at"] = stamp(covered["at"])
    canonical = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def stamp(moment: datetime) -> str:
    """2026-11-23T08:15:00.000000+00:00 for any aware moment, whatever its zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def stable(details: Mapping[str, Detail]) -> dict[str, Any]:
    """Details that read back from either database exactly as they were hashed.

    Raises TypeError for floats (they do not print alike everywhere), nested objects and others.
    """
    return {name: _stable_value(name, value) for name, value in details.items()}


def _stable_value(name: str, value: Detail) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value).replace("\x00", "")  # PostgreSQL refuses NUL; enums become plain text
    if isinstance(value, list | tuple):
        return [_stable_value(name, item) for item in value]
    raise TypeError(f"audit detail {name!r} is a {type(value).__name__}; give a code or an id")
