"""What this package tells downstream."""

from __future__ import annotations

from dataclasses import dataclass

from tmac.core.facts import Fact


@dataclass(frozen=True)
class OfficerKeySet(Fact):
    """An officer has a new key of their own; a former one is retired."""

    user_id: int
    key_id: str


@dataclass(frozen=True)
class UnitKeyRotated(Fact):
    """An office has a new unit key."""

    office_code: str
    key_id: str
