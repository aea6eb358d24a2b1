"""The rows of the threat model, played with real keys against a filed report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from tests.tips.reporter import IDENTITY, TEXT, Reporter, Unit, opened
from tests.vault.keys import MADE, Keyring
from tests.vault.thief import Thief
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.taxonomy.services import load_reference as load_taxonomy
from tmac.tips.models import Epoch, IdentityBlob, Sealed, Share, Wrap
from tmac.tips.services import approve_identity, file_sealed, replace_contact
from tmac.vault import chain, demonstration, queries, receipts_key, services
from tmac.vault.formats import box, shamir, work
from tmac.vault.formats.faults import FormatFault
from tmac.vault.formats.hkdf import hkdf
from tmac.vault.formats.info import Purpose
from tmac.vault.formats.secret import SigningSeed
from tmac.vault.formats.signing import public_half
from tmac.vault.models import DirectoryEntry, OfficerKey, SpentWork
from tmac.vault.services.work import EASY_A_MINUTE, bits_under

WRAPS = (Wrap, Epoch, Share)
PEOPLE = (*demonstration.CUSTODIANS, "suda", "somsri", "direk", "orathai", "preecha", "wirot")
UNITS = ("NACC-74", "NACC-45", "NACC-HQ")


@pytest.fixture
def ready(keyring: Keyring) -> Keyring:
    load_taxonomy()
    return keyring.ready()


@pytest.fixture
def report(ready: Keyring) -> Reporter:
    """A report with a name in it, filed by a browser and kept."""
    reporter = Reporter(MADE)
    reporter.filed()
    return reporter


def read_by(*keys: bytes) -> str:
    """What somebody with the whole database and these keys reads."""
    return Thief.with_keys(keys).reads()


def server_keys(ready: Keyring) -> list[bytes]:
    secret = settings.SECRET_KEY.encode()
    work_key = hkdf(secret, b"TMAC-v1 server", b"proof of work")
    return [bytes(receipts_key.signing_seed()), work_key, hkdf(secret, b"", b"")]


def test_the_attacker_of_these_tests_reads_what_he_has_the_keys_for(
    ready: Keyring, report: Reporter
) -> None:
    """Else the tests below would prove nothing."""
    by_unit = read_by(ready.unit_seed("NACC-74"))
    assert TEXT in by_unit
    assert IDENTITY["name"] not in by_unit
    by_officer = read_by(ready.seed("suda"))
    assert TEXT in by_officer
    both = [ready.seed("thida"), ready.seed("sombat")]
    assert IDENTITY["name"] in read_by(*both)


@pytest.mark.parametrize("custodian", demonstration.CUSTODIANS)
def test_database_server_keys_one_officer_and_one_custodian_open_no_identity(
    ready: Keyring, report: Reporter, custodian: str
) -> None:
    keys = [*server_keys(ready), ready.seed("suda"), ready.unit_seed("NACC-74")]
    read = read_by(*keys, ready.seed(custodian))
    assert TEXT in read
    assert IDENTITY["name"] not in read
    assert IDENTITY["phone"] not in read


def test_an_administrator_reads_nothing_at_all(ready: Keyring, report: Reporter) -> None:
    assert read_by(*server_keys(ready)) == ""


def test_another_unit_and_the_centre_read_nothing(ready: Keyring, report: Reporter) -> None:
    keys = [ready.unit_seed("NACC-45"), ready.unit_seed("NACC-HQ"), ready.seed("orathai")]
    assert TEXT not in read_by(*keys)


def test_the_code_opens_the_mailbox_and_not_the_identity(ready: Keyring, report: Reporter) -> None:
    read = read_by(report.code.reporter_seed())
    assert TEXT in read
    assert IDENTITY["name"] not in read


def test_an_old_backup_without_the_wraps_opens_with_no_key_of_anybody(
    ready: Keyring, report: Reporter
) -> None:
    """Every officer, custodian and unit, and the code of the reporter himself."""
    for model in WRAPS:
        model._base_manager.all().delete()
    everybody = [ready.seed(name) for name in PEOPLE] + [ready.unit_seed(unit) for unit in UNITS]
    keys = [*everybody, *server_keys(ready), report.code.reporter_seed()]
    assert Sealed.objects.count() == IdentityBlob.objects.count() == 1
    read = read_by(*keys)
    assert TEXT not in read
    assert IDENTITY["name"] not in read


def test_opening_one_identity_opens_no_other(ready: Keyring, report: Reporter) -> None:
    other = Reporter(MADE)
    other.filed()
    pair = [
        ready.share(report.case, bytes(share.box), name)
        for name in ("thida", "wilai")
        for share in Share.objects.filter(tip_id=report.case, key_id=ready.key_id(name))
    ]
    key = shamir.join(pair)
    blobs = {blob.tip_id: bytes(blob.box) for blob in IdentityBlob.objects.all()}
    assert (
        opened(key, blobs[report.case], Purpose.IDENTITY, report.case, report.case, 1) == IDENTITY
    )
    for case in (other.case, report.case):
        with pytest.raises(FormatFault):
            opened(key, blobs[other.case], Purpose.IDENTITY, case, case, 1)


def test_a_wrap_of_one_case_does_not_fit_another(ready: Keyring, report: Reporter) -> None:
    other = Reporter(MADE)
    other.filed()
    mine = Wrap.objects.get(tip_id=report.case)
    Wrap.objects.filter(tip_id=other.case).update(box=bytes(mine.box))
    with pytest.raises(FormatFault):
        Unit(ready).case_key(other.case)


def test_a_share_moved_to_another_case_or_custodian_opens_for_nobody(
    ready: Keyring, report: Reporter
) -> None:
    share = Share.objects.get(tip_id=report.case, key_id=ready.key_id("thida"))
    for case, custodian in ((uuid4(), "thida"), (report.case, "sombat")):
        with pytest.raises(FormatFault):
            ready.share(case, bytes(share.box), custodian)


def test_an_approval_for_one_request_and_officer_serves_no_other(
    ready: Keyring, report: Reporter
) -> None:
    share = Share.objects.get(tip_id=report.case, key_id=ready.key_id("thida"))
    request = uuid4()
    given = ready.reseal_share(report.case, bytes(share.box), "thida", request, "wirot")
    for case, asked, officer in (
        (report.case, uuid4(), "wirot"),
        (uuid4(), request, "wirot"),
        (report.case, request, "suda"),
    ):
        with pytest.raises(FormatFault):
            ready.identity_key(case, [given, given], asked, officer)


def test_keys_altered_in_the_database_are_not_what_reporters_seal_to(ready: Keyring) -> None:
    """The recipients come from signed entries; the columns beside them convince nobody."""
    before = queries.recipients("74", MADE)
    OfficerKey.objects.update(public_key=box.new_pair()[1])
    after = queries.recipients("74", MADE)
    assert [one.public_key for one in after.custodians] == [
        one.public_key for one in before.custodians
    ]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE vault_directoryentry SET text = replace(text, 'NACC-74', 'NACC-45') WHERE seq = 2",
        "UPDATE vault_directoryentry SET text = replace(text, '\"epoch\":1', '\"epoch\":2')",
        "UPDATE vault_directoryentry SET signature = (SELECT signature FROM vault_directoryentry"
        " WHERE seq = 1) WHERE seq = 2",
        "DELETE FROM vault_directoryentry WHERE seq = 1",
        "DELETE FROM vault_directoryentry WHERE seq = 3",
    ],
    ids=["owner", "epoch", "signature", "first gone", "middle gone"],
)
def test_a_directory_altered_in_the_database_stops_everything(ready: Keyring, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
        # As a forger would, who wants the change to be seen.
        cursor.execute("UPDATE vault_directoryentry SET hash = %s WHERE seq ="
                       " (SELECT max(seq) FROM vault_directoryentry)", ["f" * 64])  # fmt: skip
    with pytest.raises(Refused):
        queries.recipients("74", MADE)


def test_a_root_pinned_by_somebody_else_proves_nothing(ready: Keyring, vault_folder: Any) -> None:
    other = public_half(SigningSeed.new())
    chain.root_path().unlink()
    chain.pin_root(other)
    with pytest.raises(Refused):
        queries.recipients("74", MADE)


def test_a_report_sealed_to_keys_of_the_senders_choice_is_refused(ready: Keyring) -> None:
    """The recipients are the server's to decide: extra, missing, swapped or foreign keys."""

    def bent(filing: Any, kind: str) -> Any:
        one, two, three = filing.shares
        foreign = replace(one, key_id=ready.key_id("suda"))
        return {
            "no share": replace(filing, shares=()),
            "two shares": replace(filing, shares=(one, two)),
            "one share twice": replace(filing, shares=(one, two, two)),
            "other order": replace(filing, shares=(two, one, three)),
            "foreign share": replace(filing, shares=(foreign, two, three)),
            "no wrap": replace(filing, wraps=()),
            "two wraps": replace(filing, wraps=(*filing.wraps, *filing.wraps)),
            "foreign wrap": replace(
                filing, wraps=(replace(filing.wraps[0], key_id=ready.unit_key_id("NACC-45")),)
            ),
        }[kind]

    kinds = ("no share", "two shares", "one share twice", "other order", "foreign share",
             "no wrap", "two wraps", "foreign wrap")  # fmt: skip
    for kind in kinds:
        filing = bent(Reporter(MADE).filing(), kind)
        with pytest.raises((Conflict, Invalid)):
            file_sealed(now=MADE, filing=filing)
    assert not Sealed.objects.exists()


