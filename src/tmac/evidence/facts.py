"""What this package tells downstream."""

from __future__ import annotations

from dataclasses import dataclass

from tmac.core.facts import Fact


@dataclass(frozen=True)
class FileStored(Fact):
    file_id: str
    subject: str
    subject_id: str
