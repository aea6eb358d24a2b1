"""TopoJSON read and written: arcs shared between neighbours, quantised to a grid.

After the TopoJSON format specification (Bostock and Metcalf, 2013), sections 2.1 to 2.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

Position = tuple[float, float]
Ring = list[Position]


class BadTopology(ValueError):
    """The file is not a TopoJSON that follows the specification."""


def decode(topology: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The features of one object as GeoJSON features; raises BadTopology."""
    try:
        arcs = _positions(topology)
        collection = topology["objects"][name]
        members = collection.get("geometries", [collection])
        for geometry in members:
            yield {
                "type": "Feature",
                "id": geometry.get("id"),
                "properties": geometry.get("properties") or {},
                "geometry": _geometry(geometry, arcs),
            }
    except (KeyError, IndexError, TypeError, AttributeError) as fault:
        raise BadTopology(f"{type(fault).__name__}: {fault}") from fault


def _positions(topology: dict[str, Any]) -> list[Ring]:
    transform = topology.get("transform")
    if transform is None:
        return [[(p[0], p[1]) for p in arc] for arc in topology["arcs"]]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    decoded = []
    for arc in topology["arcs"]:
        xs = accumulate(p[0] for p in arc)
        ys = accumulate(p[1] for p in arc)
        decoded.append([(x * kx + dx, y * ky + dy) for x, y in zip(xs, ys, strict=True)])
    return decoded


def _geometry(geometry: dict[str, Any], arcs: Sequence[Ring]) -> dict[str, Any] | None:
    kind = geometry.get("type")
    if kind == "Polygon":
        rings = [_ring(ring, arcs) for ring in geometry["arcs"]]
        return {"type": kind, "coordinates": rings}
    if kind == "MultiPolygon":
        parts = [[_ring(ring, arcs) for ring in part] for part in geometry["arcs"]]
        return {"type": kind, "coordinates": parts}
    if kind is None:
        return None
    raise BadTopology(f"a geometry of type {kind}")


def _ring(indexes: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


# Writing. A geometry here is a list of parts, a part a list of closed rings of grid positions.
Cell = tuple[int, int]
CellRing = list[Cell]
Parts = list[list[CellRing]]


def encode(
    shapes: Sequence[tuple[dict[str, Any], Parts]],
    *,
    scale: Position,
    translate: Position,
    name: str = "areas",
) -> dict[str, Any]:
    """A topology of one object whose shared borders are stored once.

    `shapes` holds (properties, geometry on the grid); position (x, y) on the grid stands for
    (x * scale[0] + translate[0], y * scale[1] + translate[1]) degrees. Neighbours must meet in
    the same vertices, as a valid coverage does.
    """
    rings = [ring for _, parts in shapes for part in parts for ring in part]
    arcs = _Arcs(_junctions(rings))
    geometries = [
        {
            "type": "MultiPolygon",
            "id": properties["code"],
            "properties": properties,
            "arcs": [[arcs.of(ring) for ring in part] for part in parts],
        }
        for properties, parts in shapes
    ]
    return {
        "type": "Topology",
        "transform": {"scale": list(scale), "translate": list(translate)},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_steps(arc) for arc in arcs.kept],
    }


def _junctions(rings: Sequence[CellRing]) -> set[Cell]:
    """The vertices where borders part: visited twice with different neighbours."""
    seen: dict[Cell, tuple[Cell, Cell]] = {}
    parting: set[Cell] = set()
    for ring in rings:
        for i in range(len(ring) - 1):
            before, here, after = ring[i - 1 if i else -2], ring[i], ring[i + 1]
            met = seen.setdefault(here, (before, after))
            if met not in ((before, after), (after, before)):
                parting.add(here)
    return parting


class _Arcs:
    """Arcs numbered as they are first met; the same arc backwards is ~number."""

    def __init__(self, junctions: set[Cell]) -> None:
        self.junctions = junctions
        self.kept: list[CellRing] = []
        self.numbers: dict[tuple[Cell, ...], int] = {}

    def of(self, ring: CellRing) -> list[int]:
        open_ring = ring[:-1]
        cuts = [i for i, here in enumerate(open_ring) if here in self.junctions]
        start = cuts[0] if cuts else open_ring.index(min(open_ring))
        turned = [*open_ring[start:], *open_ring[: start + 1]]
        ends = [i - start for i in cuts[1:]] + [len(turned) - 1]
        numbers, begin = [], 0
        for end in ends:
            numbers.append(self._number(turned[begin : end + 1]))
            begin = end
        return numbers

    def _number(self, arc: CellRing) -> int:
        forward, backward = tuple(arc), tuple(reversed(arc))
        if forward in self.numbers:
            return self.numbers[forward]
        if backward in self.numbers:
            return ~self.numbers[backward]
        self.numbers[forward] = len(self.kept)
        self.kept.append(arc)
        return self.numbers[forward]


def _steps(arc: CellRing) -> list[list[int]]:
    """The first position, then each step from the position before."""
    steps = [[*arc[0]]]
    for (x0, y0), (x1, y1) in pairwise(arc):
        steps.append([x1 - x0, y1 - y0])
    return steps
