"""The keys of an installation: made once, proven by the pinned root, opened by their owners."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.vault.keys import Keyring
from tmac.core.errors import Conflict, Invalid, Refused
from tmac.vault import queries, services
from tmac.vault.formats import box, work
from tmac.vault.formats.directory import check
from tmac.vault.formats.info import Purpose, info

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def test_a_province_is_sealed_to_its_own_office_and_to_all_custodians(keyring: Keyring) -> None:
    keyring.ready()
    found = queries.recipients("74", NOW)
    assert (found.unit.office, found.why_code) == ("NACC-74", "PROVINCE_OFFICE")
    assert len(found.custodians) == 3
    assert found.unit.key_id == keyring.unit_key_id("NACC-74")


def test_a_province_without_a_key_and_the_chosen_centre_go_to_the_centre(keyring: Keyring) -> None:
    keyring.ready()
    assert queries.recipients("50", NOW).why_code == "CENTRE_NO_KEY"
    centre = queries.recipients("centre", NOW)
    assert (centre.unit.office, centre.why_code) == ("NACC-HQ", "CENTRE_CHOSEN")


def test_the_entries_sent_along_prove_the_keys(keyring: Keyring) -> None:
    keyring.ready()
    found = queries.recipients("74", NOW)
    directory = check(found.entries, found.root_key, has_gaps=True)
    unit = directory.present("unit", "NACC-74")
    assert unit is not None
    assert unit.public_key_bytes == found.unit.public_key
    assert [one.key_id for one in directory.all_present("custodian")] == [
        str(one.key_id) for one in found.custodians
    ]


def test_every_member_opens_the_unit_key(keyring: Keyring) -> None:
    keyring.ready()
    for name in ("suda", "somsri", "direk"):
        mine = queries.my_keys(keyring.cast(name), NOW).as_wire()
        (unit,) = mine["units"]
        bound = info(
            Purpose.UNIT_KEY, keyring.unit_key_id("NACC-74"), keyring.key_id(name), unit["epoch"]
        )
        seed = box.unseal(keyring.seed(name), base64.b64decode(unit["box"]), bound)
        assert seed == keyring.unit_seed("NACC-74")


def test_without_a_pinned_root_nobody_receives(keyring: Keyring) -> None:
    with pytest.raises(Refused):
        queries.recipients("74", NOW)
    assert not queries.directory().is_sound


def test_work_is_taken_once_and_only_for_what_it_was_made(keyring: Keyring) -> None:
    case = uuid4()
    token, bits = services.issue_work("report", NOW)
    counter = work.solve(token, case, bits)

    def spend(**other: object) -> None:
        given = {"token": token, "counter": counter, "case": case, "purpose": "report", "now": NOW}
        services.spend_work(**{**given, **other})  # type: ignore[arg-type]

    for wrong in ({"purpose": "file"}, {"case": uuid4()}, {"token": token[:-2] + "xx"}):
        with pytest.raises(Refused):
            spend(**wrong)
    spend()
    with pytest.raises(Refused):
        spend()


def test_a_key_that_is_none_is_refused_with_its_field(keyring: Keyring) -> None:
    with pytest.raises(Invalid) as invalid:
        services.set_up_key(
            by=keyring.cast("suda"),
            now=NOW,
            key_id=keyring.key_id("suda"),
            public_key=b"short",
            by_passphrase=b"",
            by_recovery=b"",
        )
    assert invalid.value.faults[0].field == "public_key"


def test_a_colleague_who_holds_the_key_already_is_not_admitted_twice(keyring: Keyring) -> None:
    keyring.ready()
    unit = keyring.unit_key_id("NACC-74")
    bound = info(Purpose.UNIT_KEY, unit, keyring.key_id("direk"), 1)
    public = box.public_key_of(keyring.seed("direk"))
    sealed = box.seal(public, keyring.unit_seed("NACC-74"), bound)
    with pytest.raises(Conflict):
        services.admit(
            by=keyring.cast("suda"),
            now=NOW,
            unit_key_id=unit,
            officer_key_id=keyring.key_id("direk"),
            box=sealed,
        )
