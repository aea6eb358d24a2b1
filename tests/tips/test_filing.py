"""Filing a sealed report: what is taken, what is refused, and that one report is one record."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tips.conftest import NOW, TODAY, Stage, running
from tests.tips.reporter import FACTS, TEXT, Reporter, Unit, broken, opened, random_box
from tests.vault.keys import Keyring
from tmac.audit.models import Entry
from tmac.core import facts as news
from tmac.core.errors import Conflict, Invalid, NotFound, Refused
from tmac.tips.facts import TipFiled
from tmac.tips.filings import FileSecret, KeysChanged
from tmac.tips.forms import filing_faults
from tmac.tips.models import IdentityBlob, Sealed, Share, Tip, TipFile, Wrap
from tmac.tips.services.filing import file_sealed
from tmac.vault.formats.info import Purpose
from tmac.vault.models import SpentWork


@pytest.fixture
def ready(stage: Stage, keyring: Keyring) -> Keyring:
    return keyring.ready()


@pytest.fixture
def reporter(ready: Keyring) -> Reporter:
    return Reporter(NOW)


def test_a_report_is_stored_and_the_unit_can_read_it(reporter: Reporter, ready: Keyring) -> None:
    filed = reporter.filed()
    tip = Tip.objects.get(pk=filed.case)
    assert (filed.is_new, filed.day, filed.reference) == (True, TODAY, tip.reference)
    assert (tip.state, tip.office.code, tip.sealed_by) == ("RECEIVED", "NACC-74", "REPORTER")
    assert (tip.category_id, tip.category_top, tip.district_code) == ("PRC-03", "PRC", "7401")
    assert set(running(tip)) == {"FIRST_LOOK", "SCREENING_DECISION", "INTERIM_RESULT"}
    key = Unit(ready).case_key(tip.pk)
    assert key == reporter.key
    text = opened(key, bytes(tip.sealed.content), Purpose.CONTENT, tip.pk, tip.pk, 1)
    assert text == {"text": TEXT}


def test_the_number_tells_no_order(reporter: Reporter) -> None:
    numbers = [Reporter(NOW).filed().reference for _number in range(6)]
    assert all(number.startswith("T2570-74-") for number in numbers)
    assert numbers != sorted(numbers) or numbers != sorted(numbers, reverse=True)
    assert len({number[-6:] for number in numbers}) == 6
    ends = [int(number[-6:]) for number in numbers]
    assert max(abs(a - b) for a in ends for b in ends) > 6


def test_the_receipt_vouches_for_what_was_sent(reporter: Reporter) -> None:
    filed = reporter.filed()
    assert filed.receipt["parts"]["case"] == str(reporter.case)
    assert set(filed.receipt) == {"receipt", "signature", "key", "parts"}


def test_the_same_filing_again_is_answered_the_same(reporter: Reporter) -> None:
    filing = reporter.filing(files=(reporter.upload(),))
    first = file_sealed(now=NOW, filing=filing)
    token, counter = reporter.work()
    with_new_work = replace(filing, token=token, counter=counter, stamp="other")
    for again in (filing, with_new_work):
        second = file_sealed(now=NOW + timedelta(hours=1), filing=again)
        assert not second.is_new
        assert (second.reference, second.day, second.receipt) == (
            first.reference,
            first.day,
            first.receipt,
        )
    assert Tip.objects.count() == Sealed.objects.count() == TipFile.objects.count() == 1
    assert Entry.objects.filter(action="tip.filed").count() == 1


@pytest.mark.parametrize("part", ["content", "identity", "facts", "files", "reporter_key"])
def test_another_filing_of_the_same_case_is_a_conflict(reporter: Reporter, part: str) -> None:
    filing = reporter.filing()
    file_sealed(now=NOW, filing=filing)
    other: dict[str, Any] = {
        "content": reporter.filing("คนอื่นเขียน").content,
        "identity": reporter.identity({})[0],
        "facts": FACTS | {"kind": "COMPLAINT"},
        "files": (FileSecret(uuid.uuid4(), b"x" * 32),),
        "reporter_key": b"another",
    }
    with pytest.raises(Conflict) as refused:
        file_sealed(now=NOW, filing=broken(filing, **{part: other[part]}))
    assert not isinstance(refused.value, KeysChanged)
    assert Tip.objects.count() == 1


def test_a_code_used_for_another_case_is_refused_politely(reporter: Reporter) -> None:
    file_sealed(now=NOW, filing=reporter.filing())
    other = Reporter(NOW)
    filing = broken(other.filing(), lookup_hash=reporter.filing().lookup_hash)
    with pytest.raises(Conflict):
        file_sealed(now=NOW, filing=filing)
    assert Tip.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "CRIME"),
        ("kind", 7),
        ("kind", ["TIP"]),
        ("kind", None),
        ("province", "99"),
        ("province", "7401"),
        ("district", "4501"),
        ("district", "7499"),
        ("district", "740101"),
        ("subdistrict", "450101"),
        ("subdistrict", "740102030405"),
        ("category", "XYZ"),
        ("category", {"code": "PRC"}),
        ("agency_kind", "KINGDOM"),
        ("agency_id", 10**9),
        ("agency_id", "1"),
        ("agency_id", True),
        ("amount_band", "LOTS"),
        ("month", "2027-01"),
        ("month", "2569-10"),
        ("month", "10/2026"),
        ("month", "2026-13"),
        ("ongoing", "MAYBE"),
        ("ongoing", ""),
        ("stoppable", "yes"),
        ("how_known", "DREAMT"),
        ("protection", "FEAR"),
        ("protection", ["FEAR", "OTHER"]),
        ("protection", [["FEAR"]]),
        ("protection", ["FEAR"] * 11),
        ("urgent", "true"),
        ("urgent", 1),
        ("route", "MOON"),
        ("about_office", None),
        ("score", 25),
        ("state", "CLOSED"),
        ("assigned_to", 1),
        ("urgency", 7),
        ("facts", {"kind": "TIP"}),
        ("a" * 500, "x"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_facts_that_are_not_known_are_refused_by_name(
    reporter: Reporter, name: str, value: Any
) -> None:
    reporter.facts = FACTS | {name: value}
    if name in ("province", "route", "about_office"):
        filing = broken(Reporter(NOW).filing(), facts=reporter.facts)
    else:
        filing = reporter.filing()
    with pytest.raises(Invalid) as refused:
        file_sealed(now=NOW, filing=filing)
    assert refused.value.faults[0].field == f"facts.{name[:40]}"
    assert not Tip.objects.exists()
    assert not SpentWork.objects.exists()


@pytest.mark.parametrize("name", sorted(set(FACTS) - {"agency_id"}))
def test_a_missing_fact_is_named(reporter: Reporter, name: str) -> None:
    filing = reporter.filing()
    facts = {key: value for key, value in FACTS.items() if key != name}
    with pytest.raises(Invalid) as refused:
        file_sealed(now=NOW, filing=broken(filing, facts=facts))
    assert [fault.field for fault in refused.value.faults] == [f"facts.{name}"]


def test_only_what_and_the_province_have_to_be_said(ready: Keyring) -> None:
    spare = {
        "district": "",
        "subdistrict": "",
        "category": "",
        "agency_kind": "",
        "amount_band": "UNKNOWN",
        "month": "",
        "ongoing": "UNKNOWN",
        "how_known": "",
        "protection": [""],
    }
    tip = Tip.objects.get(pk=Reporter(NOW, **spare).filed().case)
    assert (tip.category, tip.category_top, tip.threats) == (None, "", [])


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("content", random_box(8192 + 28, 0x11)),
        ("content", random_box(8192 + 29, 0x12)),
        ("content", random_box(131072 * 2 + 29, 0x11)),
        ("content", b""),
        ("identity", random_box(2048 + 30, 0x11)),
        ("identity", random_box(4096 + 29, 0x11)),
        ("reporter.public_key", b"\x00" * 1215),
        ("reporter.wrap", random_box(1170, 0x02)),
        ("reporter.wrap", random_box(1169, 0x01)),
        ("lookup_hash", b"\x00" * 31),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_a_part_that_was_not_sealed_as_it_has_to_be_is_named(
    reporter: Reporter, part: str, value: bytes
) -> None:
    names = {"reporter.public_key": "reporter_key", "reporter.wrap": "reporter_wrap"}
    filing = broken(reporter.filing(), **{names.get(part, part): value})
    with pytest.raises(Invalid) as refused:
        file_sealed(now=NOW, filing=filing)
    assert [fault.field for fault in refused.value.faults] == [part]
    assert value[:16].hex() not in str(refused.value) or not value


def test_every_fault_is_told_at_once(reporter: Reporter) -> None:
    reporter.facts = FACTS | {"month": "2569-10"}
    filing = broken(reporter.filing(), content=b"clear text", identity=b"")
    with pytest.raises(Invalid) as refused:
        file_sealed(now=NOW, filing=filing)
    fields = [fault.field for fault in refused.value.faults]
    assert fields == ["facts.month", "content", "identity"]


def test_a_long_text_takes_a_larger_step_and_short_ones_look_alike(reporter: Reporter) -> None:
    sizes = {len(reporter.filing("ก" * count).content) for count in (3, 100, 2000)}
    assert sizes == {8192 + 29}
    longer = reporter.filing("ก" * 4000)
    assert len(longer.content) == 16384 + 29
    assert filing_faults(longer) == []


@pytest.mark.parametrize("forged", ["unit", "extra unit", "no unit", "custodian", "order", "few"])
def test_recipients_are_decided_by_the_server(
    reporter: Reporter, ready: Keyring, forged: str
) -> None:
    filing = reporter.filing()
    stranger = replace(filing.wraps[0], key_id=uuid.uuid4())
    parts: dict[str, dict[str, Any]] = {
        "unit": {"wraps": (stranger,)},
        "extra unit": {"wraps": (*filing.wraps, stranger)},
        "no unit": {"wraps": ()},
        "custodian": {
            "shares": (*filing.shares[:2], replace(filing.shares[2], key_id=uuid.uuid4()))
        },
        "order": {"shares": filing.shares[::-1]},
        "few": {"shares": filing.shares[:2]},
    }
    with pytest.raises(KeysChanged) as refused:
        file_sealed(now=NOW, filing=broken(filing, **parts[forged]))
    assert refused.value.code == "keys_changed"
    assert not Tip.objects.exists()


def test_a_report_for_the_centre_is_not_taken_when_sealed_to_the_province(
    reporter: Reporter,
) -> None:
    filing = broken(reporter.filing(), facts=FACTS | {"about_office": True})
    with pytest.raises(KeysChanged):
        file_sealed(now=NOW, filing=filing)


@pytest.mark.parametrize("facts", [{"route": "CENTRE"}, {"about_office": True}])
def test_what_is_about_the_office_goes_to_the_centre_and_is_kept_from_the_province(
    ready: Keyring, facts: dict[str, Any]
) -> None:
    tip = Tip.objects.get(pk=Reporter(NOW, **facts).filed().case)
    assert (tip.office.code, tip.is_kept_from_province) == ("NACC-HQ", True)


def test_a_province_without_a_key_is_served_by_the_centre(ready: Keyring) -> None:
    elsewhere = {"province": "10", "district": "", "subdistrict": ""}
    tip = Tip.objects.get(pk=Reporter(NOW, **elsewhere).filed().case)
    assert (tip.office.code, tip.is_kept_from_province) == ("NACC-HQ", False)


def test_work_is_spent_once_and_only_for_its_case(reporter: Reporter) -> None:
    filing = reporter.filing()
    file_sealed(now=NOW, filing=filing)
    other = Reporter(NOW)
    with pytest.raises(Refused):
        file_sealed(
            now=NOW, filing=broken(other.filing(), token=filing.token, counter=filing.counter)
        )
    late = Reporter(NOW)
    with pytest.raises(Refused):
        file_sealed(now=NOW + timedelta(minutes=31), filing=late.filing())
    assert Tip.objects.count() == 1


def test_files_come_with_the_report_or_the_report_does_not(reporter: Reporter) -> None:
    file = reporter.upload()
    with pytest.raises((NotFound, Refused)):
        file_sealed(now=NOW, filing=reporter.filing(files=(replace(file, secret=b"x" * 32),)))
    assert not Tip.objects.exists()
    assert not SpentWork.objects.exists()
    filed = file_sealed(now=NOW, filing=reporter.filing(files=(file,)))
    row = TipFile.objects.get()
    assert (row.pk, row.tip_id, row.message_id) == (file.id, filed.case, None)
    assert Tip.objects.get(pk=filed.case).file_count == 1
    other = Reporter(NOW)
    with pytest.raises((NotFound, Conflict)):
        file_sealed(now=NOW, filing=other.filing(files=(file,)))


def test_too_many_files_or_one_twice_are_told(reporter: Reporter) -> None:
    many = tuple(FileSecret(uuid.uuid4(), b"x" * 32) for _number in range(11))
    for files in (many, (many[0], many[0])):
        with pytest.raises(Invalid) as refused:
            file_sealed(now=NOW, filing=broken(reporter.filing(), files=files))
        assert [fault.field for fault in refused.value.faults] == ["files"]


def test_the_audit_line_names_nobody_and_no_hour(reporter: Reporter) -> None:
    filed = reporter.filed()
    entry = Entry.objects.get(action="tip.filed")
    assert (entry.actor_id, entry.actor, entry.subject_id) == (None, "reporter", str(filed.case))
    assert entry.at.isoformat() == "2026-11-22T17:00:00+00:00"  # midnight in Thailand
    assert entry.details == {"reference": filed.reference, "sealed_by": "REPORTER"}


def test_nothing_is_stored_when_the_audit_fails(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **given: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("tmac.audit.services.record_all", fail)
    with pytest.raises(RuntimeError):
        reporter.filed()
    for model in (Tip, Sealed, Wrap, Share, IdentityBlob, SpentWork):
        assert not model.objects.exists()


def test_it_is_told_downstream_with_codes_only(
    reporter: Reporter, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[TipFiled] = []
    news.subscribe(TipFiled, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            filed = reporter.filed()
    finally:
        news.unsubscribe(TipFiled, heard.append)
    tip = Tip.objects.get(pk=filed.case)
    assert heard == [TipFiled(tip.pk, "74", tip.office_id, "MAILBOX", False)]


def test_filing_asks_the_database_few_questions(reporter: Reporter) -> None:
    """A report costs at most so many statements, however many custodians there are."""
    Reporter(NOW).filed()
    filing = reporter.filing()
    with CaptureQueriesContext(connection) as asked:
        file_sealed(now=NOW, filing=filing)
    assert len(asked) <= 32, "\n".join(query["sql"][:120] for query in asked)
