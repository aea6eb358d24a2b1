"""Sizes that tell nothing: plaintext | 0x80 | zeros, up to the next step of a ladder.

Content has the steps 8192, 16384 ... 131072 bytes; a message 2048 ... 65536; an identity always
2048, whether anything was given or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from tmac.vault.formats.faults import Tampered, TooLong

_MARK = b"\x80"


@dataclass(frozen=True)
class Ladder:
    """Padded sizes in bytes, doubling from the first to the last."""

    first: int
    last: int

    @property
    def limit_bytes(self) -> int:
        """The longest plaintext."""
        return self.last - 1

    @property
    def steps(self) -> tuple[int, ...]:
        """All padded sizes, smallest first."""
        sizes = [self.first]
        while sizes[-1] < self.last:
            sizes.append(sizes[-1] * 2)
        return tuple(sizes)


CONTENT = Ladder(8192, 131072)
MESSAGE = Ladder(2048, 65536)
IDENTITY = Ladder(2048, 2048)


def pad(plaintext: bytes, ladder: Ladder) -> bytes:
    """The plaintext made as long as the next step. Raises TooLong with the limit."""
    size = next((step for step in ladder.steps if len(plaintext) < step), None)
    if size is None:
        raise TooLong(ladder.limit_bytes)
    return (plaintext + _MARK).ljust(size, b"\x00")


def unpad(padded: bytes) -> bytes:
    """The plaintext again. Raises Tampered when the mark or the zeros are not there."""
    marked = padded.rstrip(b"\x00")
    if not marked.endswith(_MARK):
        raise Tampered
    return marked[:-1]
