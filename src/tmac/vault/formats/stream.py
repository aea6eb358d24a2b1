"""Files: STREAM over AES-256-GCM in chunks of 1 MiB (Hoang, Reyhanitabar, Rogaway, Vizar 2015).

    header = "TMF1" | 0x21 | u8(20) | prefix (7, random)
    chunk i = AES-256-GCM(key, nonce = prefix | u32(i) | u8(last), plaintext, info(file, case, id))

Object 0 is header and chunk 0, object i is chunk i; each is stored and sent by itself. The
plaintext is followed by zeros up to its Padmé length (Nikitin et al. 2019: at most 12 % more, and
only the order of size can be told); the true size stands in the sealed manifest.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tmac.vault.formats.faults import Tampered, TooLong, Truncated, WrongSuite
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import Draw, FileKey

CHUNK_BYTES = 1 << 20
MAX_BYTES = 25 * CHUNK_BYTES
TAG_BYTES = 16
PREFIX_BYTES = 7
HEADER_BYTES = 13
_MAGIC = b"TMF1\x21\x14"


def padme(size: int) -> int:
    """The padded length of a plaintext of `size` bytes; at least 1."""
    if size < 2:
        return 1
    exponent = size.bit_length() - 1
    free_bits = exponent - exponent.bit_length()
    mask = (1 << max(free_bits, 0)) - 1
    return (size + mask) & ~mask


def object_sizes(padded: int) -> list[int]:
    """How long each object of a file of `padded` plaintext bytes is."""
    starts = range(0, padded, CHUNK_BYTES)
    sizes = [min(CHUNK_BYTES, padded - at) + TAG_BYTES for at in starts]
    return [HEADER_BYTES + sizes[0], *sizes[1:]]


class Sealer:
    """Seals a file of unknown length as it passes; no more than one chunk is held."""

    def __init__(
        self, key: FileKey, case: UUID, file_id: UUID, draw: Draw = secrets.token_bytes
    ) -> None:
        self.size = 0  # plaintext bytes so far, without padding
        self._cipher = AESGCM(key)
        self._aad = info(Purpose.FILE, case, file_id, 0)
        self._prefix = draw(PREFIX_BYTES)
        self._held = bytearray()
        self._count = 0

    def feed(self, part: bytes) -> Iterator[bytes]:
        """The objects that `part` completes. Raises TooLong past 25 MiB."""
        self.size += len(part)
        if self.size > MAX_BYTES:
            raise TooLong(MAX_BYTES)
        yield from self._add(part)

    def finish(self) -> Iterator[bytes]:
        """The remaining objects, padding included; the last one says that it is the last."""
        missing = padme(self.size) - self.size
        while missing:
            zeros = min(missing, CHUNK_BYTES)
            yield from self._add(bytes(zeros))
            missing -= zeros
        yield self._object(bytes(self._held), is_last=True)
        self._held.clear()

    def _add(self, part: bytes) -> Iterator[bytes]:
        self._held += part
        while len(self._held) > CHUNK_BYTES:
            yield self._object(bytes(self._held[:CHUNK_BYTES]), is_last=False)
            del self._held[:CHUNK_BYTES]

    def _object(self, chunk: bytes, *, is_last: bool) -> bytes:
        nonce = _nonce(self._prefix, self._count, is_last=is_last)
        sealed = self._cipher.encrypt(nonce, chunk, self._aad)
        header = b"" if self._count else _MAGIC + self._prefix
        self._count += 1
        return header + sealed


def seal(
    key: FileKey,
    case: UUID,
    file_id: UUID,
    plaintext: bytes,
    draw: Draw = secrets.token_bytes,
) -> list[bytes]:
    """All objects of a file that is at hand whole."""
    sealer = Sealer(key, case, file_id, draw)
    return [*sealer.feed(plaintext), *sealer.finish()]


def unseal(
    key: FileKey, case: UUID, file_id: UUID, objects: Iterable[bytes], size: int
) -> Iterator[bytes]:
    """The plaintext, chunk by chunk, cut to `size`; each chunk is checked before it is given.

    Raises Truncated when objects are missing or `size` cannot be, WrongSuite for another format,
    Tampered for anything changed, swapped, repeated or cut off at the end.
    """
    left, padded = size, 0
    for chunk in _chunks(key, info(Purpose.FILE, case, file_id, 0), objects):
        padded += len(chunk)
        yield chunk[:left]
        left -= min(left, len(chunk))
    if padded != padme(size):
        raise Truncated


def _chunks(key: FileKey, aad: bytes, objects: Iterable[bytes]) -> Iterator[bytes]:
    rest = iter(objects)
    first = next(rest, None)
    if first is None or len(first) < HEADER_BYTES + TAG_BYTES:
        raise Truncated
    if not first.startswith(_MAGIC):
        raise WrongSuite
    prefix, held, number = first[len(_MAGIC) : HEADER_BYTES], first[HEADER_BYTES:], 0
    cipher = AESGCM(key)
    while held is not None:
        following = next(rest, None)
        nonce = _nonce(prefix, number, is_last=following is None)
        try:
            yield cipher.decrypt(nonce, held, aad)
        except InvalidTag:
            raise Tampered from None
        held, number = following, number + 1  # type: ignore[assignment]


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
