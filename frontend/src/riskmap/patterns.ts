// Patterns that speak where colour may not: hatching for little data, dots for none at all.
import type { Map as MapLibreMap } from "maplibre-gl";
import { INK, MUTED, NO_DATA } from "./palette";

const SIZE = 16; // device pixels; drawn at ratio 2, so that lines stay fine

function tile(draw: (pen: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  draw(pen);
  return pen.getImageData(0, 0, SIZE, SIZE);
}

/** Diagonal lines on nothing, so that the class colour shows through. */
export function drawHatch(pen: CanvasRenderingContext2D): void {
  pen.strokeStyle = INK;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-SIZE, 0, SIZE]) {
    pen.moveTo(shift - 2, SIZE + 2);
    pen.lineTo(shift + SIZE + 2, -2);
  }
  pen.stroke();
}

/** Grey dots on grey. */
export function drawDots(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = NO_DATA;
  pen.fillRect(0, 0, SIZE, SIZE);
  pen.fillStyle = MUTED;
  pen.globalAlpha = 0.55;
  for (const [x, y] of [[4, 4], [12, 12]] as const) {
    pen.beginPath();
    pen.arc(x, y, 1.6, 0, 2 * Math.PI);
    pen.fill();
  }
}

export function addPatterns(map: MapLibreMap): void {
  map.addImage("hatch", tile(drawHatch), { pixelRatio: 2 });
  map.addImage("dots", tile(drawDots), { pixelRatio: 2 });
}

/** A small picture of one pattern over a colour, for the legend. */
export function swatch(colour: string, pattern?: "hatch" | "dots"): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 36;
  canvas.className = "map-swatch";
  const pen = canvas.getContext("2d");
  if (pen) paintSwatch(pen, 0, 0, canvas.width, canvas.height, colour, pattern);
  return canvas;
}

export function paintSwatch(
  pen: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
  pattern?: "hatch" | "dots",
): void {
  pen.fillStyle = colour;
  pen.fillRect(x, y, width, height);
  if (!pattern) return;
  const source = document.createElement("canvas");
  source.width = source.height = SIZE;
  const brush = source.getContext("2d");
  if (!brush) return;
  (pattern === "hatch" ? drawHatch : drawDots)(brush);
  const fill = pen.createPattern(source, "repeat");
  if (!fill) return;
  pen.fillStyle = fill;
  pen.fillRect(x, y, width, height);
}
