"""Background work: enqueued in the caller's transaction, run at least once, carrying ids only.

A job function takes a `Progress` and the ids. It may be run again after a crash, so it must be
idempotent; a job that is over is never run again. There is one worker process a database: a
second delivery of the same job waits behind the first, and then finds it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.tasks import async_task

from tmac.core.models import Job, JobState

MAX_ATTEMPTS = 5
MAX_SECONDS = 3600
Id = int | str


@dataclass(frozen=True)
class JobInfo:
    """How far a job is: `done` of `total` steps (0 of 0 while that is unknown)."""

    id: UUID
    state: str
    done: int
    total: int
    result: dict[str, object]
    created_by_id: int | None
    is_over: bool


class Progress:
    """Tells the waiting person how far a job is, even while its transaction is open.

    The count goes to a small file: a row written inside the job's transaction would be seen by
    nobody before the end, and SQLite has no second writer.
    """

    def __init__(self, job_id: UUID) -> None:
        self._path = _progress_path(job_id)
        self.result: dict[str, object] = {}  # kept with the job when it is done

    def tell(self, done: int, total: int) -> None:
        half = self._path.with_suffix(".new")
        half.write_text(f"{done} {total}")
        half.replace(self._path)


def enqueue(task: str, *ids: Id, now: datetime, created_by_id: int | None = None) -> UUID:
    """Have the function at the dotted path `task` called with `ids` once this transaction commits.

    Joins the transaction of its caller: rolled back with it, durable with it.
    """
    job = Job.objects.create(task=task, ids=list(ids), created_by_id=created_by_id, created_at=now)
    async_task("tmac.core.jobs.run", str(job.pk), timeout=MAX_SECONDS)
    return job.pk


def job(job_id: UUID) -> JobInfo | None:
    """The job as it stands now, for a page that waits for it."""
    row = Job.objects.filter(pk=job_id).first()
    if row is None:
        return None
    done, total = (row.done, row.total) if row.is_over else _told(row)
    return JobInfo(row.pk, row.state, done, total, row.result, row.created_by_id, row.is_over)


def run(job_id: str) -> str:
    """Called by the worker. An error is raised again, so that the queue delivers once more."""
    row = Job.objects.filter(pk=job_id).first()
    if row is None or row.is_over:
        return "nothing to do"
    if row.attempts >= MAX_ATTEMPTS:
        _end(row, JobState.FAILED, {"fault": "TOO_MANY_ATTEMPTS"})
        return "given up"
    Job.objects.filter(pk=row.pk).update(state=JobState.RUNNING, attempts=F("attempts") + 1)
    progress = Progress(row.pk)
    import_string(row.task)(progress, *row.ids)
    _end(row, JobState.DONE, progress.result)
    return "done"


def _end(row: Job, state: JobState, result: dict[str, object]) -> None:
    done, total = _told(row)
    Job.objects.filter(pk=row.pk).update(
        state=state, result=result, done=done, total=total, ended_at=timezone.now()
    )
    _progress_path(row.pk).unlink(missing_ok=True)


def _told(row: Job) -> tuple[int, int]:
    path = _progress_path(row.pk)
    if not path.exists():
        return row.done, row.total
    done, total = path.read_text().split()
    return int(done), int(total)


def _progress_path(job_id: UUID) -> Path:
    folder = Path(settings.VAR) / "progress"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / str(job_id)
