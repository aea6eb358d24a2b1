"""To whom a report goes, said with the proof, quickly, and in both languages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils.translation import override

from tests.vault.browser import Rotation
from tests.vault.keys import MADE, Keyring
from tmac.core.errors import Refused
from tmac.vault import (
    ceremony,
    ceremony_signing,
    demonstration,
    health,
    known,
    queries,
    services,
)
from tmac.vault.formats import directory
from tmac.vault.formats.faults import Tampered


@pytest.fixture
def ready(keyring: Keyring) -> Keyring:
    return keyring.ready()


def revoke(keyring: Keyring, *names: str) -> None:
    for name in names:
        wanted = ceremony.want_revocation(keyring.key_id(name))
        asked = ceremony.request([wanted], MADE)
        ceremony.take(ceremony_signing.answer(asked, keyring.root()), MADE)


def test_the_wire_has_what_the_format_says(ready: Keyring) -> None:
    wire = json.loads(queries.recipients("74", MADE).as_json())
    assert sorted(wire) == [
        "custodians", "entries", "receipt_key", "root", "stamp", "threshold", "unit", "why",
        "why_code",
    ]  # fmt: skip
    assert sorted(wire["unit"]) == ["epoch", "key_id", "name", "office", "public_key"]
    assert sorted(wire["custodians"][0]) == ["key_id", "name", "public_key"]
    assert wire["threshold"] == 2
    assert wire == queries.recipients("74", MADE).as_wire()


def test_entries_of_other_offices_are_left_out_and_the_rest_still_holds(ready: Keyring) -> None:
    found = queries.recipients("74", MADE)
    owners = {directory.parse(signed.text).owner for signed in found.entries}
    assert owners == {"NACC-74", "receipt-log", *demonstration.CUSTODIANS}
    known = directory.check(found.entries, found.root_key, has_gaps=True)
    assert known.is_present(str(found.unit.key_id))
    with pytest.raises(Tampered):
        directory.check(found.entries, bytes(32), has_gaps=True)


def test_a_changed_key_comes_with_those_before_it(ready: Keyring) -> None:
    made = Rotation(ready, "NACC-74", ready.unit_seed("NACC-74"), ("suda", "somsri", "direk"))
    services.rotate_unit(by=ready.cast("suda"), now=MADE, **made.body())
    found = queries.recipients("74", MADE)
    assert found.unit.key_id == made.key_id
    known = directory.check(found.entries, found.root_key, has_gaps=True)
    present = known.present("unit", "NACC-74")
    assert present is not None
    assert present.key_id == str(made.key_id)


def test_it_is_read_from_memory_until_the_directory_grows(
    ready: Keyring, django_assert_num_queries: Any
) -> None:
    queries.recipients("74", MADE)
    with django_assert_num_queries(1):
        queries.recipients("74", MADE).as_json()


def test_why_it_goes_there_is_said_in_the_readers_language(ready: Keyring) -> None:
    with override("th"):
        assert "สมุทรสาคร" in queries.recipients("74", MADE).why
    with override("en"):
        assert "Samut Sakhon" in queries.recipients("74", MADE).why
        assert queries.recipients("50", MADE).why_code == "CENTRE_NO_KEY"


def test_a_revoked_unit_key_sends_the_province_to_the_centre(ready: Keyring) -> None:
    key_id = ready.unit_key_id("NACC-74")
    asked = ceremony.request([ceremony.want_revocation(key_id)], MADE)
    ceremony.take(ceremony_signing.answer(asked, ready.root()), MADE)
    assert queries.recipients("74", MADE).unit.office == "NACC-HQ"
    wanted = ceremony.want_unit("NACC-74", ["suda"], MADE)
    assert wanted.epoch == 2
    asked = ceremony.request([wanted], MADE)
    ceremony.take(ceremony_signing.answer(asked, ready.root()), MADE)
    assert queries.recipients("74", MADE).unit.epoch == 2
    assert [unit["epoch"] for unit in queries.my_keys(ready.cast("suda"), MADE).units] == [1, 2]


def test_with_one_custodian_left_nothing_is_taken(ready: Keyring) -> None:
    revoke(ready, "wilai")
    assert len(queries.recipients("74", MADE).custodians) == 2
    revoke(ready, "sombat")
    with pytest.raises(Refused):
        queries.recipients("74", MADE)


def test_without_the_centre_a_province_without_key_has_nowhere_to_go(ready: Keyring) -> None:
    asked = ceremony.request([ceremony.want_revocation(ready.unit_key_id("NACC-HQ"))], MADE)
    ceremony.take(ceremony_signing.answer(asked, ready.root()), MADE)
    assert queries.recipients("74", MADE).unit.office == "NACC-74"
    for scope in ("centre", "50"):
        with pytest.raises(Refused):
            queries.recipients(scope, MADE)


def test_keys_that_were_followed_are_still_known_by_their_holders(ready: Keyring) -> None:
    old = ready.unit_key_id("NACC-74")
    made = Rotation(ready, "NACC-74", ready.unit_seed("NACC-74"), ("suda", "somsri", "direk"))
    services.rotate_unit(by=ready.cast("suda"), now=MADE, **made.body())
    ids = [key.key_id for key in queries.unit_keys_for(ready.cast("direk").user_id)]
    assert ids == [made.key_id, old]
    assert [key.key_id for key in queries.current_unit_keys() if key.office == "NACC-74"] == [
        made.key_id
    ]


def test_keys_of_the_demonstration_count_nowhere_else(ready: Keyring, settings: Any) -> None:
    settings.DEMONSTRATION_KEYS = False
    with pytest.raises(Refused):
        queries.recipients("74", MADE)
    assert not queries.current_unit_keys()
    suda = ready.cast("suda")
    assert not queries.unit_keys_for(suda.user_id)
    assert not queries.my_keys(suda, MADE).units
    assert [found.sentence for found in health.findings(MADE) if found.subject == "root key"] == [
        "It is that of the demonstration: everybody can make keys with it."
    ]


def test_the_product_knows_such_keys_in_a_demonstration_only(settings: Any) -> None:
    del settings.DEMONSTRATION_KEYS
    for is_on in (True, False):
        settings.DEMO = is_on
        assert known.may_be_used() is is_on
