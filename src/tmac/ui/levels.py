"""Risk levels speak by colour, shape and word together."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Badge:
    """How a level is drawn: the name of its colour class, its word, its shape."""

    name: str
    word: str | Promise
    shape: str


BADGES = {
    "LOW": Badge("low", pgettext_lazy("risk level", "Low"), "circle"),
    "MEDIUM": Badge("medium", pgettext_lazy("risk level", "Medium"), "triangle"),
    "HIGH": Badge("high", pgettext_lazy("risk level", "High"), "square"),
    "VERY_HIGH": Badge("very-high", pgettext_lazy("risk level", "Very high"), "diamond"),
}


def badge_of(level: str) -> Badge:
    """The badge of a level code such as "VERY_HIGH"."""
    return BADGES[level]
