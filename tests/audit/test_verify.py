"""Finding what somebody with the run of the database did to the chain."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.audit.test_record import execute, lift_triggers
from tmac.audit import services
from tmac.audit.chain import hash_of
from tmac.audit.models import Entry, Head
from tmac.audit.services import Act
from tmac.audit.verification import KnownHead

NOW = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
LENGTH = 12

TAMPERING = {
    "an actor changed": ("UPDATE audit_entry SET actor = 'x' WHERE seq = 5", "CHANGED", 5),
    "details changed": (
        """UPDATE audit_entry SET details = '{"n": 99}' WHERE seq = 3""",
        "CHANGED",
        3,
    ),
    "a time changed": (
        "UPDATE audit_entry SET at = '2026-11-23 08:15:01+00:00' WHERE seq = 12",
        "CHANGED",
        12,
    ),
    "a hash changed": ("UPDATE audit_entry SET hash = 'x' WHERE seq = 1", "CHANGED", 1),
    "one removed": ("DELETE FROM audit_entry WHERE seq = 6", "REMOVED", 7),
    "the first removed": ("DELETE FROM audit_entry WHERE seq = 1", "REMOVED", 2),
    "the tail cut off": ("DELETE FROM audit_entry WHERE seq > 9", "TRUNCATED", 10),
    "everything removed": ("DELETE FROM audit_entry", "TRUNCATED", 1),
    "the head moved back": ("UPDATE audit_head SET seq = 11", "BEYOND_HEAD", 12),
    "the head taken away": ("DELETE FROM audit_head", "BEYOND_HEAD", 1),
    "the head's hash changed": ("UPDATE audit_head SET hash = 'x'", "REWRITTEN", 12),
}


@pytest.fixture
def chain(db: None) -> None:
    acts = [Act("verify", "pin", str(n), "74", {"n": n}) for n in range(LENGTH)]
    services.record_all(acts, actor_id=3, actor="สมศรี", now=NOW)


@pytest.mark.usefixtures("chain")
def test_a_chain_that_nobody_touched_holds() -> None:
    report = services.verify()
    assert (report.entries, report.head_seq, report.fault) == (LENGTH, LENGTH, None)


@pytest.mark.django_db
def test_an_empty_chain_holds() -> None:
    assert services.verify().fault is None


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("way", TAMPERING)
def test_tampering_is_found_and_named(way: str) -> None:
    statement, kind, seq = TAMPERING[way]
    lift_triggers()
    execute(statement)
    fault = services.verify().fault
    assert fault is not None
    assert (fault.kind, fault.seq) == (kind, seq)
    assert str(seq) in fault.sentence or str(seq - 1) in fault.sentence


@pytest.mark.usefixtures("chain")
def test_a_row_forged_with_a_good_hash_is_found_by_the_next_one() -> None:
    lift_triggers()
    row = Entry.objects.values().get(seq=4)
    row["actor"] = "x"
    execute(f"UPDATE audit_entry SET actor = 'x', hash = '{hash_of(row)}' WHERE seq = 4")
    fault = services.verify().fault
    assert fault is not None
    assert (fault.kind, fault.seq) == ("FORKED", 5)


@pytest.mark.usefixtures("chain")
def test_a_chain_rewritten_to_its_end_is_found_by_a_head_kept_elsewhere() -> None:
    kept = KnownHead(LENGTH, Head.objects.get().hash)
    lift_triggers()
    rewrite_from(4)
    assert services.verify().fault is None
    fault = services.verify(kept).fault
    assert fault is not None
    assert (fault.kind, fault.seq) == ("REWRITTEN", LENGTH)


@pytest.mark.usefixtures("chain")
def test_a_tail_cut_off_with_its_head_is_found_by_a_head_kept_elsewhere() -> None:
    kept = KnownHead(LENGTH, Head.objects.get().hash)
    lift_triggers()
    last = Entry.objects.get(seq=9).hash
    execute("DELETE FROM audit_entry WHERE seq > 9")
    execute(f"UPDATE audit_head SET seq = 9, hash = '{last}'")
    assert services.verify().fault is None
    fault = services.verify(kept).fault
    assert fault is not None
    assert (fault.kind, fault.seq) == ("TRUNCATED", LENGTH)


@pytest.mark.usefixtures("chain")
def test_the_command_says_that_the_chain_holds() -> None:
    out = io.StringIO()
    call_command("audit", "verify", stdout=out)
    assert f"{LENGTH} entries" in out.getvalue()


@pytest.mark.usefixtures("chain")
def test_the_command_fails_and_names_the_row() -> None:
    lift_triggers()
    execute("UPDATE audit_entry SET actor = 'x' WHERE seq = 5")
    err = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("audit", "verify", stderr=err)
    assert left.value.code == 1
    assert "CHANGED at entry 5" in err.getvalue()


@pytest.mark.usefixtures("chain")
def test_a_printed_head_is_accepted_later_and_a_forged_one_is_not() -> None:
    printed, out = io.StringIO(), io.StringIO()
    call_command("audit", "head", stdout=printed, stderr=io.StringIO())
    services.record_all([Act("verify", "pin", "8")], actor_id=None, actor="", now=NOW)
    call_command("audit", "verify", f"--kept={printed.getvalue()}", stdout=out)
    assert "The chain holds" in out.getvalue()
    with pytest.raises(CommandError, match="was not printed"):
        call_command("audit", "verify", "--kept=eyJzZXEiOjF9:1abc:xyz")


@pytest.mark.usefixtures("chain")
def test_reading_the_chain_takes_two_questions_to_the_database(
    django_assert_num_queries: object,
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        services.verify()


def rewrite_from(seq: int) -> None:
    """Forge the chain from `seq` on, as somebody who knows the arithmetic would."""
    previous = Entry.objects.get(seq=seq - 1).hash
    for row in Entry.objects.filter(seq__gte=seq).order_by("seq").values():
        row |= {"actor": "x", "previous_hash": previous}
        previous = hash_of(row)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_entry SET actor = %s, previous_hash = %s, hash = %s WHERE seq = %s",
                ["x", row["previous_hash"], previous, row["seq"]],
            )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_head SET hash = %s", [previous])
