"""What is wrong with a row, in a form that can be kept with the import and shown again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tmac.core.errors import Fault


@dataclass(frozen=True)
class RowFault:
    """One bad cell: its row as a spreadsheet numbers it, what stands there, what could."""

    row: int
    field: str
    message: str
    value: str = ""
    offers: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> RowFault:
        return cls(**{**record, "offers": tuple(record["offers"])})

    def as_fault(self) -> Fault:
        return Fault(self.field, self.message, self.row, self.offers[0] if self.offers else None)


class Refusal(Exception):
    """A cell that cannot be read, with values that could stand in its place."""

    def __init__(self, message: str, offers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.offers = message, offers
