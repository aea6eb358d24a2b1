"""Evidence in two kinds: files of officers, and what reporters sealed."""

from tmac.evidence.models.files import (
    CustodyAct,
    CustodyEntry,
    CustodyQuerySet,
    File,
    FileKind,
    Unalterable,
)
from tmac.evidence.models.sealed import SealedCustody, SealedFile, SealedObject, SealedState

__all__ = [
    "CustodyAct",
    "CustodyEntry",
    "CustodyQuerySet",
    "File",
    "FileKind",
    "SealedCustody",
    "SealedFile",
    "SealedObject",
    "SealedState",
    "Unalterable",
]
