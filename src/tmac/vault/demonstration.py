"""Keys for the demonstration and for tests: made from names, so that everybody may know them.

They protect nothing. Nothing here is reached unless demonstration data are wished for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.db import transaction

from tmac.accounts import queries as accounts
from tmac.accounts.demo import PASSPHRASE as PASSPHRASE
from tmac.accounts.principals import Grant, Principal
from tmac.accounts.roles import Role
from tmac.vault import ceremony, ceremony_signing, chain, root_file
from tmac.vault.formats import box, code, passphrase, signing
from tmac.vault.formats.directory import GENESIS
from tmac.vault.formats.secret import Seed
from tmac.vault.known import drawn
from tmac.vault.known import root_seed as root_seed
from tmac.vault.services import set_up_key

CHEAP = passphrase.Cost(memory_kib=64, rounds=1, lanes=1)  # for tests: weak on purpose
_SPACE = UUID("6f2c1c1e-6f0b-4a55-9d0e-2f8f7b1c74de")
UNITS: Mapping[str, tuple[str, ...]] = {
    "NACC-74": ("suda", "somsri", "direk"),
    "NACC-45": ("phanom", "preecha", "decha"),
    "NACC-HQ": ("orathai",),
}
CUSTODIANS = ("thida", "sombat", "wilai")
INVESTIGATORS = ("wirot", "naree")


def officer_seed(username: str) -> Seed:
    """The private key of a member of the cast."""
    return Seed(drawn(f"officer {username}"))


def officer_key_id(username: str) -> UUID:
    """The number of that key."""
    return uuid5(_SPACE, username)


def unit_seed(office: str) -> Seed:
    """The private key that a unit has at first."""
    return Seed(drawn(f"unit {office}"))


def recovery_code(username: str) -> code.AccessCode:
    """The code that a member of the cast would have printed."""
    number = int.from_bytes(drawn(f"recovery {username}"), "big")
    return code.code_from_number(number % 10**28)


def prepare(
    *,
    now: datetime,
    units: Mapping[str, Iterable[str]] = UNITS,
    custodians: Iterable[str] = CUSTODIANS,
    others: Iterable[str] = INVESTIGATORS,
    cost: passphrase.Cost = passphrase.DEFAULT,
) -> dict[str, Seed]:
    """Pin the root and make every key; people who are not there are left out.

    Returns the private keys of the units by office code. Does nothing when a root is pinned
    already by somebody else, or when there are keys already.
    """
    if not _pin_demonstration_root():
        return {}
    if chain.head() != GENESIS:
        return {}
    people = _people({*others, *custodians, *(name for who in units.values() for name in who)})
    for username, user_id in sorted(people.items()):
        _give_key(username, user_id, now, cost)
    with transaction.atomic():
        members = {office: [one for one in who if one in people] for office, who in units.items()}
        offices = [code for code, who in members.items() if who and accounts.office_of(code)]
        wanted = [
            ceremony.want_receipts(),
            *(ceremony.want_unit(code, members[code], now) for code in offices),
            *(ceremony.want_custodian(name, now) for name in custodians if name in people),
        ]
        asked = ceremony.request(wanted, now)
        ceremony.take(ceremony_signing.answer(asked, root_seed(), _made_unit), now)
    return {office: unit_seed(office) for office in offices}


def _made_unit(office: str) -> tuple[UUID, Seed]:
    return uuid5(_SPACE, office), unit_seed(office)


def _pin_demonstration_root() -> bool:
    wanted = signing.public_half(root_seed())
    pinned = chain.root_key()
    if pinned is None:
        chain.pin_root(wanted)
        root_file.write(chain.root_path().with_name("root.key"), root_seed(), PASSPHRASE, CHEAP)
    return pinned in (None, wanted)


def _people(usernames: Iterable[str]) -> dict[str, int]:
    rows = get_user_model().objects.filter(username__in=list(usernames), is_active=True)
    return dict(rows.values_list("username", "pk"))


def _give_key(username: str, user_id: int, now: datetime, cost: passphrase.Cost) -> None:
    """As the officer's browser would have done it."""
    seed, key_id = officer_seed(username), officer_key_id(username)
    holder = Principal(user_id, username, (Grant(Role.SCREENING_OFFICER, 0),))
    set_up_key(
        by=holder,
        now=now,
        key_id=key_id,
        public_key=box.public_key_of(seed),
        by_passphrase=passphrase.seal(PASSPHRASE, seed, key_id, cost),
        by_recovery=passphrase.seal_for_recovery(recovery_code(username), seed, key_id),
    )
