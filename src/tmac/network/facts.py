"""What this package tells downstream."""

from __future__ import annotations

from dataclasses import dataclass

from tmac.core.facts import Fact


@dataclass(frozen=True)
class MemberAdmitted(Fact):
    club_id: int
    user_id: int
    role: str


@dataclass(frozen=True)
class MembershipEnded(Fact):
    club_id: int
    user_id: int
