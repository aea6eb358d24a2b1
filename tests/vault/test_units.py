"""Unit keys: given by peers who hold them, changed in one act, named by their predecessor."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.vault.browser import Rotation, admission, own_key_made
from tests.vault.keys import MADE, Keyring
from tmac.accounts.models import Posting
from tmac.audit import queries as audit
from tmac.core.errors import Conflict, Invalid, NotFound, Refused, TmacError
from tmac.vault import chain, queries, services
from tmac.vault.formats import box, directory, signing
from tmac.vault.formats.info import Purpose, info
from tmac.vault.models import DirectoryEntry, OfficerKey, UnitKeyWrap, UnitPrevious
from tmac.vault.models.directory import Unalterable
from tmac.vault.services import units


@pytest.fixture
def ready(keyring: Keyring) -> Keyring:
    return keyring.ready()


def leaves(ready: Keyring, name: str) -> None:
    Posting.objects.filter(user=ready.cast.user(name)).update(ends_on="2026-11-20")


def rotation(ready: Keyring, *members: str, **other: Any) -> Rotation:
    names = members or ("suda", "somsri", "direk")
    return Rotation(ready, "NACC-74", ready.unit_seed("NACC-74"), names, **other)


def rotate(ready: Keyring, by: str, made: Rotation, **other: Any) -> None:
    services.rotate_unit(by=ready.cast(by), now=MADE, **made.body(**other))


def lose(ready: Keyring, name: str) -> None:
    """The unit key is taken from somebody, as when an own key was replaced."""
    UnitKeyWrap.objects.filter(officer_key=ready.key_id(name)).delete()


def test_a_colleague_gives_the_key_to_one_who_waits(ready: Keyring) -> None:
    lose(ready, "direk")
    waiting = queries.waiting(ready.cast("suda"), MADE)
    assert [one.key_id for one in waiting] == [ready.key_id("direk")]
    services.admit(by=ready.cast("suda"), now=MADE, **admission(ready, "NACC-74", "direk"))
    assert len(queries.my_keys(ready.cast("direk"), MADE).units) == 1
    assert queries.waiting(ready.cast("suda"), MADE) == []
    entry = audit.entries_for("key", str(ready.unit_key_id("NACC-74"))).last()
    assert entry is not None
    assert entry.action == "unit_key_given"


def test_who_has_moved_on_is_handed_no_key_of_the_former_unit(ready: Keyring) -> None:
    moved = Posting.objects.filter(user=ready.cast.user("somsri"))
    moved.update(office=ready.cast.office("NACC-45"))
    assert UnitKeyWrap.objects.filter(officer_key=ready.key_id("somsri")).exists()
    assert queries.my_keys(ready.cast("somsri"), MADE).units == ()
    assert len(queries.my_keys(ready.cast("suda"), MADE).units) == 1


@pytest.mark.parametrize(
    ("giver", "newcomer"),
    [
        ("direk", "direk"),  # who does not hold it cannot take it
        ("preecha", "direk"),  # nor one of another unit
        ("wirot", "direk"),
        ("thida", "direk"),
        ("suda", "wirot"),  # an investigator reads single tips only
        ("suda", "preecha"),  # of another unit
        ("suda", "thida"),
    ],
)
def test_the_key_is_given_by_holders_to_people_of_the_unit_only(
    ready: Keyring, giver: str, newcomer: str
) -> None:
    lose(ready, "direk")
    with pytest.raises(Refused):
        services.admit(by=ready.cast(giver), now=MADE, **admission(ready, "NACC-74", newcomer))


def test_who_has_left_the_unit_is_not_admitted_and_admits_nobody(ready: Keyring) -> None:
    lose(ready, "direk")
    leaves(ready, "direk")
    given = admission(ready, "NACC-74", "direk")
    with pytest.raises(Refused):
        services.admit(by=ready.cast("suda"), now=MADE.replace(day=25), **given)
    leaves(ready, "somsri")
    later = MADE.replace(day=25)
    with pytest.raises(Refused):
        services.admit(by=ready.cast("somsri", later), now=later, **given)


@pytest.mark.parametrize("box_", [b"", b"\x02" + bytes(40), b"\x01" + bytes(80), b"\x02" * 1168])
def test_a_box_that_cannot_hold_a_key_is_refused(ready: Keyring, box_: bytes) -> None:
    lose(ready, "direk")
    given = {**admission(ready, "NACC-74", "direk"), "box": box_}
    with pytest.raises(Invalid):
        services.admit(by=ready.cast("suda"), now=MADE, **given)


def test_keys_that_are_none_are_not_given(ready: Keyring) -> None:
    given = admission(ready, "NACC-74", "direk")
    for wrong in ({"unit_key_id": uuid4()}, {"officer_key_id": uuid4()},
                  {"unit_key_id": ready.key_id("thida")}):  # fmt: skip
        with pytest.raises(NotFound):
            services.admit(by=ready.cast("suda"), now=MADE, **{**given, **wrong})


def test_a_change_of_key_shuts_out_who_left_and_opens_everything_older(ready: Keyring) -> None:
    later, old = MADE.replace(day=25), ready.unit_key_id("NACC-74")
    leaves(ready, "direk")
    made = rotation(ready, "suda", "somsri")
    services.rotate_unit(by=ready.cast("suda", later), now=later, **made.body())
    assert queries.my_keys(ready.cast("direk", later), later).units == ()
    (unit,) = queries.my_keys(ready.cast("somsri", later), later).units
    assert unit["key_id"] == str(made.key_id)
    (before,) = unit["previous"]
    bound = info(Purpose.UNIT_PREVIOUS, made.key_id, old, 2)
    kept = UnitPrevious.objects.get(pk=made.key_id)
    assert box.unseal(made.seed, bytes(kept.box), bound) == ready.unit_seed("NACC-74")
    assert before["key_id"] == str(old)
    assert queries.recipients("74", later).unit.key_id == made.key_id
    held = {key.key_id for key in queries.unit_keys_for(ready.cast("suda", later).user_id)}
    assert held == {old, made.key_id}


def test_three_keys_in_a_row_lead_back_to_the_first(ready: Keyring) -> None:
    first = rotation(ready)
    rotate(ready, "suda", first)
    second = Rotation(ready, "NACC-74", first.seed, ("suda", "somsri", "direk"))
    rotate(ready, "direk", second)
    (unit,) = queries.my_keys(ready.cast("direk"), MADE).units
    assert [one["epoch"] for one in unit["previous"]] == [2, 1]
    assert unit["epoch"] == 3


def test_the_new_key_is_sealed_to_exactly_those_who_remain(ready: Keyring) -> None:
    later = MADE.replace(day=25)
    leaves(ready, "direk")
    by = ready.cast("suda", later)
    for members in (("suda",), ("suda", "somsri", "direk"), ("suda", "somsri", "wirot"),
                    ("somsri",), (), ("suda", "somsri", "preecha")):  # fmt: skip
        made = Rotation(ready, "NACC-74", ready.unit_seed("NACC-74"), members)
        with pytest.raises(Conflict):
            services.rotate_unit(by=by, now=later, **made.body())
    twice = rotation(ready, "suda", "somsri", "suda")
    with pytest.raises(Conflict):
        services.rotate_unit(by=by, now=later, **twice.body())
    assert ready.unit_key_id("NACC-74") == queries.current_unit_keys()[1].key_id


@pytest.mark.parametrize("name", ["preecha", "wirot", "thida", "chalerm", "direk"])
def test_only_who_holds_the_key_changes_it(ready: Keyring, name: str) -> None:
    lose(ready, "direk")
    with pytest.raises(Refused):
        rotate(ready, name, rotation(ready, "suda", "somsri"))


FORGED: dict[str, dict[str, Any]] = {
    "another office": {"owner": "NACC-45"},
    "another name for the key": {"key_id": str(uuid4())},
    "epoch left out": {"epoch": 3},
    "epoch repeated": {"epoch": 1},
    "as the root's": {"signed_by": "root"},
    "as an unknown key's": {"signed_by": str(uuid4())},
    "wrong place": {"seq": 99},
    "wrong predecessor": {"previous": "0" * 64},
    "a revocation": {"action": "revoke"},
    "a custodian": {"kind": "custodian", "sign_key": ""},
    "another key": {"public_key": "x"},
    "no signing key": {"sign_key": ""},
    "a day that is none": {"at": "2026-02-30"},
}


@pytest.mark.parametrize("bent", FORGED.values(), ids=FORGED.keys())
def test_a_forged_succession_is_refused(ready: Keyring, bent: dict[str, Any]) -> None:
    head = chain.head()
    with pytest.raises(TmacError):
        rotate(ready, "suda", rotation(ready, bent=bent))
    assert chain.head() == head


def test_only_the_present_key_of_the_unit_signs_its_successor(ready: Keyring) -> None:
    """Not the key of another unit, not an own key, not the one that was followed already."""
    for seed in (ready.unit_seed("NACC-45"), ready.seed("suda"), bytes(32)):
        wrong = Rotation(ready, "NACC-74", seed, ("suda", "somsri", "direk"))
        with pytest.raises(Invalid):
            rotate(ready, "suda", wrong)
    rotate(ready, "suda", rotation(ready))
    followed = Rotation(ready, "NACC-74", ready.unit_seed("NACC-74"), ("suda", "somsri", "direk"))
    with pytest.raises(Invalid):
        rotate(ready, "suda", followed)


def test_somebody_who_left_cannot_start_a_branch_with_the_old_key(ready: Keyring) -> None:
    """He has the old unit key and a willing database: no reader takes his entry."""
    old = ready.unit_key_id("NACC-74")
    rotate(ready, "suda", rotation(ready))
    his = rotation(ready, bent={"signed_by": str(old), "epoch": 3})
    signed = directory.sign(his.entry(), signing.unit_signing_seed(ready.unit_seed("NACC-74")))
    entry = directory.parse(signed.text)
    chain.append(signed, entry)
    with pytest.raises(Refused):
        queries.recipients("74", MADE)
    assert not queries.directory().is_sound


def test_a_signature_of_another_text_is_refused(ready: Keyring) -> None:
    made = rotation(ready)
    body = made.body()
    with pytest.raises(Invalid):
        services.rotate_unit(by=ready.cast("suda"), now=MADE, **{**body, "signature": bytes(64)})
    with pytest.raises(Invalid):
        services.rotate_unit(by=ready.cast("suda"), now=MADE, **{**body, "key_id": uuid4()})
    with pytest.raises(Invalid):
        services.rotate_unit(by=ready.cast("suda"), now=MADE, **{**body, "public_key": bytes(1216)})
    with pytest.raises(Invalid):
        services.rotate_unit(by=ready.cast("suda"), now=MADE, **{**body, "previous": b"\x02"})


def test_nothing_stays_of_a_change_that_fails_at_the_end(
    ready: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record in the audit chain and the change stand or fall together."""
    head, wraps = chain.head(), UnitKeyWrap.objects.count()

    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(units, "recorded", fails)
    with pytest.raises(RuntimeError):
        rotate(ready, "suda", rotation(ready))
    assert chain.head() == head
    assert UnitKeyWrap.objects.count() == wraps


