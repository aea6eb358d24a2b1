"""Verdicts, faults, facts, money and pages: the words that every package speaks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tmac.core import facts
from tmac.core.access import Access, public, signed_in
from tmac.core.errors import Fault, Invalid, Refused
from tmac.core.facts import Fact
from tmac.core.models import Loaded
from tmac.core.money import thai_baht
from tmac.core.paging import page_of
from tmac.core.preparing import is_loaded, note_loaded
from tmac.core.verdict import Verdict


def test_a_verdict_is_true_when_it_may_and_refuses_with_its_sentence_when_not() -> None:
    assert Verdict()
    Verdict().or_refuse()
    refusal = Verdict("Whoever made a pin does not verify it.")
    assert not refusal
    with pytest.raises(Refused, match="does not verify"):
        refusal.or_refuse()


def test_an_invalid_request_lists_every_fault_with_its_place() -> None:
    invalid = Invalid([Fault("year", "Too early.", row=3), Fault("", "Too many rows.")])
    assert str(invalid) == "Too early."
    assert [fault.row for fault in invalid.faults] == [3, None]
    assert Invalid.of("year", "Too early.", offer="2569").faults[0].offer == "2569"


@dataclass(frozen=True)
class PinPainted(Fact):
    pin_id: int


@pytest.fixture
def heard() -> list[PinPainted]:
    found: list[PinPainted] = []
    facts.subscribe(PinPainted, found.append)
    facts.subscribe(PinPainted, found.append)
    yield found  # type: ignore[misc]
    facts.unsubscribe(PinPainted, found.append)


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_told_once_and_only_after_the_commit(heard: list[PinPainted]) -> None:
    with transaction.atomic():
        facts.publish(PinPainted(1))
        assert heard == []
    assert heard == [PinPainted(1)]


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_rolled_back_transaction_is_never_told(heard: list[PinPainted]) -> None:
    with transaction.atomic():
        facts.publish(PinPainted(1))
        transaction.set_rollback(True)
    assert heard == []


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0 บาท"),
        (480_000, "480,000 บาท"),
        (999_999, "999,999 บาท"),
        (1_000_000, "1 ล้านบาท"),
        (1_250_000, "1.25 ล้านบาท"),
        (120_000_000, "120 ล้านบาท"),
        (1_234_567_890, "1,234.57 ล้านบาท"),
        (-2_500_000, "-2.5 ล้านบาท"),
    ],
)
def test_amounts_are_written_as_officers_read_them(amount: int, text: str) -> None:
    assert thai_baht(amount) == text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "size", "wanted"),
    [
        ("1", None, (1, 25)),
        ("2", "50", (2, 50)),
        ("99", "25", (3, 25)),
        ("0", "25", (3, 25)),
        ("x", "25", (1, 25)),
        (None, "7", (1, 25)),
        (None, "1000000", (1, 25)),
        (None, "x", (1, 25)),
    ],
)
def test_a_strange_page_or_size_gives_a_page_that_exists(
    number: str | None, size: str | None, wanted: tuple[int, int], django_user_model: object
) -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 23, tzinfo=UTC)
    Loaded.objects.bulk_create(
        Loaded(name=f"row {row:03}", mark="x", loaded_at=now) for row in range(75)
    )
    rows = Loaded.objects.filter(name__startswith="row ").order_by("name")
    page = page_of(rows, number, size)
    assert (page.number, page.paginator.per_page) == wanted


@pytest.mark.django_db
def test_reference_data_is_loaded_again_when_its_mark_changes() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 23, tzinfo=UTC)
    note_loaded("clocks", "a", now)
    assert is_loaded("clocks", "a")
    assert not is_loaded("clocks", "b")
    note_loaded("clocks", "b", now)
    assert is_loaded("clocks", "b")
    assert not is_loaded("clocks", "a")


def test_a_view_says_who_may_open_it() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert signed_in(view).access == Access("signed_in")  # type: ignore[attr-defined]
    opened = public(view)
    assert opened.access == Access("public", mfa=False)  # type: ignore[attr-defined]
    assert opened.login_required is False  # type: ignore[attr-defined]
