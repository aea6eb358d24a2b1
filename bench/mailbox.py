"""Reports over HTTP, sealed by a real client: 1 to 32 reporters at once, memory, a unit's list.

Keys: c8_reports_per_s, cpu_ms_per_report, errors, p99_ms, list_10k_ms, list_10k_kb,
memory_growth_mb. --size is the number of reports for the memory and the list (10,000).
"""

from __future__ import annotations

import io
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from bench.measure import finish, table
from bench.reporter import Report, Reporter
from bench.serving import Server, running

REPORTS = 400
RUNS = 5
CONCURRENCY = (1, 2, 4, 8, 16, 32)
TEXT = "ถนนหน้าโรงเรียนลาดยางบางกว่าแบบ ผู้รับจ้างบอกว่าจ่ายไปแล้ว " * 6
HEADS = ("at once", "reports/s", "p50 ms", "p99 ms", "worst ms", "server CPU ms", "errors")


@dataclass(frozen=True)
class Run:
    """One run: seconds of wall time, of each report, of the server's CPU, and what failed."""

    wall_s: float
    each_s: tuple[float, ...]
    cpu_s: float
    errors: int

    @property
    def per_s(self) -> float:
        return len(self.each_s) / self.wall_s

    @property
    def cpu_ms(self) -> float:
        return self.cpu_s * 1000 / max(1, len(self.each_s))

    def ms(self, share: float) -> float:
        ordered = sorted(self.each_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def run(size: int, *, peer: bool) -> None:
    """Prepare keys, file reports at each concurrency, then fill a unit's list and read it."""
    import django

    django.setup()
    from django.db import connection, connections

    size = size or 10_000
    _prepare()
    print(f"database: {connection.vendor}; {REPORTS} reports a run, median of {RUNS} runs")
    connections.close_all()
    with running() as server:
        figures = _at_each_concurrency(server)
        figures |= _memory(server, size)
    figures |= _list(size)
    finish(figures)


def _prepare() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from demo import people
    from tmac.accounts import queries
    from tmac.vault import demonstration

    call_command("migrate", verbosity=0)
    call_command("setup", stdout=io.StringIO())
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    centre = queries.office_of("NACC-HQ")
    assert centre is not None
    now = datetime.now(UTC)
    people.employ(people.founder(centre.pk), now, people.KEY_HOLDERS)
    demonstration.prepare(now=now)


def _at_each_concurrency(server: Server) -> dict[str, float]:
    rows, figures = [], {"errors": 0.0}
    for at_once in CONCURRENCY:
        runs = [_one_run(server, at_once) for _number in range(RUNS + 1)][1:]  # one warm-up
        middle = sorted(runs, key=lambda one: one.per_s)[RUNS // 2]
        failed = sum(one.errors for one in runs)
        rows.append(_row(at_once, middle, failed))
        print(f"{at_once} at once: {middle.per_s:.0f} reports/s", flush=True)
        figures["errors"] += failed
        if at_once == 8:
            figures["c8_reports_per_s"] = middle.per_s
            figures["cpu_ms_per_report"] = statistics.median(one.cpu_ms for one in runs)
        figures["p99_ms"] = max(figures.get("p99_ms", 0.0), middle.ms(0.99))
    table(HEADS, rows)
    return figures


def _row(at_once: int, middle: Run, failed: int) -> tuple[str, ...]:
    times = (middle.ms(0.5), middle.ms(0.99), max(middle.each_s) * 1000)
    spread = [f"{value:.0f}" for value in times]
    return (str(at_once), f"{middle.per_s:.0f}", *spread, f"{middle.cpu_ms:.1f}", str(failed))


def _one_run(server: Server, at_once: int, reports: int = REPORTS) -> Run:
    """`at_once` reporters, spread over two processes so that the client is not the bottleneck."""
    before = server.cpu_s()
    shares = _shares(at_once, min(2, at_once))
    with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(_crowd, server.origin, threads, reports * threads // at_once)
            for threads in shares
        ]
        found = [one.result() for one in waiting]
    wall = max(end for _each, _errors, _begin, end in found) - min(
        begin for _each, _errors, begin, _end in found
    )
    each = tuple(second for seconds, _e, _b, _end in found for second in seconds)
    errors = sum(failed for _each, failed, _b, _end in found)
    return Run(wall, each, server.cpu_s() - before, errors)


def _shares(at_once: int, processes: int) -> list[int]:
    return [at_once // processes + (i < at_once % processes) for i in range(processes)]


def _crowd(origin: str, threads: int, reports: int) -> tuple[list[float], int, float, float]:
    """In a process of its own: (seconds of each report, errors, begin, end)."""
    from concurrent.futures import ThreadPoolExecutor

    each = reports // threads
    with ThreadPoolExecutor(threads) as pool:
        clients = [Reporter(origin) for _thread in range(threads)]
        list(pool.map(lambda client: client.recipients("74"), clients))
        begun = time.time()
        done = list(pool.map(lambda client: _reports(client, each), clients))
    seconds = [second for times, _failed in done for second in times]
    return seconds, sum(failed for _times, failed in done), begun, time.time()


def _reports(client: Reporter, count: int) -> tuple[list[float], int]:
    times, failed = [], 0
    for _number in range(count):
        started = time.perf_counter()
        answer = client.file(Report(TEXT))
        times.append(time.perf_counter() - started)
        failed += answer.status != 201
    return times, failed


def _memory(server: Server, size: int) -> dict[str, float]:
    """What a worker holds more after `size` reports than after the warm-up."""
    before = server.memory_mb()
    filed = _one_run(server, 8, size)
    grown = server.memory_mb() - before
    print(
        f"{size:,} reports more at {filed.per_s:.0f}/s: worker {before:.0f} MB, "
        f"{grown:+.1f} MB; {filed.errors} errors"
    )
    return {"memory_growth_mb": grown, "memory_errors": float(filed.errors)}


def _list(size: int) -> dict[str, float]:
    """The list of the unit as its officer opens it, through the whole of Django."""
    from django.contrib.auth import get_user_model

    from bench.pins import logged_in

    client = logged_in(get_user_model().objects.get(username="somsri").pk)
    times, weight = [], 0
    for _number in range(RUNS + 1):
        started = time.perf_counter()
        answer = client.get("/workspace/tips/")
        times.append((time.perf_counter() - started) * 1000)
        weight = len(answer.content)
        assert answer.status_code == 200, answer.status_code
    median = statistics.median(times[1:])
    print(f"list of a unit with over {size:,} tips: {median:.0f} ms, {weight / 1000:.0f} kB")
    return {"list_10k_ms": median, "list_10k_kb": weight / 1000}
