"""Guessing is slowed down; nobody is locked out by the failures of others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tmac.accounts import throttle
from tmac.accounts.models import AttemptCounter
from tmac.accounts.throttle import ACCOUNT, KNOWN_DEVICE, NETWORK, PLACE, Limit

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OFFICE_IP = "203.0.113.7"
ALL = [KNOWN_DEVICE, PLACE, NETWORK, ACCOUNT]


def tries(
    count: int,
    *,
    account: str = "somsri",
    ip: str = OFFICE_IP,
    device: str | None = None,
    now: datetime = NOW,
    purpose: str = "password",
) -> int:
    """`count` failed attempts one after the other; the wait before the next one."""
    for _number in range(count):
        throttle.begin(purpose=purpose, account=account, ip=ip, device=device, now=now)
    probe = throttle.begin(purpose=purpose, account=account, ip=ip, device=device, now=now)
    return probe.wait_s


def waits(failures: int, limit: Limit, after_s: int = 0) -> int:
    return limit.wait_s(failures, NOW, NOW + timedelta(seconds=after_s))


@pytest.mark.parametrize(
    ("failures", "wait_s"),
    [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (12, 640), (13, 900), (99, 900)],
)
def test_waits_double_up_to_the_longest(failures: int, wait_s: int) -> None:
    assert waits(failures, PLACE) == wait_s


@pytest.mark.parametrize(
    ("after_s", "wait_s"), [(0, 20), (1, 19), (19, 1), (20, 0), (21, 0), (10_000, 0)]
)
def test_a_wait_runs_out(after_s: int, wait_s: int) -> None:
    assert waits(7, PLACE, after_s) == wait_s


@pytest.mark.parametrize("limit", ALL)
def test_no_wait_is_longer_than_a_quarter_of_an_hour(limit: Limit) -> None:
    assert max(waits(failures, limit) for failures in range(500)) == limit.longest_s <= 900


@pytest.mark.parametrize("limit", ALL)
def test_failures_are_forgotten_one_by_one(limit: Limit) -> None:
    def left(after_s: int) -> int:
        return limit.remaining(3, NOW, NOW + timedelta(seconds=after_s))

    assert left(0) == 3
    assert left(limit.forget_s - 1) == 3
    assert left(limit.forget_s) == 2
    assert left(limit.forget_s * 99) == 0


def test_a_clock_that_went_back_forgets_nothing() -> None:
    assert PLACE.remaining(3, NOW, NOW - timedelta(hours=1)) == 3


@pytest.mark.django_db
def test_five_tries_are_free_and_then_waits_begin() -> None:
    assert tries(4) == 0
    assert tries(0) > 0


@pytest.mark.django_db
def test_tries_during_a_wait_do_not_make_it_longer() -> None:
    assert tries(5) == 5
    assert tries(50) == 5


@pytest.mark.django_db
def test_an_attacker_cannot_stop_the_officer_on_a_known_device() -> None:
    for network in range(200):
        tries(30, ip=f"198.51.{network}.9")
    assert tries(30) > 0
    assert tries(0, device="her-laptop") == 0


@pytest.mark.django_db
def test_a_stolen_device_cookie_gains_few_guesses_and_harms_no_other_device() -> None:
    assert tries(500, device="stolen") > 0
    assert tries(0, device="her-laptop") == 0
    assert tries(0) == 0


@pytest.mark.django_db
def test_a_strange_device_waits_a_minute_at_most_when_the_world_attacks() -> None:
    for network in range(60):
        tries(4, ip=f"198.51.{network}.9")
    wait_s = tries(0, ip="192.0.2.200")
    assert 0 < wait_s <= 60
    later = NOW + timedelta(seconds=wait_s)
    assert tries(0, ip="192.0.2.200", now=later) == 0


@pytest.mark.django_db
def test_one_network_trying_many_names_is_slowed_down() -> None:
    for number in range(45):
        tries(0, account=f"name{number}")
    assert tries(0, account="another") > 0
    assert tries(0, account="another", ip="192.0.2.1") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["SOMSRI", " somsri ", "ſomsri", "ｓomsri"])
def test_one_account_has_one_counter_however_it_is_written(other: str) -> None:
    tries(5)
    assert tries(0, account=other) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
    ],
)
def test_neighbouring_addresses_count_as_one_place(first: str, second: str, is_same: bool) -> None:
    tries(5, ip=first)
    assert (tries(0, ip=second) > 0) is is_same


@pytest.mark.django_db
def test_success_gives_back_what_was_counted() -> None:
    for _number in range(60):
        attempt = throttle.begin(
            purpose="password", account="somsri", ip=OFFICE_IP, device=None, now=NOW
        )
        assert attempt.wait_s == 0
        throttle.succeeded(attempt)
    assert tries(0) == 0


@pytest.mark.django_db
def test_success_of_one_does_not_clear_the_failures_of_the_whole_network() -> None:
    for number in range(40):
        tries(0, account=f"name{number}")
    before = AttemptCounter.objects.order_by("-failures").first()
    assert before is not None
    attempt = throttle.begin(
        purpose="password", account="somsri", ip=OFFICE_IP, device="her-laptop", now=NOW
    )
    throttle.succeeded(attempt)
    after = AttemptCounter.objects.get(key=before.key)
    assert after.failures == before.failures == 40


@pytest.mark.django_db
def test_passwords_and_codes_are_counted_apart() -> None:
    tries(6)
    assert tries(0, purpose="code") == 0


@pytest.mark.django_db
def test_the_table_tells_nobody_who_was_tried_from_where() -> None:
    tries(1)
    kept = str(list(AttemptCounter.objects.values()))
    assert "somsri" not in kept
    assert "203.0.113" not in kept


@pytest.mark.django_db
def test_old_counters_are_swept_out() -> None:
    tries(1)
    old = set(AttemptCounter.objects.values_list("key", flat=True))
    tries(0, account="direk", ip="192.0.2.1", now=NOW + timedelta(days=2))
    assert not old & set(AttemptCounter.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_a_code_is_accepted_once() -> None:
    def first(account: str, code: str, after_s: int = 0) -> bool:
        now = NOW + timedelta(seconds=after_s)
        return throttle.used_for_the_first_time(account=account, code=code, now=now)

    assert first("somsri", "123456")
    assert not first("somsri", "123456", 60)
    assert first("direk", "123456")
    assert first("somsri", "654321")
    assert first("somsri", "123456", 3600)
