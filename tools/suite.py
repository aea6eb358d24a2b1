"""`./tmac test`, `./tmac check` and `./tmac fix`: what must hold, and what was skipped and why."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import frontend, machine
from tools.install import install
from tools.steps import ROOT, VENV, VENV_PYTHON, run, say

BIN = VENV / "bin"
TMAC = (VENV_PYTHON, "-m", "tmac")
QUICK = "not browser and not slow"
CHECKS: tuple[tuple[str, Sequence[str | Path]], ...] = (
    ("lint", (BIN / "ruff", "check", ".")),
    ("format", (BIN / "ruff", "format", "--check", ".")),
    ("types", (BIN / "mypy",)),
    ("import contracts", (BIN / "lint-imports",)),
    ("migrations", (*TMAC, "makemigrations", "--check", "--dry-run")),
    ("translations", (*TMAC, "translations", "check")),
    ("generated documents", (*TMAC, "docs", "check")),
)
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|error|xfailed|xpassed)")
_LAST_LINE = re.compile(r"^=*\s*\d+ (?:passed|failed|skipped|error|deselected).* in [\d.]+s")


@dataclass
class Outcome:
    """How one part went; `counts` holds what it counted: itself, or the tests of pytest."""

    name: str
    state: str  # passed, failed, skipped
    seconds: float = 0.0
    note: str = ""
    counts: Counter[str] = field(default_factory=Counter)


def suite(word: str, words: list[str]) -> int:
    """Do one of the three words; what follows it is handed to pytest."""
    install("requirements-dev.txt")
    frontend.build()
    run(*TMAC, "translations", "compile", quiet=True)
    if word == "fix":
        return _fix()
    begun = time.monotonic()
    outcomes = list(_everything(words) if word == "test" else _fast(words))
    return _summary(outcomes, time.monotonic() - begun)


def _fix() -> int:
    run(BIN / "ruff", "check", "--fix", "--exit-zero", ".")
    run(BIN / "ruff", "format", ".")
    run(*TMAC, "translations", "update")
    run(*TMAC, "docs", "write")
    return 0


def _fast(words: list[str]) -> Iterator[Outcome]:
    yield from _static()
    yield _pytest("quick tests on SQLite", ["-m", QUICK, *words], {"TMAC_DATABASE_URL": ""})


def _everything(words: list[str]) -> Iterator[Outcome]:
    try:
        machine.ensure_chromium()
    except machine.Unavailable as reason:
        yield _skipped("browser tests", str(reason))
    yield from _static()
    yield _pytest("tests on SQLite", words, {"TMAC_DATABASE_URL": ""})
    try:
        with machine.postgres() as url:
            yield _pytest("tests on PostgreSQL", words, {"TMAC_DATABASE_URL": url})
    except machine.Unavailable as reason:
        yield _skipped("tests on PostgreSQL", str(reason))


def _static() -> Iterator[Outcome]:
    for name, command in CHECKS:
        yield _quietly(name, command)
    npm = frontend.node_ready()
    yield _quietly("types of the front end", npm.words("types"), npm.env, frontend.FOLDER)
    yield _quietly("tests of the front end", npm.words("test"), npm.env, frontend.FOLDER)


def _quietly(
    name: str, command: Sequence[str | Path], env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
) -> Outcome:  # fmt: skip
    """Run a check; its words are shown only when it fails."""
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(env or {})}, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    state = "failed" if done.returncode else "passed"
    seconds = time.monotonic() - begun
    say(f"* {name}: {state} in {seconds:.1f} s")
    if done.returncode:
        say(done.stdout.rstrip())
    return Outcome(name, state, seconds, counts=Counter({state: 1}))


def _pytest(name: str, words: list[str], env: Mapping[str, str]) -> Outcome:
    """Run the tests with their words shown as they come."""
    say(f"* {name} ...")
    begun = time.monotonic()
    processes = str(min(os.cpu_count() or 1, 4))
    command: list[str | Path] = [VENV_PYTHON, "-m", "pytest", "-q", "-ra", "-n", processes]
    command += ["--dist", "loadfile", *words]
    running = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    last = ""
    try:
        for line in running.stdout or ():
            say(line.rstrip())
            last = line.strip() if _LAST_LINE.match(line) else last
    except KeyboardInterrupt:
        running.terminate()
        raise
    state = "failed" if running.wait() else "passed"
    counts = Counter({kind: int(number) for number, kind in _COUNT.findall(last)})
    if state == "failed" and not (counts["failed"] or counts["error"]):
        counts["error"] += 1  # pytest itself could not go on
    return Outcome(name, state, time.monotonic() - begun, last.strip("= "), counts)


def _skipped(name: str, reason: str) -> Outcome:
    say(f"* {name}: skipped. {reason}")
    return Outcome(name, "skipped", note=reason, counts=Counter(skipped=1))


def _summary(outcomes: list[Outcome], seconds: float) -> int:
    """The table of what was done, and one last line in pytest's own form."""
    say("")
    for outcome in outcomes:
        say(f"{outcome.state:8}{outcome.seconds:7.1f} s  {outcome.name:28}{outcome.note}")
    counts = sum((outcome.counts for outcome in outcomes), Counter())
    kinds = ("failed", "passed", "skipped", "xfailed", "xpassed", "error")
    words = ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts[kind])
    say(f"\n===== {words} in {seconds:.2f}s =====")
    return 1 if any(outcome.state == "failed" for outcome in outcomes) else 0