def test_a_new_contact_replaces_blob_and_shares_together(ready: Keyring, report: Reporter) -> None:
    blob, shares = report.identity({**IDENTITY, "name": "ชื่อใหม่"})
    replace_contact(now=MADE, lookup=report.lookup, identity=blob, shares=shares)
    both = [ready.seed("sombat"), ready.seed("wilai")]
    read = read_by(*both)
    assert "ชื่อใหม่" in read
    assert IDENTITY["name"] not in read


def spend(made: str, solved_for: UUID, **other: Any) -> None:
    """Spend a token of ten bits as it should be, or with something else in its place."""
    given = {
        "token": made,
        "counter": work.solve(made, solved_for, work.BASE_BITS),
        "case": solved_for,
        "purpose": "report",
        "now": MADE,
    }
    services.spend_work(**{**given, **other})


@pytest.mark.django_db
def test_a_token_is_good_once_for_half_an_hour_for_its_case_and_purpose() -> None:
    case = uuid4()
    token, bits = services.issue_work("report", MADE)
    assert bits == work.BASE_BITS
    late = MADE + timedelta(minutes=30, seconds=1)
    early = MADE - timedelta(seconds=1)
    for wrong in (
        {"purpose": "file"},
        {"case": uuid4()},
        {"counter": 2**64},
        {"counter": -1},
        {"now": late},
        {"now": early},
        {"token": token + "="},
        {"token": token.swapcase()},
        {"token": ""},
        {"token": "ก.ข"},
    ):
        with pytest.raises(Refused):
            spend(token, case, **wrong)
    spend(token, case, now=MADE + timedelta(minutes=29))
    with pytest.raises(Refused):
        spend(token, case)


