"""Files that reporters sealed: ciphertext objects, kept under their hashes until a case ends.

The server keeps no key of them. A file is announced, filled, claimed by a report, at last erased.
"""

from tmac.evidence.sealed.arriving import (
    Progress,
    drop_abandoned,
    open_upload,
    progress,
    put_object,
    received,
)
from tmac.evidence.sealed.claiming import ClaimedFile, claim, erase, files_of
from tmac.evidence.sealed.custody import custody_of, hand_out, iter_object, object_path
from tmac.evidence.sealed.incoming import SealedUpload, seal_bytes
from tmac.evidence.sealed.limits import MAX_FILE_BYTES, MAX_FILES, MAX_OBJECT_BYTES
from tmac.evidence.sealed.uploads import SealingUpload

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "MAX_OBJECT_BYTES",
    "ClaimedFile",
    "Progress",
    "SealedUpload",
    "SealingUpload",
    "claim",
    "custody_of",
    "drop_abandoned",
    "erase",
    "files_of",
    "hand_out",
    "iter_object",
    "object_path",
    "open_upload",
    "progress",
    "put_object",
    "received",
    "seal_bytes",
]
