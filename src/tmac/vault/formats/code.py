"""The access code: 28 random digits and 2 check digits, the only thing that a reporter keeps.

The check is ISO 7064 MOD 97-10; it finds every wrong digit and every swap of neighbours. 28
random digits are 93 bits, so keys come from the code by HKDF-SHA256 alone, with the salt
"TMAC-v1 code" and one `info` for each use; the input is the 30 ASCII digits.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import NoReturn

from tmac.vault.formats.faults import CODE_DIGITS as DIGITS
from tmac.vault.formats.faults import NotACode
from tmac.vault.formats.hkdf import hkdf
from tmac.vault.formats.secret import DerivedKey, Secret, Seed

SALT = b"TMAC-v1 code"
_RANDOM_DIGITS = 28
_GROUP = 5
_THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SPACES = " \t\r\n\u00a0\u2007\u2009\u202f\u200b"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014."
_IGNORED = str.maketrans("", "", _SPACES + _DASHES)


class Lookup(Secret):
    """Shows which mailbox is meant and opens nothing; the server keeps its SHA-256 only."""


class AccessCode:
    """A code with valid check digits; it prints as nothing but its type."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
            raise NotACode(len(digits))
        if check_digits(digits[:_RANDOM_DIGITS]) != digits[_RANDOM_DIGITS:]:
            raise NotACode(DIGITS)
        self._digits = digits

    def __repr__(self) -> str:
        return "<AccessCode>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AccessCode) and self._digits == other._digits

    def __hash__(self) -> int:
        return hash(self._digits)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an access code is not written down")

    def shown(self) -> str:
        """Six groups of five with spaces between: for the reporter's eyes, once."""
        starts = range(0, DIGITS, _GROUP)
        return " ".join(self._digits[at : at + _GROUP] for at in starts)

    def lookup(self) -> Lookup:
        """The value that names the mailbox to the server."""
        return Lookup(self._derived(b"lookup"))

    def reporter_seed(self) -> Seed:
        """The private key to which the unit seals what the reporter may read."""
        return Seed(self._derived(b"reporter-key"))

    def draft_key(self) -> DerivedKey:
        """Seals a draft on the reporter's own device."""
        return DerivedKey(self._derived(b"draft"))

    def recovery_key(self) -> DerivedKey:
        """Opens an officer's key with the code printed when the key was made."""
        return DerivedKey(self._derived(b"officer-recovery"))

    def _derived(self, use: bytes) -> bytes:
        return hkdf(self._digits.encode(), SALT, use)


def new_code() -> AccessCode:
    """A fresh random code."""
    return code_from_number(secrets.randbelow(10**_RANDOM_DIGITS))


def code_from_number(number: int) -> AccessCode:
    """The code whose random digits write `number`, with zeros before it."""
    digits = f"{number:0{_RANDOM_DIGITS}d}"
    return AccessCode(digits + check_digits(digits))


def parse(typed: str) -> AccessCode:
    """The code in what somebody typed: Thai digits, spaces, dashes and dots are no hindrance.

    Raises NotACode, which tells a wrong length from a wrong digit.
    """
    cleaned = typed.translate(_THAI).translate(_IGNORED)
    digits = sum(letter.isascii() and letter.isdigit() for letter in cleaned)
    if digits != len(cleaned):
        raise NotACode(digits if digits != DIGITS else len(cleaned))
    return AccessCode(cleaned)


def check_digits(digits: str) -> str:
    """The two digits that make the whole leave 1 when divided by 97: "02" to "98"."""
    return f"{98 - int(digits) * 100 % 97:02d}"


def lookup_hash(lookup: bytes) -> str:
    """What the server keeps of a code: SHA-256 of the lookup value, in hex."""
    return hashlib.sha256(lookup).hexdigest()
