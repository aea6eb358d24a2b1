// Where a name stands in an area: the point farthest from the outline of its largest part.
import type { Geometry, Position } from "geojson";

type Ring = Position[];

const xy = (p: Position | undefined): [number, number] => [p?.[0] ?? 0, p?.[1] ?? 0];

export function ringArea(ring: Ring): number {
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = xy(ring[j]);
    const [x2, y2] = xy(ring[i]);
    twice += x1 * y2 - x2 * y1;
  }
  return Math.abs(twice) / 2;
}

/** Squared distance of a point from the outline; negative outside. */
function depth(x: number, y: number, ring: Ring): number {
  let nearest = Infinity;
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1, y1] = xy(ring[j]);
    const [x2, y2] = xy(ring[i]);
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isInside = !isInside;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = dx * dx + dy * dy;
    const t = length ? Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
    nearest = Math.min(nearest, (x - x1 - t * dx) ** 2 + (y - y1 - t * dy) ** 2);
  }
  return isInside ? nearest : -nearest;
}

function largestRing(geometry: Geometry): Ring {
  if (geometry.type === "Polygon") return geometry.coordinates[0] ?? [];
  if (geometry.type !== "MultiPolygon") return [];
  const outer = geometry.coordinates.map((polygon) => polygon[0] ?? []);
  return outer.reduce((best, ring) => (ringArea(ring) > ringArea(best) ? ring : best), [] as Ring);
}

const CELLS = 10;
const ROUNDS = 3;

/** Grid search, refined around the best cell; good to a hundredth of the area's width. */
export function labelPoint(geometry: Geometry): [number, number] | null {
  const full = largestRing(geometry);
  if (full.length < 4) return null;
  const ring = full.length > 240 ? full.filter((_, i) => i % Math.ceil(full.length / 240) === 0) : full;
  const xs = ring.map((p) => xy(p)[0]);
  const ys = ring.map((p) => xy(p)[1]);
  let [west, east] = [Math.min(...xs), Math.max(...xs)];
  let [south, north] = [Math.min(...ys), Math.max(...ys)];
  let best: { x: number; y: number; depth: number } | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [dx, dy] = [(east - west) / CELLS, (north - south) / CELLS];
    for (let i = 0; i < CELLS * CELLS; i += 1) {
      const x = west + ((i % CELLS) + 0.5) * dx;
      const y = south + (Math.floor(i / CELLS) + 0.5) * dy;
      const found = depth(x, y, ring);
      if (!best || found > best.depth) best = { x, y, depth: found };
    }
    if (!best) return null;
    [west, east, south, north] = [best.x - dx, best.x + dx, best.y - dy, best.y + dy];
  }
  return best ? [best.x, best.y] : null;
}

/** West, south, east, north of a set of geometries; null for none. */
export function boundsOf(geometries: Geometry[]): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    const [x, y] = part as [unknown, unknown];
    if (typeof x === "number" && typeof y === "number") {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    } else part.forEach(visit);
  };
  for (const geometry of geometries) if ("coordinates" in geometry) visit(geometry.coordinates);
  return Number.isFinite(box[0]) ? box : null;
}
