// Which area holds a point, worked out here: the point itself is told to nobody.
import type { Geometry, Position } from "geojson";

/** Even-odd rule over all rings: holes take away what their outline gives. */
export function holds(geometry: Geometry, lon: number, lat: number): boolean {
  if (geometry.type === "Polygon") return inRings(geometry.coordinates, lon, lat);
  if (geometry.type !== "MultiPolygon") return false;
  return geometry.coordinates.some((rings) => inRings(rings, lon, lat));
}

function inRings(rings: Position[][], lon: number, lat: number): boolean {
  return rings.reduce((inside, ring) => inside !== inRing(ring, lon, lat), false);
}

function inRing(ring: Position[], lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    const [x2 = 0, y2 = 0] = ring[j] ?? [];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

const KM_A_DEGREE = 111.195;

/** Kilometres on the flat map, which is exact enough within a province. */
export function distanceKm(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const x = (lon2 - lon1) * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180);
  return Math.hypot(x, lat2 - lat1) * KM_A_DEGREE;
}
