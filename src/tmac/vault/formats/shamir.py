"""Secret sharing 2 of n over GF(2^8) with the polynomial 0x11b (Shamir 1979, byte by byte).

Share i (1 to 255) is u8(i) | f(i), where f(x) = secret + a x and `a` is random for every byte.
One share alone is uniformly random whatever the secret; any two give it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from tmac.vault.formats.faults import Tampered, Truncated
from tmac.vault.formats.secret import Draw, IdentityKey, Share

THRESHOLD = 2
SHARE_BYTES = 33
_POLYNOMIAL = 0x11B


def _tables() -> tuple[list[int], list[int]]:
    """Powers of the generator 3, twice over, and logarithms."""
    powers, logarithms, value = [0] * 510, [0] * 256, 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value ^= value << 1
        if value & 0x100:
            value ^= _POLYNOMIAL
    return powers, logarithms


_POWERS, _LOGARITHMS = _tables()


def multiply(a: int, b: int) -> int:
    """The product of two elements of the field."""
    return _POWERS[_LOGARITHMS[a] + _LOGARITHMS[b]] if a and b else 0


def divide(a: int, b: int) -> int:
    """a / b; b is not zero."""
    return _POWERS[_LOGARITHMS[a] - _LOGARITHMS[b] + 255] if a else 0


def split(secret: bytes, shares: int, draw: Draw = secrets.token_bytes) -> list[Share]:
    """So many shares of a secret, numbered from 1; any two open it."""
    if not THRESHOLD <= shares <= 255:
        raise ValueError("2 to 255 shares")
    slopes = draw(len(secret))
    return [Share(bytes([x]) + _line(secret, slopes, x)) for x in range(1, shares + 1)]


def _line(secret: bytes, slopes: bytes, x: int) -> bytes:
    return bytes(s ^ multiply(a, x) for s, a in zip(secret, slopes, strict=True))


def join(shares: Sequence[bytes]) -> IdentityKey:
    """The secret of two or more shares.

    Raises Truncated for fewer, Tampered for a number given twice or shares of different secrets.
    """
    numbers = {share[0] for share in shares if share}
    if len(shares) < THRESHOLD or any(len(share) != SHARE_BYTES for share in shares):
        raise Truncated
    if len(numbers) != len(shares) or 0 in numbers:
        raise Tampered
    first, second, *others = shares
    if any(_at(first, second, other[0]) != other[1:] for other in others):
        raise Tampered
    return IdentityKey(_at(first, second, 0))


def _at(first: bytes, second: bytes, x: int) -> bytes:
    """The value at x of the line through two shares."""
    run = first[0] ^ second[0]
    weight, other = divide(x ^ second[0], run), divide(x ^ first[0], run)
    pairs = zip(first[1:], second[1:], strict=True)
    return bytes(multiply(a, weight) ^ multiply(b, other) for a, b in pairs)
