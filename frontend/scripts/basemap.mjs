// Makes the basemap: land and borders around Thailand from Natural Earth (npm world-atlas, public
// domain), cut to what the map can show. Thailand's own areas are drawn from the boundary shapes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { merge, mesh } from "topojson-client";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SOURCE = join(ROOT, "node_modules/world-atlas/countries-10m.json");
export const TARGET = join(ROOT, "generated/basemap.json");

const BOX = { west: 84, south: -4, east: 120, north: 30 };
const NEAR = { west: 96.5, south: 5, east: 106.5, north: 21 };
const FINE_DEGREES = 0.004;
const COARSE_DEGREES = 0.035;

const isInside = (box, [lon, lat]) =>
  lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;

/** Squared distance of `p` from the segment `a`-`b`, in degrees. */
function offset(p, a, b) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = dx * dx + dy * dy;
  const along = length ? ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length : 0;
  const t = Math.min(1, Math.max(0, along));
  return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2;
}

/** Douglas-Peucker; the tolerance is finer where Thailand's neighbours can be seen close up. */
function simplified(line) {
  if (line.length < 3) return line;
  let [worst, at] = [0, 0];
  for (let i = 1; i < line.length - 1; i += 1) {
    const tolerance = isInside(NEAR, line[i]) ? FINE_DEGREES : COARSE_DEGREES;
    const excess = offset(line[i], line[0], line.at(-1)) / tolerance ** 2;
    if (excess > worst) [worst, at] = [excess, i];
  }
  if (worst <= 1) return [line[0], line.at(-1)];
  return [...simplified(line.slice(0, at + 1)).slice(0, -1), ...simplified(line.slice(at))];
}

/** A ring is halved first: its ends coincide, so that a plain run would flatten it. */
function simplifiedRing(ring) {
  const half = Math.floor(ring.length / 2);
  const points = [...simplified(ring.slice(0, half + 1)).slice(0, -1), ...simplified(ring.slice(half))];
  return points.length >= 4 ? points : [];
}

const EDGES = [
  { axis: 0, limit: BOX.west, sign: 1 },
  { axis: 0, limit: BOX.east, sign: -1 },
  { axis: 1, limit: BOX.south, sign: 1 },
  { axis: 1, limit: BOX.north, sign: -1 },
];

/** Sutherland-Hodgman against the four sides of the box. */
function clippedRing(ring) {
  let points = ring;
  for (const { axis, limit, sign } of EDGES) {
    const isKept = (p) => (p[axis] - limit) * sign >= 0;
    points = points.flatMap((p, i) => {
      const before = points[(i + points.length - 1) % points.length];
      const crossing = isKept(p) === isKept(before) ? [] : [crossingOf(before, p, axis, limit)];
      return isKept(p) ? [...crossing, p] : crossing;
    });
  }
  return points.length ? [...points, points[0]] : [];
}

function crossingOf(a, b, axis, limit) {
  const t = (limit - a[axis]) / (b[axis] - a[axis]);
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
}

const rounded = (line) => line.map(([lon, lat]) => [+lon.toFixed(3), +lat.toFixed(3)]);

function landOf(topology, countries) {
  const land = merge(topology, countries.geometries);
  const polygons = land.coordinates
    .map((rings) => rings.map(clippedRing).map((r) => (r.length > 3 ? simplifiedRing(r) : [])))
    .map((rings) => rings.filter((ring) => ring.length > 3).map(rounded))
    .filter((rings) => rings.length > 0);
  return { type: "MultiPolygon", coordinates: polygons };
}

function bordersOf(topology, countries) {
  const lines = mesh(topology, countries, (a, b) => a !== b).coordinates;
  const near = lines.flatMap((line) => {
    const pieces = [[]];
    for (const point of line) {
      if (isInside(BOX, point)) pieces.at(-1).push(point);
      else if (pieces.at(-1).length) pieces.push([]);
    }
    return pieces.filter((piece) => piece.length > 1);
  });
  return { type: "MultiLineString", coordinates: near.map(simplified).map(rounded) };
}

export function makeBasemap() {
  const topology = JSON.parse(readFileSync(SOURCE, "utf8"));
  const { countries } = topology.objects;
  const as = (kind, geometry) => ({ type: "Feature", properties: { kind }, geometry });
  const features = [
    as("land", landOf(topology, countries)),
    as("border", bordersOf(topology, countries)),
  ];
  mkdirSync(dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, JSON.stringify({ type: "FeatureCollection", features }));
}

/** Vite plugin: the asset is made anew before every build, and never committed. */
export const basemap = () => ({ name: "tmac-basemap", buildStart: makeBasemap });

if (process.argv[1] === fileURLToPath(import.meta.url)) makeBasemap();
