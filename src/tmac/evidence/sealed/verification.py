"""Is every sealed object still what arrived?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tmac.evidence.models import CustodyAct, SealedFile, SealedObject, SealedState
from tmac.evidence.sealed.custody import note
from tmac.evidence.sealed.places import Place, place


@dataclass
class SealedCheck:
    """What a check of the sealed store found; files are told by their id and object number."""

    checked: int = 0
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unclaimed: list[str] = field(default_factory=list)  # bytes without a row

    @property
    def is_whole(self) -> bool:
        return not self.changed and not self.missing


def verify(now: datetime, actor: str, tell: Callable[[int], None] | None) -> SealedCheck:
    """Hash every object again and write the result into the custody log of its file."""
    result, store = SealedCheck(), place()
    held: set[str] = set()
    for row in SealedFile.objects.exclude(state=SealedState.ERASED).order_by("pk").iterator():
        parts = list(row.parts.all())
        held.update(part.sha256 for part in parts)
        found = [_verify_one(part, store, result) for part in parts]
        if row.state == SealedState.CLAIMED:
            note([row], CustodyAct.VERIFIED if all(found) else CustodyAct.FAILED, actor, now)
        if tell:
            tell(result.checked)
    result.unclaimed = [name for name in store.all_hashes() if name not in held]
    return result


def _verify_one(part: SealedObject, store: Place, result: SealedCheck) -> bool:
    found = store.hash_of(part.sha256)
    result.checked += 1
    if found != part.sha256:
        (result.missing if found is None else result.changed).append(f"{part.file_id}/{part.n}")
    return found == part.sha256
