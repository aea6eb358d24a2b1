"""Many at once: one chain, without a gap and without a fork."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tmac.audit import services
from tmac.audit.models import Entry

NOW = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)


def record_some(worker: int) -> None:
    try:
        for number in range(8):
            with transaction.atomic():
                services.record(
                    actor_id=worker,
                    actor="x",
                    action="verify",
                    subject="pin",
                    subject_id=f"{worker}-{number}",
                    now=NOW,
                )
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_officers_acting_at_the_same_time_make_one_chain() -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(record_some, range(6)))
    seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 49))
    assert services.verify().fault is None
    for worker in range(6):
        hers = Entry.objects.filter(actor_id=worker).order_by("seq")
        assert [row.subject_id for row in hers] == [f"{worker}-{n}" for n in range(8)]
