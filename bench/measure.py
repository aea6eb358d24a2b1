"""Timing with a warm-up and several runs, and the table that a person reads."""

from __future__ import annotations

import json
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Timing:
    """Wall and CPU milliseconds of each run."""

    wall_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        return statistics.median(self.wall_ms)

    def percentile(self, percent: int) -> float:
        """The value that `percent` of the runs do not exceed (nearest rank)."""
        ordered = sorted(self.wall_ms)
        return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]

    def row(self, name: str) -> tuple[str, ...]:
        spread = f"{min(self.wall_ms):.1f} - {max(self.wall_ms):.1f}"
        cpu = statistics.median(self.cpu_ms)
        return (name, f"{self.median_ms:.1f}", f"{self.percentile(95):.1f}", spread, f"{cpu:.1f}")


HEADS = ("what", "median ms", "p95 ms", "spread ms", "cpu ms")


def timed(work: Callable[[], object], runs: int = RUNS, warm_ups: int = 1) -> Timing:
    """Run `work` after a warm-up, `runs` times."""
    for _number in range(warm_ups):
        work()
    wall, cpu = [], []
    for _number in range(runs):
        started, busy = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    return Timing(tuple(wall), tuple(cpu))


def peak_mb() -> float:
    """The most memory that this process has held, in megabytes (Linux reports kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns as wide as their widest cell."""
    everything = [heads, *rows]
    widths = [max(len(row[i]) for row in everything) for i in range(len(heads))]
    for row in everything:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def finish(figures: dict[str, float]) -> None:
    """The last line: one JSON object for programs."""
    print(json.dumps(figures))
