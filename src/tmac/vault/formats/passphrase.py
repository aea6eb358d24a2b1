"""An officer's private key under a passphrase (Argon2id) and under a printed code.

    by passphrase = 0x31 | salt (16) | u32 memory in KiB | u32 rounds | u8 lanes | secretbox
    by code       = secretbox under the key that the code gives

The passphrase is normalised (NFKC) and encoded as UTF-8. Both seals are bound to the key's id.
"""

from __future__ import annotations

import secrets
import struct
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from tmac.vault.formats import secretbox
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.faults import TooCostly, Truncated, WrongSuite
from tmac.vault.formats.info import Id, Purpose, info
from tmac.vault.formats.secret import DerivedKey, Draw, Seed

SUITE = 0x31
_HEAD = struct.Struct(">B16sIIB")
BYTES = _HEAD.size + secretbox.OVERHEAD_BYTES + 32
RECOVERY_BYTES = secretbox.OVERHEAD_BYTES + 32
_MOST_KIB = 262144
_MOST_ROUNDS = 16
_MOST_LANES = 16


@dataclass(frozen=True)
class Cost:
    """What Argon2id takes: memory in KiB, rounds, lanes."""

    memory_kib: int = 19456
    rounds: int = 2
    lanes: int = 1


DEFAULT = Cost()


def seal(
    passphrase: str,
    seed: bytes,
    key_id: Id,
    cost: Cost = DEFAULT,
    draw: Draw = secrets.token_bytes,
) -> bytes:
    """The private key, to be opened by the passphrase."""
    salt = draw(16)
    head = _HEAD.pack(SUITE, salt, cost.memory_kib, cost.rounds, cost.lanes)
    key = _stretched(passphrase, salt, cost)
    return head + secretbox.seal(key, seed, info(Purpose.OFFICER_KEY, None, key_id, 1), draw)


def unseal(passphrase: str, sealed: bytes, key_id: Id) -> Seed:
    """The private key. Raises Tampered for a wrong passphrase too: the two cannot be told apart."""
    salt, cost = _head(sealed)
    key = _stretched(passphrase, salt, cost)
    bound = info(Purpose.OFFICER_KEY, None, key_id, 1)
    return Seed(secretbox.unseal(key, sealed[_HEAD.size :], bound))


def check_form(sealed: bytes) -> None:
    """Whether bytes can be a private key under a passphrase, at a cost that readers grant."""
    if len(sealed) != BYTES:
        raise Truncated
    _head(sealed)


def seal_for_recovery(
    code: AccessCode, seed: bytes, key_id: Id, draw: Draw = secrets.token_bytes
) -> bytes:
    """The private key, to be opened by the printed code."""
    bound = info(Purpose.OFFICER_RECOVERY, None, key_id, 1)
    return secretbox.seal(code.recovery_key(), seed, bound, draw)


def unseal_with_code(code: AccessCode, sealed: bytes, key_id: Id) -> Seed:
    """The private key. Raises Tampered for another code."""
    bound = info(Purpose.OFFICER_RECOVERY, None, key_id, 1)
    return Seed(secretbox.unseal(code.recovery_key(), sealed, bound))


def _head(sealed: bytes) -> tuple[bytes, Cost]:
    if len(sealed) < _HEAD.size:
        raise Truncated
    suite, salt, memory_kib, rounds, lanes = _HEAD.unpack_from(sealed)
    if suite != SUITE:
        raise WrongSuite
    is_sane = 1 <= lanes <= _MOST_LANES and memory_kib >= 8 * lanes and rounds >= 1
    if not is_sane or memory_kib > _MOST_KIB or rounds > _MOST_ROUNDS:
        raise TooCostly
    return salt, Cost(memory_kib, rounds, lanes)


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> DerivedKey:
    typed = unicodedata.normalize("NFKC", passphrase).encode()
    raw = hash_secret_raw(
        typed, salt, cost.rounds, cost.memory_kib, cost.lanes, hash_len=32, type=Type.ID
    )
    return DerivedKey(raw)
