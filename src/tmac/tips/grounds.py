"""On what grounds a step of a tip is taken: what the step's form asks for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Grounds:
    """Everything that a step may need; each step's `needs` says which parts.

    `is_anonymous` and `has_evidence` are what the officer has read: the server cannot know them.
    """

    reason_code: str = ""
    text: str = ""
    destination: str = ""  # the body that a tip is sent to
    agency_id: int | None = None  # the same body, where it works in this system
    target_reference: str = ""  # of the earlier tip that this one is joined to
    pin_code: str = ""
    outcome: str = ""
    checklist: tuple[str, ...] = ()
    is_anonymous: bool | None = None
    has_evidence: bool | None = None

    def as_record(self) -> dict[str, Any]:
        """What is stored with a proposal or an event: only what was given."""
        given = {key: value for key, value in asdict(self).items() if value not in ("", None, ())}
        if self.checklist:
            given["checklist"] = list(self.checklist)
        return given

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Grounds:
        """The grounds that `as_record` wrote."""
        values: dict[str, Any] = {f.name: record[f.name] for f in fields(cls) if f.name in record}
        values["checklist"] = tuple(values.get("checklist", ()))
        return cls(**values)
