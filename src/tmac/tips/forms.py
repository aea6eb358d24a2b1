"""Whether a sealed part can be what it says, for who cannot open it: its suite and exact size.

A box of another size would tell something about what is inside, or is no such box at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from tmac.core.errors import Fault
from tmac.tips.filings import SealedFiling, SealedMessage
from tmac.vault.formats import box as boxes
from tmac.vault.formats import padding, secretbox
from tmac.vault.formats.faults import FormatFault
from tmac.vault.formats.padding import Ladder

CASE_KEY_BYTES = 32
SHARE_BYTES = 33
LOOKUP_BYTES = 32
MAX_FILES = 10


def filing_faults(filing: SealedFiling) -> list[Fault]:
    """Everything that is wrong with the sealed parts of a report."""
    checks = [
        ("content", is_sealed(filing.content, padding.CONTENT)),
        ("identity", is_sealed(filing.identity, padding.IDENTITY)),
        ("reporter.public_key", is_public_key(filing.reporter_key)),
        ("reporter.wrap", is_key_box(filing.reporter_wrap)),
        ("lookup_hash", len(filing.lookup_hash) == LOOKUP_BYTES),
        ("wraps", all(is_key_box(wrap.box) for wrap in filing.wraps)),
        ("shares", all(is_share_box(share.box) for share in filing.shares)),
    ]
    faults = [Fault(name, _not_sealed()) for name, is_right in checks if not is_right]
    return [*faults, *file_faults([file.id for file in filing.files])]


def message_faults(message: SealedMessage) -> list[Fault]:
    """Everything that is wrong with a sealed message."""
    faults = [] if is_sealed(message.box, padding.MESSAGE) else [Fault("box", _not_sealed())]
    return [*faults, *file_faults([file.id for file in message.files])]


def file_faults(ids: Sequence[object]) -> list[Fault]:
    """Too many files, or one of them twice."""
    if len(ids) > MAX_FILES:
        return [Fault("files", _("At most 10 files at once. Send the others in a message."))]
    if len(set(ids)) < len(ids):
        return [Fault("files", _("One of the files is named twice."))]
    return []


def is_sealed(box: bytes, ladder: Ladder) -> bool:
    """Whether bytes can be a symmetric box whose inside was padded to a step of the ladder."""
    return any(_passes(secretbox.check_form, box, step) for step in ladder.steps)


def is_key_box(box: bytes) -> bool:
    """Whether bytes can be a case key sealed to one key."""
    return _passes(_box_form, box, CASE_KEY_BYTES)


def is_share_box(box: bytes) -> bool:
    """Whether bytes can be a custodian's share, sealed to one key."""
    return _passes(_box_form, box, SHARE_BYTES)


def is_previous(box: bytes) -> bool:
    """Whether bytes can be a former case key under its successor."""
    return _passes(secretbox.check_form, box, CASE_KEY_BYTES)


def is_public_key(key: bytes) -> bool:
    """Whether bytes are an X-Wing public key that can be sealed to."""
    try:
        boxes.check_public_key(key)
    except FormatFault:
        return False
    return True


def _box_form(box: bytes, plaintext_bytes: int) -> None:
    boxes.check_form(box, boxes.XWING, plaintext_bytes)


def _passes(check: Callable[[bytes, int], None], box: bytes, plaintext_bytes: int) -> bool:
    try:
        check(box, plaintext_bytes)
    except FormatFault:
        return False
    return True


def _not_sealed() -> str:
    return _("This part was not sealed as it has to be. Load the page again and send once more.")
