"""Class limits of a shaded map."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

CLASSES = 5


def natural_breaks(values: Sequence[float], classes: int = CLASSES) -> list[float]:
    """Where the second and every later class begin, so that values within a class differ least:
    the sum of squared deviations from the class means is the smallest possible. Each limit is the
    roundest number between the two classes, which parts the values the same and reads easier.

    Fisher (1958), "On grouping for maximum homogeneity", as used by Jenks (1967). Exact, by dynamic
    programming in O(classes x n^2). Equal values are never parted; with fewer distinct values than
    classes there are as many classes as values; no values give no limits.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    distinct = np.unique(ordered)
    classes = min(classes, len(distinct))
    if classes < 2:
        return []
    if classes == len(distinct):
        starts = list(range(1, classes))
    else:
        starts = _starts(distinct, np.searchsorted(ordered, distinct, side="right"), classes)
    return [roundest(float(distinct[i - 1]), float(distinct[i])) for i in starts]


def roundest(above: float, upto: float) -> float:
    """The number with the fewest figures that is over `above` and at most `upto`: between 812 and
    938 it is 900. Of two as short the one that is a multiple of ten, of five or of two is taken."""
    for power in range(12, -13, -1):
        for step in (10, 5, 2):
            size = Decimal(step).scaleb(power - 1)
            limit = float(Decimal(upto) // size * size)
            if above < limit <= upto:
                return limit
    return upto


def _starts(distinct: NDArray[np.float64], upto: NDArray[np.intp], classes: int) -> list[int]:
    """Where the classes after the first begin, as places in `distinct`."""
    counts = np.diff(upto, prepend=0)
    cost = _costs(distinct, counts)
    best = cost[0].copy()  # best[j]: least cost of the values 0..j in the classes so far
    chosen: list[NDArray[np.intp]] = []
    for _class in range(1, classes):
        # total[i, j]: the newest class holds i..j, the earlier ones end at i - 1
        total = np.concatenate([[np.inf], best[:-1]])[:, None] + cost
        chosen.append(np.argmin(total, axis=0))
        best = np.min(total, axis=0)
    starts: list[int] = []
    end = len(distinct) - 1
    for choice in reversed(chosen):
        starts.insert(0, int(choice[end]))
        end = starts[0] - 1
    return starts


def _costs(distinct: NDArray[np.float64], counts: NDArray[np.intp]) -> NDArray[np.float64]:
    """cost[i, j]: squared deviations when the values i..j share a class; infinite for i > j."""
    centred = distinct - distinct.mean()  # keeps the differences of large sums exact enough
    weight = np.concatenate([[0], np.cumsum(counts)]).astype(np.float64)
    total = np.concatenate([[0.0], np.cumsum(counts * centred)])
    square = np.concatenate([[0.0], np.cumsum(counts * centred**2)])
    heavy = weight[None, 1:] - weight[:-1, None]
    summed = total[None, 1:] - total[:-1, None]
    squared = square[None, 1:] - square[:-1, None]
    valid = np.triu(np.ones(heavy.shape, bool))
    cost = np.full(heavy.shape, np.inf)
    cost[valid] = squared[valid] - summed[valid] ** 2 / heavy[valid]
    return cost


def class_of(value: float, limits: Sequence[float]) -> int:
    """1 to 5: the class of a value; a value on a limit belongs to the class that it opens."""
    return 1 + sum(value >= limit for limit in limits)
