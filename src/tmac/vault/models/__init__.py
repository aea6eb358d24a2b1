"""What the vault keeps: public keys, sealed private ones, the directory, the receipt log."""

from tmac.vault.models.directory import DirectoryEntry
from tmac.vault.models.keys import OfficerKey, UnitKeyWrap, UnitPrevious
from tmac.vault.models.receipts import ReceiptEnd, ReceiptHead, ReceiptLeaf
from tmac.vault.models.work import SpentWork

__all__ = [
    "DirectoryEntry",
    "OfficerKey",
    "ReceiptEnd",
    "ReceiptHead",
    "ReceiptLeaf",
    "SpentWork",
    "UnitKeyWrap",
    "UnitPrevious",
]
