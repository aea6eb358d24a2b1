"""Periodic duties: done at least once for each hour or day, one at a time, late ones told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.module_loading import import_string

from tmac.config import wiring
from tmac.core import timing
from tmac.core.management.commands import serve
from tmac.core.management.commands.timer import Command as Timer
from tmac.core.models import DutyRun
from tmac.core.timing import Done, Duty

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # in Thailand
HOURLY = Duty("hourly", "tests.core.sample_duties.note")
AT_THREE = Duty("at three", "tests.core.sample_duties.note", hour=3)


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Only the duties of a test, and when they were done."""
    from tests.core import sample_duties

    monkeypatch.setattr(timing, "_duties", {})
    monkeypatch.setattr(sample_duties, "DONE", [])
    monkeypatch.setattr(sample_duties, "FAULTS", [])
    return sample_duties.DONE


def done_at(moment: datetime) -> list[Done]:
    return timing.run_due(lambda: moment)


@pytest.mark.django_db
def test_an_hourly_duty_is_done_once_an_hour(noted: list[datetime]) -> None:
    timing.register([HOURLY])
    moments = [NOON + timedelta(minutes=minute) for minute in (0, 1, 59, 60, 90, 240)]
    results = [bool(done_at(moment)) for moment in moments]
    assert results == [True, False, False, True, False, True]
    assert noted == [NOON, NOON + timedelta(hours=1), NOON + timedelta(hours=4)]


@pytest.mark.django_db
def test_a_daily_duty_is_done_once_a_day_after_its_thai_hour(noted: list[datetime]) -> None:
    timing.register([AT_THREE])
    before_three = datetime(2026, 11, 23, 19, 59, tzinfo=UTC)  # 02:59 of the 24th in Thailand
    results = [
        bool(done_at(moment))
        for moment in (
            NOON,
            before_three,
            before_three + timedelta(minutes=1),
            before_three + timedelta(hours=23),
            before_three + timedelta(hours=24, minutes=1),
        )
    ]
    assert results == [True, False, True, False, True]


@pytest.mark.django_db
def test_a_duty_missed_for_days_is_done_once(noted: list[datetime]) -> None:
    timing.register([HOURLY])
    done_at(NOON)
    done_at(NOON + timedelta(days=3))
    assert len(noted) == 2


@pytest.mark.django_db
def test_a_duty_that_fails_lets_the_others_go_on_and_is_tried_again(
    noted: list[datetime], caplog: pytest.LogCaptureFixture
) -> None:
    from tests.core import sample_duties

    failing = Duty("failing", "tests.core.sample_duties.fail_as_told")
    timing.register([failing, HOURLY])
    sample_duties.FAULTS.append(RuntimeError("cannot be done today"))
    assert done_at(NOON) == [Done("failing", "RuntimeError"), Done("hourly")]
    assert DutyRun.objects.get(pk="failing").fault == "RuntimeError"
    assert done_at(NOON + timedelta(minutes=4)) == []
    assert done_at(NOON + timedelta(minutes=6)) == [Done("failing")]
    assert done_at(NOON + timedelta(minutes=7)) == []
    assert DutyRun.objects.get(pk="failing").fault == ""
    assert "tried again" in caplog.text


@pytest.mark.django_db
def test_a_duty_of_a_timer_that_died_is_done_again(noted: list[datetime]) -> None:
    timing.register([HOURLY])
    assert timing._take(HOURLY, NOON)  # and then its timer is killed
    assert done_at(NOON + timedelta(minutes=1)) == []
    assert done_at(NOON + timing.LEASE) == [Done("hourly")]


@pytest.mark.django_db(transaction=True)
def test_of_many_timers_at_once_one_does_the_duty(noted: list[datetime]) -> None:
    timing.register([HOURLY])
    ready = threading.Barrier(6)

    def timer() -> None:
        ready.wait()
        done_at(NOON)
        connection.close()

    threads = [threading.Thread(target=timer) for _thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert noted == [NOON]


@pytest.mark.django_db
def test_duties_that_nobody_does_are_told(noted: list[datetime]) -> None:
    timing.register([HOURLY, AT_THREE])
    assert timing.late(NOON) == [Done("hourly", "NOT_DONE"), Done("at three", "NOT_DONE")]
    done_at(NOON)
    assert timing.late(NOON + timedelta(hours=2)) == []
    assert timing.late(NOON + timedelta(hours=4)) == [Done("hourly", "NOT_DONE")]
    assert len(timing.late(NOON + timedelta(hours=27))) == 2


@pytest.mark.django_db
def test_tick_does_what_is_due_and_its_exit_code_tells_a_fault(noted: list[datetime]) -> None:
    from tests.core import sample_duties

    timing.register([HOURLY])
    said = StringIO()
    call_command("tick", stdout=said)
    call_command("tick", stdout=said)
    assert said.getvalue().splitlines() == ["hourly: done", "Nothing is due."]
    timing.register([Duty("failing", "tests.core.sample_duties.fail_as_told")])
    sample_duties.FAULTS.append(RuntimeError("no"))
    with pytest.raises(SystemExit) as ended:
        call_command("tick", stdout=said)
    assert ended.value.code == 1


def test_a_timer_waits_for_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away() -> list[Done]:
        raise OperationalError("away")

    monkeypatch.setattr(timing, "run_due", away)
    monkeypatch.setattr("tmac.core.management.commands.timer.close_old_connections", lambda: None)
    Timer()._look()
    assert "waits for the database" in capsys.readouterr().err


def test_serve_keeps_a_timer() -> None:
    assert serve.timer_command()[-2:] == ["tmac", "timer"]


@pytest.mark.parametrize("path", [*(duty.task for duty in wiring.DUTIES), *wiring.CHECKS])
def test_what_is_wired_is_there(path: str) -> None:
    assert callable(import_string(path))


@pytest.mark.django_db(transaction=True)
def test_every_duty_of_the_product_can_be_done_twice(settings: Any, tmp_path: Path) -> None:
    settings.VAULT_ROOT, settings.SEALED_ROOT = tmp_path / "vault", tmp_path / "sealed"
    timing.register(wiring.DUTIES)
    for moment in (NOON, NOON + timedelta(days=1, minutes=1)):
        assert done_at(moment) == [Done(duty.name) for duty in wiring.DUTIES]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_duty_is_done_again_after_its_timer_was_killed(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TMAC_SECRET_KEY": settings.SECRET_KEY,
        "TEST_DUTY_LOG": str(tmp_path / "log"),
    }
    command = [sys.executable, "-m", "tests.core.timer"]
    first = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        _wait_for(tmp_path / "log", "begun\n")
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    row = DutyRun.objects.get(pk="slow")
    assert row.done_for is None
    assert row.taken_until is not None
    second = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        _wait_for(tmp_path / "log", "begun\nbegun\ndone\n")
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=20) == 0
    finally:
        if second.poll() is None:
            os.killpg(second.pid, signal.SIGKILL)
    assert DutyRun.objects.get(pk="slow").done_for is not None


def _wait_for(path: Path, text: str) -> None:
    until = time.monotonic() + 40
    while not path.exists() or path.read_text() != text:
        assert time.monotonic() < until, path.read_text() if path.exists() else "nothing was done"
        time.sleep(0.1)
