"""On what grounds a step is taken: what the step's form asks for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True)
class FieldCheck:
    """Somebody went to the place: when, who, from which organisation, and what they found."""

    done_on: date
    done_by: str
    organisation: str
    finding: str
    organisation_agency_id: int | None = None


@dataclass(frozen=True)
class Grounds:
    """Everything that a step may need; each step's `needs` says which parts."""

    reason_code: str = ""
    text: str = ""
    due_on: date | None = None
    baht_protected: int | None = None
    protected_basis: str = ""
    file_ids: tuple[str, ...] = ()
    reference_no: str = ""
    letter_no: str = ""
    field_check: FieldCheck | None = None
    evidence_list: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """What is stored with a move: only what was given, dates as ISO text."""
        given = {key: value for key, value in asdict(self).items() if value not in ("", None, ())}
        return _plain(given)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Grounds:
        """The grounds that `as_record` wrote."""
        values: dict[str, Any] = {f.name: record[f.name] for f in fields(cls) if f.name in record}
        for name in ("file_ids", "evidence_list"):
            values[name] = tuple(values.get(name, ()))
        if "due_on" in values:
            values["due_on"] = date.fromisoformat(values["due_on"])
        if "field_check" in values:
            check = dict(values["field_check"])
            check["done_on"] = date.fromisoformat(check["done_on"])
            values["field_check"] = FieldCheck(**check)
        return cls(**values)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            plain[key] = _plain(value)
        elif isinstance(value, date):
            plain[key] = value.isoformat()
        else:
            plain[key] = list(value) if isinstance(value, tuple) else value
    return plain
