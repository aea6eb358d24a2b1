// The map as a PNG that explains itself: title, legend, filters, date and the disclaimer.
import type { Map as MapLibreMap } from "maplibre-gl";
import { INK, LINE, MUTED, SURFACE } from "../palette";
import { paintSwatch } from "../patterns";
import { paintPin } from "../markers";
import { LEVELS, type AreasAnswer } from "../types";
import { figure, type Words } from "../words";
import { legendRows } from "./legend";

export interface PictureText {
  title: string;
  filters: string[];
  disclaimer: string;
  attribution: string;
  showAreas: boolean;
  showPins: boolean;
}

const WIDTH = 1600;
const MARGIN = 40;
const ROW = 34;
const PICTURED = [...[...LEVELS].reverse(), "CLOSED", "NONE"] as const;
type Pen = CanvasRenderingContext2D;

/** The drawing of the moment; the canvas can be read only while it is being drawn. */
function snapshotOf(map: MapLibreMap): Promise<ImageBitmap> {
  return new Promise((resolve, reject) => {
    map.once("render", () => createImageBitmap(map.getCanvas()).then(resolve, reject));
    map.triggerRepaint();
  });
}

/** Lines that fit a width. Thai has no spaces between words: breaks come from the browser's own
 * word segmenter. */
export function wrapped(pen: Pick<Pen, "measureText">, text: string, width: number): string[] {
  const words = [...new Intl.Segmenter("th", { granularity: "word" }).segment(text)];
  const lines = [""];
  for (const { segment } of words) {
    const longer = (lines.at(-1) ?? "") + segment;
    if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(segment.trimStart());
  }
  return lines;
}

export async function mapPicture(
  map: MapLibreMap, answer: AreasAnswer, text: PictureText, words: Words,
): Promise<Blob> {
  const shot = await snapshotOf(map);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  const mapHeight = Math.min(1500, Math.round((shot.height / shot.width) * WIDTH));
  const legendHeight = Math.max(legendRows(answer, words).length, PICTURED.length) * ROW + 60;
  canvas.width = WIDTH;
  canvas.height = 150 + mapHeight + legendHeight + 250;
  pen.fillStyle = SURFACE;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  drawHead(pen, text, answer, words);
  drawMap(pen, shot, mapHeight);
  const top = 150 + mapHeight + 50;
  if (text.showAreas) drawClasses(pen, answer, words, MARGIN, top);
  if (text.showPins) drawLevels(pen, words, WIDTH / 2 + MARGIN, top);
  drawFoot(pen, answer, text, top + legendHeight);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}

function write(pen: Pen, text: string, x: number, y: number, size: number, colour: string, strong = false) {
  pen.font = `${size}px ${strong ? '"Sarabun Map Strong"' : '"Sarabun Map"'}, sans-serif`;
  pen.fillStyle = colour;
  pen.textBaseline = "alphabetic";
  pen.fillText(text, x, y);
}

function drawHead(pen: Pen, text: PictureText, answer: AreasAnswer, words: Words): void {
  write(pen, text.title, MARGIN, 66, 40, INK, true);
  const filters = text.filters.join(" · ") || words.noFilters;
  const [line] = wrapped(pen, `${words.filters}: ${filters} · ${words.asOf} ${answer.legend.as_of}`, 3000);
  write(pen, line ?? "", MARGIN, 112, 24, MUTED);
}

function drawMap(pen: Pen, shot: ImageBitmap, height: number): void {
  pen.drawImage(shot, 0, 150, WIDTH, height);
  pen.strokeStyle = LINE;
  pen.lineWidth = 2;
  pen.strokeRect(0, 150, WIDTH, height);
}

function drawClasses(pen: Pen, answer: AreasAnswer, words: Words, x: number, top: number): void {
  write(pen, `${answer.legend.title} (${answer.legend.unit})`, x, top, 25, INK, true);
  legendRows(answer, words).forEach(({ colour, pattern, text, count }, i) => {
    const y = top + 22 + i * ROW;
    paintSwatch(pen, x, y, 46, 24, colour, pattern);
    pen.strokeStyle = MUTED;
    pen.lineWidth = 1;
    pen.strokeRect(x, y, 46, 24);
    write(pen, `${text}  (${figure(count)})`, x + 62, y + 20, 23, INK);
  });
}

function drawLevels(pen: Pen, words: Words, x: number, top: number): void {
  write(pen, words.pinShapes, x, top, 25, INK, true);
  PICTURED.forEach((level, i) => {
    paintPin(pen, level, x + 16, top + 36 + i * ROW, 11, false, false);
    write(pen, words.level[level], x + 44, top + 44 + i * ROW, 23, INK);
  });
}

function drawFoot(pen: Pen, answer: AreasAnswer, text: PictureText, top: number): void {
  pen.font = '22px "Sarabun Map", sans-serif';
  const { legend } = answer;
  const source = [legend.basis, legend.source, legend.method, ...legend.notes].filter(Boolean);
  const lines = [text.disclaimer, source.join(" · "), text.attribution].flatMap((part) =>
    wrapped(pen, part, WIDTH - 2 * MARGIN),
  );
  lines.slice(0, 7).forEach((line, i) => write(pen, line, MARGIN, top + i * 31, 22, i === 0 ? INK : MUTED));
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
