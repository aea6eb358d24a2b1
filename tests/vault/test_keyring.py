"""The keys that other tests rely on are the ones that the server would give out."""

from __future__ import annotations

import pytest

from tests.vault.keys import Keyring
from tmac.vault import chain
from tmac.vault.formats import box, code, passphrase
from tmac.vault.formats.info import Purpose, info
from tmac.vault.models import OfficerKey, UnitKeyWrap

pytestmark = pytest.mark.django_db


def test_a_ready_keyring_has_a_directory_that_leads_to_the_root(keyring: Keyring) -> None:
    keyring.ready()
    known = chain.chain().directory
    assert {key.owner for key in known.all_present("unit")} == {"NACC-45", "NACC-74", "NACC-HQ"}
    assert [key.owner for key in known.all_present("custodian")] == ["sombat", "thida", "wilai"]
    assert known.present("receipt", "receipt-log") is not None


def test_its_seeds_open_what_the_server_keeps(keyring: Keyring) -> None:
    keyring.ready()
    key = OfficerKey.objects.get(pk=keyring.key_id("suda"))
    by_phrase = passphrase.unseal(Keyring.PASSPHRASE, bytes(key.by_passphrase), key.pk)
    by_code = passphrase.unseal_with_code(
        code.parse(keyring.recovery("suda")), bytes(key.by_recovery), key.pk
    )
    assert by_phrase == by_code == keyring.seed("suda")
    wrap = UnitKeyWrap.objects.get(officer_key=key)
    bound = info(Purpose.UNIT_KEY, wrap.unit_key_id, key.pk, 1)
    assert box.unseal(keyring.seed("suda"), bytes(wrap.box), bound) == keyring.unit_seed("NACC-74")


def test_making_it_ready_twice_changes_nothing(keyring: Keyring) -> None:
    keyring.ready()
    before = chain.head()
    keyring.ready()
    assert chain.head() == before
