"""Background jobs: part of the caller's transaction, and run again after kill -9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django_q.models import OrmQ

from tmac.core import jobs
from tmac.core.models import Job, JobState

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
NOTE = "tests.core.sample_jobs.note"


def enqueue(task: str, path: Path) -> UUID:
    return jobs.enqueue(task, str(path), now=NOW, created_by_id=7)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines()) if path.exists() else 0


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_existed(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(NOTE, tmp_path / "runs")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not OrmQ.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_in_the_same_database_with_ids_only(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(NOTE, tmp_path / "runs")
    (queued,) = OrmQ.objects.all()
    (row,) = Job.objects.all()
    assert queued.task["args"] == (str(row.pk),)
    assert row.state == JobState.WAITING


@pytest.mark.django_db
def test_a_job_that_is_delivered_twice_runs_once(tmp_path: Path) -> None:
    job_id = enqueue(NOTE, tmp_path / "runs")
    assert jobs.run(str(job_id)) == "done"
    assert jobs.run(str(job_id)) == "nothing to do"
    assert lines(tmp_path / "runs") == 1


@pytest.mark.django_db
def test_a_finished_job_tells_its_result_and_how_far_it_came(tmp_path: Path) -> None:
    job_id = enqueue(NOTE, tmp_path / "runs")
    jobs.run(str(job_id))
    info = jobs.job(job_id)
    assert info == jobs.JobInfo(job_id, "DONE", 3, 3, {"lines": 1}, 7, True)


@pytest.mark.django_db
def test_progress_is_seen_while_the_job_has_its_transaction_open(tmp_path: Path) -> None:
    job_id = enqueue(NOTE, tmp_path / "runs")
    with transaction.atomic():
        jobs.Progress(job_id).tell(40, 100)
        info = jobs.job(job_id)
        transaction.set_rollback(True)
    assert info is not None
    assert (info.done, info.total, info.is_over) == (40, 100, False)


@pytest.mark.django_db
def test_a_job_that_always_fails_is_given_up_and_says_so(tmp_path: Path) -> None:
    job_id = enqueue("tests.core.sample_jobs.fail", tmp_path / "runs")
    for _attempt in range(jobs.MAX_ATTEMPTS):
        with pytest.raises(RuntimeError, match="cannot be done"):
            jobs.run(str(job_id))
    assert jobs.run(str(job_id)) == "given up"
    info = jobs.job(job_id)
    assert info is not None
    assert (info.state, info.result) == ("FAILED", {"fault": "TOO_MANY_ATTEMPTS"})
    assert lines(tmp_path / "runs") == jobs.MAX_ATTEMPTS


@pytest.mark.django_db
def test_an_unknown_job_is_nothing_to_do() -> None:
    unknown = uuid4()
    assert jobs.job(unknown) is None
    assert jobs.run(str(unknown)) == "nothing to do"


@contextmanager
def worker() -> Iterator[subprocess.Popen[Any]]:
    """The real worker in processes of its own, all of which are killed at the end."""
    env = {
        **os.environ,
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TMAC_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "tests.core.worker"]
    running = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def wait_until(happens: Callable[[], bool], seconds: float = 40) -> None:
    """Look often until something that other processes do has happened."""
    until = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_runs_again_after_its_worker_was_killed(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    job_id = enqueue("tests.core.sample_jobs.hang_the_first_time", runs)
    with worker():
        wait_until(lambda: lines(runs) == 1)
    assert Job.objects.get(pk=job_id).state == JobState.RUNNING
    with worker():
        wait_until(lambda: Job.objects.get(pk=job_id).is_over)
    assert lines(runs) == 2
    assert Job.objects.get(pk=job_id).state == JobState.DONE