@pytest.mark.django_db
def test_a_token_may_be_used_again_when_what_it_paid_for_failed() -> None:
    case = uuid4()
    token, _bits = services.issue_work("report", MADE)
    with transaction.atomic():
        spend(token, case)
        transaction.set_rollback(True)
    spend(token, case)


@pytest.mark.django_db
def test_there_is_no_work_for_another_purpose() -> None:
    with pytest.raises(Refused):
        services.issue_work("login", MADE)


def test_work_grows_with_the_load_and_stays_within_its_bounds() -> None:
    assert bits_under(0) == bits_under(EASY_A_MINUTE - 1) == work.BASE_BITS
    loads = [EASY_A_MINUTE * 2**step for step in range(14)]
    bits = [bits_under(load) for load in loads]
    assert bits == sorted(bits)
    assert bits[0] == work.BASE_BITS + 1
    assert bits[-1] == work.MOST_BITS


@pytest.mark.django_db
def test_a_spent_token_tells_no_moment_and_goes_after_its_time() -> None:
    at = MADE.replace(minute=17, second=42, microsecond=123456)
    spend(services.issue_work("report", at)[0], uuid4(), now=at)
    row = SpentWork.objects.get()
    assert (row.spent_at.second, row.spent_at.microsecond) == (0, 0)
    assert services.drop_spent(at + timedelta(minutes=30)) == 0
    assert services.drop_spent(at + timedelta(minutes=33)) == 1


def test_what_a_reporter_wrote_stands_nowhere_in_the_database(
    ready: Keyring, report: Reporter
) -> None:
    marks = [TEXT, IDENTITY["name"], IDENTITY["phone"], report.code.shown().replace(" ", "")]
    marks += [report.lookup.hex(), bytes(report.key).hex()]
    for model in apps.get_models():
        for row in model._base_manager.values():
            whole = json.dumps(row, default=_shown, ensure_ascii=False)
            assert not [mark for mark in marks if mark in whole], model


def _shown(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def test_custodians_decide_with_boxes_that_can_be_shares_only(
    ready: Keyring, report: Reporter
) -> None:
    """An unknown request is not told from one that is none of the custodian's business."""
    with pytest.raises(NotFound):
        approve_identity(by=ready.cast("thida"), now=MADE, request_id=uuid4(), box=b"\x02")


def test_the_directory_table_has_one_predecessor_for_each_entry(ready: Keyring) -> None:
    rows = list(DirectoryEntry.objects.order_by("seq"))
    for before, after in pairwise(rows):
        assert after.previous_hash == before.hash
