// Markers: level by colour and shape together (circle, triangle, square, diamond), a dashed ring for
// "verify first" and a small clock for "can still be stopped".
import type { Map as MapLibreMap } from "maplibre-gl";
import { INK, LEVEL_COLOURS, SURFACE } from "./palette";
import { LEVELS, type Level } from "./types";

const RATIO = 2;
type Pen = CanvasRenderingContext2D;

/** Corner points of a level's shape around the origin; null for a circle. */
function corners(level: Level, r: number): [number, number][] | null {
  if (level === "MEDIUM") {
    return [[0, -r * 1.1], [r * 1.1, r * 0.85], [-r * 1.1, r * 0.85]];
  }
  if (level === "HIGH") return [[-r * 0.88, -r * 0.88], [r * 0.88, -r * 0.88], [r * 0.88, r * 0.88], [-r * 0.88, r * 0.88]];
  if (level === "VERY_HIGH") return [[0, -r * 1.15], [r * 1.15, 0], [0, r * 1.15], [-r * 1.15, 0]];
  return null;
}

export function trace(pen: Pen, level: Level, x: number, y: number, r: number): void {
  const points = corners(level, r);
  pen.beginPath();
  if (!points) {
    pen.arc(x, y, r * 0.95, 0, 2 * Math.PI);
    return;
  }
  const at = (i: number) => points[(i + points.length) % points.length] as [number, number];
  const [lastX, lastY] = at(-1);
  const [firstX, firstY] = at(0);
  pen.moveTo(x + (lastX + firstX) / 2, y + (lastY + firstY) / 2);
  points.forEach(([px, py], i) => {
    const [nextX, nextY] = at(i + 1);
    pen.arcTo(x + px, y + py, x + nextX, y + nextY, r * 0.22);
  });
  pen.closePath();
}

function halo(pen: Pen, level: Level, x: number, y: number, r: number): void {
  pen.save();
  pen.shadowColor = "rgb(27 36 48 / 45%)";
  pen.shadowBlur = 3;
  pen.shadowOffsetY = 1;
  pen.fillStyle = SURFACE;
  trace(pen, level, x, y, r + 2);
  pen.fill();
  pen.restore();
}

export function paintPin(
  pen: Pen, level: Level, x: number, y: number, r: number, verify: boolean, stoppable: boolean,
): void {
  halo(pen, level, x, y, r);
  trace(pen, level, x, y, r);
  pen.fillStyle = LEVEL_COLOURS[level];
  pen.fill();
  if (verify) {
    pen.setLineDash([2.5, 2]);
    pen.lineWidth = 1.4;
    pen.strokeStyle = INK;
    trace(pen, level, x, y, r + 2.6);
    pen.stroke();
    pen.setLineDash([]);
  }
  if (level === "CLOSED") tick(pen, x, y, r);
  if (stoppable) clock(pen, x + r * 0.85, y - r * 0.85);
}

/** A closed pin has its work behind it. */
function tick(pen: Pen, x: number, y: number, r: number): void {
  pen.beginPath();
  pen.moveTo(x - r * 0.45, y + r * 0.02);
  pen.lineTo(x - r * 0.1, y + r * 0.38);
  pen.lineTo(x + r * 0.48, y - r * 0.34);
  pen.lineWidth = 2;
  pen.strokeStyle = SURFACE;
  pen.stroke();
}

function clock(pen: Pen, x: number, y: number): void {
  pen.beginPath();
  pen.arc(x, y, 4.6, 0, 2 * Math.PI);
  pen.fillStyle = SURFACE;
  pen.fill();
  pen.lineWidth = 1.3;
  pen.strokeStyle = INK;
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x, y - 2.8);
  pen.lineTo(x, y);
  pen.lineTo(x + 2, y + 1.2);
  pen.stroke();
}

export function paintCluster(pen: Pen, level: Level, x: number, y: number, r: number): void {
  pen.globalAlpha = 0.28;
  pen.fillStyle = LEVEL_COLOURS[level];
  trace(pen, level, x, y, r * 1.28);
  pen.fill();
  pen.globalAlpha = 1;
  halo(pen, level, x, y, r - 1);
  trace(pen, level, x, y, r);
  pen.fillStyle = LEVEL_COLOURS[level];
  pen.fill();
}

function image(side: number, draw: (pen: Pen, centre: number) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.scale(RATIO, RATIO);
  draw(pen, side / 2);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Radii of clusters by their size: under 10, under 100, under 1,000, more. */
export const CLUSTER_RADII = [14, 17, 21, 25] as const;

export function addMarkers(map: MapLibreMap): void {
  for (const level of [...LEVELS, "NONE", "CLOSED"] as Level[]) {
    for (const flags of ["", "v", "s", "vs"]) {
      const draw = (pen: Pen, c: number) =>
        paintPin(pen, level, c, c, 8, flags.includes("v"), flags.includes("s"));
      map.addImage(`pin-${level}-${flags}`, image(34, draw), { pixelRatio: RATIO });
    }
    CLUSTER_RADII.forEach((radius, size) => {
      const draw = (pen: Pen, c: number) => paintCluster(pen, level, c, c, radius);
      map.addImage(`cluster-${level}-${size}`, image(radius * 3.2, draw), { pixelRatio: RATIO });
    });
  }
}

/** A marker as a picture, for the legend. */
export function markerSwatch(level: Level, flags = ""): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 56;
  canvas.className = "map-marker";
  const pen = canvas.getContext("2d");
  if (pen) {
    pen.scale(2, 2);
    paintPin(pen, level, 14, 14, 7.5, flags.includes("v"), flags.includes("s"));
  }
  return canvas;
}
