"""An officer's own key: one live key a person, sealed for its owner, replaced when it is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.vault.browser import PHRASE, own_key_made
from tests.vault.keys import MADE, Keyring
from tmac.audit import queries as audit
from tmac.core import facts
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.vault import demonstration, queries, services
from tmac.vault.facts import OfficerKeySet
from tmac.vault.formats import passphrase, secretbox
from tmac.vault.formats.secret import Seed
from tmac.vault.models import OfficerKey, UnitKeyWrap


def test_a_key_is_kept_as_the_browser_sealed_it(cast: Cast) -> None:
    seed = Seed.new()
    given = own_key_made(seed)
    services.set_up_key(by=cast("suda"), now=MADE, **given)
    kept = queries.officer_key(cast("suda").user_id)
    assert kept is not None
    assert kept.key_id == given["key_id"]
    assert passphrase.unseal(PHRASE, kept.by_passphrase, kept.key_id) == seed
    assert audit.entries_for("key", str(given["key_id"])).get().action == "officer_key_set"


def test_the_same_key_again_changes_nothing(cast: Cast) -> None:
    given = own_key_made(Seed.new())
    for _press in range(2):
        services.set_up_key(by=cast("suda"), now=MADE, **given)
    assert OfficerKey.objects.count() == 1


def test_a_new_key_retires_the_old_one_and_drops_its_wraps(keyring: Keyring) -> None:
    keyring.ready()
    by = keyring.cast("suda")
    services.set_up_key(by=by, now=MADE, **own_key_made(Seed.new()))
    old = OfficerKey.objects.get(pk=keyring.key_id("suda"))
    assert old.retired_at == MADE
    assert not UnitKeyWrap.objects.filter(officer_key=old).exists()
    assert queries.my_keys(by, MADE).units == ()
    assert queries.officer_key_named(old.pk) is None


def test_a_key_number_of_somebody_else_is_refused(keyring: Keyring) -> None:
    keyring.ready()
    for name in ("suda", "somsri"):
        with pytest.raises(Conflict):
            services.set_up_key(
                by=keyring.cast(name),
                now=MADE,
                **own_key_made(Seed.new(), key_id=keyring.key_id("direk")),
            )
    assert queries.officer_key(keyring.cast("suda").user_id) is not None


@pytest.mark.parametrize("name", ["chalerm", "pim", "kittisak", "apinya", "malee", "anong"])
def test_who_opens_nothing_sealed_needs_no_key(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        services.set_up_key(by=cast(name), now=MADE, **own_key_made(Seed.new()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("public_key", b""),
        ("public_key", bytes(1216)[:-1]),
        ("by_passphrase", b"\x31" + bytes(20)),
        ("by_passphrase", passphrase.seal(PHRASE, bytes(32), None, passphrase.Cost(64, 17, 1))),
        ("by_passphrase", bytes(passphrase.BYTES)),
        ("by_recovery", b"\x11" + bytes(30)),
        ("by_recovery", bytes(secretbox.OVERHEAD_BYTES + 32)),
    ],
    ids=["empty", "short", "cut", "too costly", "another form", "cut box", "another suite"],
)
def test_what_cannot_be_a_key_is_refused_by_its_field(cast: Cast, field: str, value: bytes) -> None:
    with pytest.raises(Invalid) as told:
        services.set_up_key(by=cast("suda"), now=MADE, **own_key_made(Seed.new(), **{field: value}))
    assert told.value.faults[0].field == field
    assert not OfficerKey.objects.exists()


def test_a_new_passphrase_is_for_the_same_key(keyring: Keyring) -> None:
    keyring.ready()
    by, key_id, seed = keyring.cast("suda"), keyring.key_id("suda"), keyring.seed("suda")
    sealed = passphrase.seal(PHRASE, seed, key_id, demonstration.CHEAP)
    services.change_passphrase(by=by, now=MADE, by_passphrase=sealed)
    kept = queries.officer_key(by.user_id)
    assert kept is not None
    assert kept.by_passphrase == sealed
    assert passphrase.unseal_with_code(keyring.code("suda"), kept.by_recovery, key_id) == seed
    entry = audit.entries_for("key", str(key_id)).last()
    assert entry is not None
    assert entry.details == {"passphrase": True, "recovery": False}


def test_nothing_can_be_changed_without_a_key_or_with_rubbish(keyring: Keyring) -> None:
    with pytest.raises(NotFound):
        services.change_passphrase(by=keyring.cast("suda"), now=MADE, by_passphrase=b"x")
    keyring.ready()
    by = keyring.cast("suda")
    for wrong in ({}, {"by_passphrase": b"x"}, {"by_recovery": b"x"}):
        with pytest.raises(Invalid):
            services.change_passphrase(by=by, now=MADE, **wrong)


def test_the_fact_is_told_once_the_key_is_kept(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[OfficerKeySet] = []
    facts.subscribe(OfficerKeySet, heard.append)
    given = own_key_made(Seed.new())
    try:
        with django_capture_on_commit_callbacks(execute=True):
            services.set_up_key(by=cast("suda"), now=MADE, **given)
    finally:
        facts.unsubscribe(OfficerKeySet, heard.append)
    assert [fact.key_id for fact in heard] == [str(given["key_id"])]


def test_no_representation_shows_what_is_sealed(keyring: Keyring) -> None:
    keyring.ready()
    kept = queries.officer_key(keyring.cast("suda").user_id)
    assert kept is not None
    assert repr(kept.by_passphrase[-8:])[2:-1] not in repr(kept)
    assert "by_recovery" not in repr(kept)
