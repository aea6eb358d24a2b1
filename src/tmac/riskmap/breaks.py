"""Class limits of a shaded map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CLASSES = 5


def natural_breaks(values: Sequence[float], classes: int = CLASSES) -> list[float]:
    """The lowest value of the second and every later class, so that values within a class differ
    least: the sum of squared deviations from the class means is the smallest possible.

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
        return [float(value) for value in distinct[1:]]
    starts = _starts(distinct, np.searchsorted(ordered, distinct, side="right"), classes)
    return [float(distinct[start]) for start in starts]


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
