"""Rows of tips, split by noun. Private to this package."""

from tmac.tips.models.history import Confirmation, Promise, TipEvent, TipProposal
from tmac.tips.models.identity import IdentityDecision, IdentityRequest
from tmac.tips.models.messages import Message
from tmac.tips.models.notes import WatchNote
from tmac.tips.models.people import (
    Consultation,
    LegalHold,
    Referral,
    SubjectRequest,
    TipMember,
)
from tmac.tips.models.retention import RetentionRule
from tmac.tips.models.sealed import Epoch, IdentityBlob, Sealed, Share, TipFile, Wrap
from tmac.tips.models.tips import FAR, Number, Tip

__all__ = [
    "FAR",
    "Confirmation",
    "Consultation",
    "Epoch",
    "IdentityBlob",
    "IdentityDecision",
    "IdentityRequest",
    "LegalHold",
    "Message",
    "Number",
    "Promise",
    "Referral",
    "RetentionRule",
    "Sealed",
    "Share",
    "SubjectRequest",
    "Tip",
    "TipEvent",
    "TipFile",
    "TipMember",
    "TipProposal",
    "WatchNote",
    "Wrap",
]
