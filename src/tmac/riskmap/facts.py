"""What the risk map tells downstream, after the commit. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass

from tmac.core.facts import Fact


@dataclass(frozen=True)
class PinDrafted(Fact):
    """Pins were made: one, or a whole import."""

    pin_ids: tuple[int, ...]
    province_code: str


@dataclass(frozen=True)
class PinEdited(Fact):
    """What a pin says was changed."""

    pin_id: int
    province_code: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PinScored(Fact):
    """A score sheet was filled."""

    pin_id: int
    province_code: str
    computed_level: str
    final_level: str


@dataclass(frozen=True)
class PinMoved(Fact):
    """A step was taken; `event` is the step's name, such as pin.verified."""

    pin_id: int
    province_code: str
    lane: str
    source: str
    target: str
    event: str


@dataclass(frozen=True)
class StepProposed(Fact):
    """A step waits for a second person."""

    pin_id: int
    province_code: str
    proposal_id: int
    target: str


@dataclass(frozen=True)
class StepDeclined(Fact):
    """The second person said no; the pin stays where it was."""

    pin_id: int
    province_code: str
    proposal_id: int


@dataclass(frozen=True)
class ActionRecorded(Fact):
    """An action by one of the five mechanisms was recorded, or its follow-up completed."""

    pin_id: int
    province_code: str
    action_id: int
    mechanism: str
    is_completed: bool


@dataclass(frozen=True)
class PinChanged(Fact):
    """Something that hangs on a pin changed: `what` is source, look, link, owner, publication."""

    pin_id: int
    province_code: str
    what: str
