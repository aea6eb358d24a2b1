"""The verbs of the risk map: the only writers of its tables."""

from tmac.riskmap.services.assessing import follow_pin, score_pin
from tmac.riskmap.services.drafting import draft_pin, draft_pins, edit_pin, known_documents
from tmac.riskmap.services.keeping import forget_view, save_view
from tmac.riskmap.services.ordering import refresh_urgency
from tmac.riskmap.services.recording import (
    add_source,
    assign_investigator,
    complete_action,
    end_assignment,
    link_pins,
    publish_outcome,
    record_action,
    record_look,
)
from tmac.riskmap.services.stepping import (
    StepTaken,
    confirm_step,
    decline_step,
    take_step,
    withdraw_proposal,
)
from tmac.riskmap.services.workshops import (
    NoteRecorded,
    add_recorder,
    close_workshop,
    open_workshop,
    record_note,
)

__all__ = [
    "NoteRecorded",
    "StepTaken",
    "add_recorder",
    "add_source",
    "assign_investigator",
    "close_workshop",
    "complete_action",
    "confirm_step",
    "decline_step",
    "draft_pin",
    "draft_pins",
    "edit_pin",
    "end_assignment",
    "follow_pin",
    "forget_view",
    "known_documents",
    "link_pins",
    "open_workshop",
    "publish_outcome",
    "record_action",
    "record_look",
    "record_note",
    "refresh_urgency",
    "save_view",
    "score_pin",
    "take_step",
    "withdraw_proposal",
]