def test_a_lost_key_is_recovered_by_a_peer_and_by_no_administrator(ready: Keyring) -> None:
    fresh = box.new_pair()[0]
    given = own_key_made(fresh)
    services.set_up_key(by=ready.cast("direk"), now=MADE, **given)
    unit = ready.unit_key_id("NACC-74")
    bound = info(Purpose.UNIT_KEY, unit, given["key_id"], 1)
    sealed = box.seal(given["public_key"], ready.unit_seed("NACC-74"), bound)
    body = {"unit_key_id": unit, "officer_key_id": given["key_id"], "box": sealed}
    for other in ("chalerm", "kittisak", "direk"):
        with pytest.raises(Refused):
            services.admit(by=ready.cast(other), now=MADE, **body)
    services.admit(by=ready.cast("somsri"), now=MADE, **body)
    (held,) = UnitKeyWrap.objects.filter(officer_key=given["key_id"])
    assert box.unseal(fresh, bytes(held.box), bound) == ready.unit_seed("NACC-74")


def test_entries_are_never_changed_through_the_models(ready: Keyring) -> None:
    first = DirectoryEntry.objects.get(pk=1)
    with pytest.raises(Unalterable):
        first.save()
    with pytest.raises(Unalterable):
        first.delete()
    with pytest.raises(Unalterable):
        DirectoryEntry.objects.update(text="")
    with pytest.raises(Unalterable):
        DirectoryEntry.objects.all().delete()


def test_a_unit_without_key_has_nothing_to_change(ready: Keyring) -> None:
    made = rotation(ready)
    with pytest.raises(NotFound):
        services.rotate_unit(by=ready.cast("suda"), now=MADE, **made.body(office="NACC-99"))


def test_the_stamp_changes_with_the_recipients_and_with_nothing_else(ready: Keyring) -> None:
    other = Rotation(ready, "NACC-45", ready.unit_seed("NACC-45"), ("preecha", "decha"))
    before = queries.recipients("74", MADE).stamp
    services.rotate_unit(by=ready.cast("preecha"), now=MADE, **other.body())
    assert queries.recipients("74", MADE).stamp == before
    rotate(ready, "suda", rotation(ready))
    assert queries.recipients("74", MADE).stamp != before


def test_one_person_has_one_live_key_in_the_database_too(ready: Keyring) -> None:
    key = OfficerKey.objects.get(pk=ready.key_id("suda"))
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficerKey.objects.create(
            user_id=key.user_id,
            public_key=b"",
            by_passphrase=b"",
            by_recovery=b"",
            created_at=MADE,
        )
