"""What this installation has, and what it lacks: findings of every package, each with a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.module_loading import import_string


class Level(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, how it is, and what to do about it ("" when nothing is)."""

    level: Level
    subject: str
    sentence: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        return {**asdict(self), "level": str(self.level)}


def good(subject: str, sentence: str) -> Finding:
    return Finding(Level.GOOD, subject, sentence)


def warning(subject: str, sentence: str, remedy: str) -> Finding:
    return Finding(Level.WARNING, subject, sentence, remedy)


def bad(subject: str, sentence: str, remedy: str) -> Finding:
    return Finding(Level.BAD, subject, sentence, remedy)


_checks: list[str] = []


def register(checks: Iterable[str]) -> None:
    """Dotted paths of functions that take `now` and give findings; asking twice changes nothing."""
    _checks.extend(check for check in checks if check not in _checks)


def findings() -> list[Finding]:
    """What every check says. One that fails itself is a bad finding, and the others go on."""
    found: list[Finding] = []
    for check in _checks:
        try:
            found += import_string(check)(now=timezone.now())
        except Exception as fault:  # the doctor must not fall ill himself
            sentence = f"The check failed: {type(fault).__name__}: {fault}"
            found.append(bad(check, sentence, "Repair what the message says and look again."))
    return found
