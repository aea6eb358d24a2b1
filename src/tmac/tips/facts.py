"""What tips tell downstream, after the commit. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tmac.core.facts import Fact


@dataclass(frozen=True)
class TipFiled(Fact):
    """A report was filed, by whichever door."""

    tip_id: UUID
    province_code: str
    office_id: int
    channel: str
    is_urgent: bool


@dataclass(frozen=True)
class TipMoved(Fact):
    """A step was taken; `event` is the step's name, such as tip.accepted."""

    tip_id: UUID
    province_code: str
    source: str
    target: str
    event: str


@dataclass(frozen=True)
class TipLinked(Fact):
    """A tip now belongs to a pin ("" when it no longer does)."""

    tip_id: UUID
    province_code: str
    pin_code: str


@dataclass(frozen=True)
class TipSummed(Fact):
    """The redacted summary of a tip was written or changed."""

    tip_id: UUID
    province_code: str


@dataclass(frozen=True)
class TipAssigned(Fact):
    """Somebody has the tip now; None when nobody."""

    tip_id: UUID
    user_id: int | None


@dataclass(frozen=True)
class TipStepProposed(Fact):
    """A step waits for a further person."""

    tip_id: UUID
    province_code: str
    proposal_id: int
    target: str


@dataclass(frozen=True)
class TipHandedOver(Fact):
    """Another unit has the tip."""

    tip_id: UUID
    from_office_id: int
    to_office_id: int


@dataclass(frozen=True)
class MessageArrived(Fact):
    """A message is in the mailbox; `direction` is IN (from the reporter) or OUT."""

    tip_id: UUID
    message_id: UUID
    direction: str


@dataclass(frozen=True)
class ReporterActed(Fact):
    """The reporter withdrew, objected, rated or asked for own data."""

    tip_id: UUID
    act: str


@dataclass(frozen=True)
class IdentityRequested(Fact):
    """An investigator asks the custodians."""

    tip_id: UUID
    request_id: UUID


@dataclass(frozen=True)
class IdentityDecided(Fact):
    """The custodians have answered: state is APPROVED or DENIED."""

    tip_id: UUID
    request_id: UUID
    state: str


@dataclass(frozen=True)
class IdentityOpened(Fact):
    """The requester has looked."""

    tip_id: UUID
    request_id: UUID


@dataclass(frozen=True)
class NotePromoted(Fact):
    """A watch note became a tip or a pin."""

    note_id: UUID
    tip_reference: str
    pin_code: str


@dataclass(frozen=True)
class RetentionNear(Fact):
    """Something of a tip will be destroyed soon."""

    tip_id: UUID
    rule: str


@dataclass(frozen=True)
class ContentDestroyed(Fact):
    """What was sealed in a tip can no longer be read by anybody."""

    tip_id: UUID
    rule: str
