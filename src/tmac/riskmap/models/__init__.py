"""Rows of the risk map, split by noun. Private to this package."""

from tmac.riskmap.models.imports import ImportDraft, ImportKind, ImportState, LearntHead
from tmac.riskmap.models.moves import Move, Proposal, Revision, Scoring
from tmac.riskmap.models.pins import Counter, Pin
from tmac.riskmap.models.records import (
    Action,
    Assignment,
    Look,
    PinLink,
    PinTag,
    Publication,
    Source,
)
from tmac.riskmap.models.views import SavedView
from tmac.riskmap.models.workshops import Recorder, Workshop

__all__ = [
    "Action",
    "Assignment",
    "Counter",
    "ImportDraft",
    "ImportKind",
    "ImportState",
    "LearntHead",
    "Look",
    "Move",
    "Pin",
    "PinLink",
    "PinTag",
    "Proposal",
    "Publication",
    "Recorder",
    "Revision",
    "SavedView",
    "Scoring",
    "Source",
    "Workshop",
]
