"""Real keys for tests: a root, units, custodians and officers, whose private halves are known.

def test_something(keyring):
    keyring.ready()                 # the cast of NACC-74, NACC-45, NACC-HQ and three custodians
    keyring.seed("suda")            # the private key of one person
    keyring.unit_seed("NACC-74")    # the private key of the unit
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.cast import Cast
from tmac.vault import demonstration, receipts_key
from tmac.vault.chain import chain
from tmac.vault.formats import box, shamir
from tmac.vault.formats.code import AccessCode
from tmac.vault.formats.info import Purpose, info
from tmac.vault.formats.secret import CaseKey, IdentityKey, Seed, Share, SigningSeed

MADE = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
UNITS = {
    "NACC-74": ("suda", "somsri", "direk"),
    "NACC-45": ("preecha", "decha"),
    "NACC-HQ": ("orathai",),
}


class Keyring:
    """Makes the keys of the cast, once a test, quickly (a passphrase costs next to nothing)."""

    PASSPHRASE = demonstration.PASSPHRASE

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def ready(self, now: datetime = MADE) -> Keyring:
        """Root, officers' keys, receipt key, unit keys and custodians, all in the directory."""
        for names in (*UNITS.values(), demonstration.CUSTODIANS, demonstration.INVESTIGATORS):
            for name in names:
                self.cast.user(name)
        demonstration.prepare(now=now, units=UNITS, cost=demonstration.CHEAP)
        return self

    def seed(self, username: str) -> Seed:
        return demonstration.officer_seed(username)

    def key_id(self, username: str) -> UUID:
        return demonstration.officer_key_id(username)

    def code(self, username: str) -> AccessCode:
        """The printed code."""
        return demonstration.recovery_code(username)

    def recovery(self, username: str) -> str:
        """The thirty digits of the printed code."""
        return demonstration.recovery_code(username).shown().replace(" ", "")

    def unit_seed(self, office: str) -> Seed:
        return demonstration.unit_seed(office)

    def unit_key_id(self, office: str) -> UUID:
        entry = chain().directory.present("unit", office)
        assert entry is not None
        return UUID(entry.key_id)

    def root(self) -> SigningSeed:
        """The private root key."""
        return demonstration.root_seed()

    def case_key(self, case: UUID, wrap: bytes, office: str = "NACC-74", epoch: int = 1) -> CaseKey:
        """The key of a case, out of the wrap to a unit."""
        bound = info(Purpose.CASE_KEY, case, self.unit_key_id(office), epoch)
        return CaseKey(box.unseal(self.unit_seed(office), wrap, bound))

    def share(self, case: UUID, sealed: bytes, custodian: str) -> Share:
        """A custodian's share of an identity, opened."""
        bound = info(Purpose.IDENTITY_SHARE, case, self.key_id(custodian), 1)
        return Share(box.unseal(self.seed(custodian), sealed, bound))

    def reseal_share(
        self, case: UUID, sealed: bytes, custodian: str, request: UUID, requester: str
    ) -> bytes:
        """What a custodian's browser posts to agree to a request for an identity."""
        bound = info(Purpose.IDENTITY_OPEN, case, request, 1)
        public_key = box.public_key_of(self.seed(requester))
        return box.seal(public_key, self.share(case, sealed, custodian), bound)

    def identity_key(
        self, case: UUID, boxes: Iterable[bytes], request: UUID, requester: str
    ) -> IdentityKey:
        """What the requester's browser makes of the shares that were sealed to it."""
        bound = info(Purpose.IDENTITY_OPEN, case, request, 1)
        return shamir.join([box.unseal(self.seed(requester), one, bound) for one in boxes])


@pytest.fixture
def vault_folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A vault folder of this test's own: its pinned root and receipt key stay here."""
    folder = tmp_path / "vault"
    settings.VAULT_ROOT = folder
    receipts_key._read.cache_clear()
    yield folder
    receipts_key._read.cache_clear()


@pytest.fixture
def keyring(cast: Cast, vault_folder: Path) -> Keyring:
    return Keyring(cast)
