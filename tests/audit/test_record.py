"""Writing the record: with its act or not at all, in order, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tmac.audit import queries, services
from tmac.audit.chain import GENESIS, hash_of, stable, stamp
from tmac.audit.models import Entry, Head, Unalterable
from tmac.audit.services import Act, HeadLost, OutsideTransaction

NOW = datetime(2026, 11, 23, 8, 15, 30, 123456, tzinfo=UTC)


def record(subject_id: str = "7", **more: Any) -> None:
    services.record(
        actor_id=3,
        actor="สมศรี",
        action="verify",
        subject="pin",
        subject_id=subject_id,
        now=NOW,
        **more,
    )


@pytest.mark.django_db
def test_entries_follow_each_other_without_a_gap() -> None:
    for number in range(5):
        record(str(number))
    rows = list(Entry.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous_hash for row in rows] == [GENESIS, *(row.hash for row in rows[:-1])]
    assert queries.head() == (5, rows[-1].hash)


@pytest.mark.django_db
def test_an_entry_reads_back_as_it_was_hashed() -> None:
    details = {"n": 2**53 + 1, "th": "ร้อยเอ็ด", "no": None, "yes": True, "list": ["a", 1]}
    record(province_code="45", acting_for="เดชา", details=details)
    row = Entry.objects.values().get()
    assert row["details"] == details
    assert hash_of(row) == row["hash"]


@pytest.mark.django_db
def test_an_import_writes_one_entry_for_each_act_in_its_order() -> None:
    acts = [Act("import", "pin", str(n), "74", {"row": n}) for n in range(700)]
    services.record_all(acts, actor_id=3, actor="สมศรี", now=NOW)
    ids = Entry.objects.order_by("seq").values_list("subject_id", flat=True)
    assert list(ids) == [str(n) for n in range(700)]
    assert services.verify().fault is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(OutsideTransaction):
        record()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_record_goes_when_the_act_is_rolled_back() -> None:
    with transaction.atomic():
        record("1")
    with pytest.raises(ZeroDivisionError):
        record_and_fail("2")
    with transaction.atomic():
        record("3")
    found = Entry.objects.order_by("seq").values_list("seq", "subject_id")
    assert list(found) == [(1, "1"), (2, "3")]
    assert services.verify().fault is None


@pytest.mark.django_db
def test_a_chain_whose_head_was_taken_away_does_not_go_on() -> None:
    record()
    lift_triggers()
    Head.objects.all().delete()
    with pytest.raises(HeadLost):
        record()


REFUSED: dict[str, Callable[[], Any]] = {
    "save": lambda: Entry.objects.get().save(),
    "save a new one": lambda: Entry(seq=2).save(),
    "delete": lambda: Entry.objects.get().delete(),
    "update": lambda: Entry.objects.update(actor="x"),
    "filtered update": lambda: Entry.objects.filter(seq=1).update(actor="x"),
    "delete all": lambda: Entry.objects.all().delete(),
    "create": lambda: Entry.objects.create(seq=2),
    "bulk_create": lambda: Entry.objects.bulk_create([Entry(seq=2)]),
    "bulk_update": lambda: Entry.objects.bulk_update(list(Entry.objects.all()), ["actor"]),
    "get_or_create": lambda: Entry.objects.get_or_create(seq=2),
    "update_or_create": lambda: Entry.objects.update_or_create(seq=1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", REFUSED)
def test_the_model_refuses_every_other_way_to_write(way: str) -> None:
    record()
    with pytest.raises(Unalterable):
        REFUSED[way]()
    assert services.verify().fault is None


STATEMENTS = [
    "UPDATE audit_entry SET actor = 'x' WHERE seq = 1",
    "UPDATE audit_entry SET hash = 'x'",
    "DELETE FROM audit_entry WHERE seq = 1",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET seq = 0",
    "UPDATE audit_head SET hash = 'x'",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_or_remove(statement: str) -> None:
    record()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        execute(statement)
    assert services.verify().fault is None


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_entry", "audit_head"])
def test_postgresql_refuses_to_empty_the_table(table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE; its DELETE is refused above")
    record()
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        execute(f"TRUNCATE {table}")


@pytest.mark.django_db
def test_the_database_refuses_a_second_entry_after_the_same_one() -> None:
    record()
    first = Entry.objects.get()
    fork = Entry(seq=9, at=NOW, actor="x", previous_hash=first.previous_hash, hash="f")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.append([fork])


def test_the_same_moment_hashes_alike_in_every_zone() -> None:
    bangkok = NOW.astimezone(timezone(timedelta(hours=7)))
    assert stamp(bangkok) == stamp(NOW) == "2026-11-23T08:15:30.123456+00:00"


@pytest.mark.parametrize("value", [1.5, {"a": 1}, Decimal(1), object(), [1.5]])
def test_details_that_may_not_read_back_alike_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="give a code or an id"):
        stable({"odd": value})


def test_a_published_hash_stays_what_it_is() -> None:
    """Chains written today must verify with every later version."""
    entry = {
        "seq": 1,
        "at": NOW,
        "actor_id": 3,
        "actor": "สมศรี",
        "acting_for": "",
        "action": "verify",
        "subject": "pin",
        "subject_id": "7",
        "province_code": "74",
        "details": {"lane": "prevention"},
        "previous_hash": GENESIS,
    }
    assert hash_of(entry) == "86a630bdd8b05225bf99e23435062fc1945b16d61f59dc8c836d9928f725889f"


@transaction.atomic
def record_and_fail(subject_id: str) -> None:
    record(subject_id)
    raise ZeroDivisionError


def lift_triggers() -> None:
    from tmac.audit.triggers import remove_statements

    for statement in remove_statements(connection.vendor):
        execute(statement)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
