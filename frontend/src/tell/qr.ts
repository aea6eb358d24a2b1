// The access code as a QR square: always 30 digits, so always version 1 (21 x 21), level M, one
// block of 16 + 10 codewords and mask 0 (ISO/IEC 18004:2015). Drawn here, since the code must not
// leave the device to be drawn elsewhere.
const SIZE = 21;
const DATA = 16;
const CHECK = 10;
const QUIET = 4;
const DIGITS = 30;

/** The square as rows of dark (true) and light modules. */
export function square(digits: string): boolean[][] {
  if (!/^[0-9]{30}$/.test(digits)) throw new RangeError(`${DIGITS} digits are drawn here`);
  const grid: (boolean | null)[][] = Array.from({ length: SIZE }, () => Array(SIZE).fill(null));
  drawFrame(grid);
  const data = codewords(digits);
  drawData(grid, [...data, ...checkwords(data)]);
  return grid.map((row) => row.map(Boolean));
}

function codewords(digits: string): number[] {
  let bits = "0001" + DIGITS.toString(2).padStart(10, "0");
  for (let at = 0; at < DIGITS; at += 3) {
    bits += Number(digits.slice(at, at + 3)).toString(2).padStart(10, "0");
  }
  bits = `${bits}0000`.padEnd(120, "0");
  const words = bits.match(/.{8}/g) ?? [];
  return [...words.map((word) => Number.parseInt(word, 2)), 0xec].slice(0, DATA);
}

/** Product in GF(256) over x^8 + x^4 + x^3 + x^2 + 1. */
function times(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    if ((other >> bit) & 1) product ^= one;
  }
  return product;
}

function generator(): number[] {
  const poly = [...Array<number>(CHECK - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < CHECK; i += 1) {
    for (let j = 0; j < CHECK; j += 1) {
      poly[j] = times(poly[j] ?? 0, root) ^ (poly[j + 1] ?? 0);
    }
    root = times(root, 2);
  }
  return poly;
}

/** Reed-Solomon: the remainder of the data over the generator. */
function checkwords(data: number[]): number[] {
  const by = generator();
  const rest = Array<number>(CHECK).fill(0);
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    by.forEach((coefficient, i) => (rest[i] = (rest[i] ?? 0) ^ times(coefficient, factor)));
  }
  return rest;
}

type Grid = (boolean | null)[][];

function set(grid: Grid, x: number, y: number, isDark: boolean): void {
  const row = grid[y];
  if (row && x >= 0 && x < SIZE) row[x] = isDark;
}

function drawFrame(grid: Grid): void {
  for (let i = 0; i < SIZE; i += 1) {
    set(grid, 6, i, i % 2 === 0);
    set(grid, i, 6, i % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [SIZE - 4, 3], [3, SIZE - 4]] as const) drawFinder(grid, x, y);
  drawFormat(grid);
}

function drawFinder(grid: Grid, x: number, y: number): void {
  for (let dy = -4; dy <= 4; dy += 1) {
    for (let dx = -4; dx <= 4; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      if (y + dy >= 0 && y + dy < SIZE) set(grid, x + dx, y + dy, ring !== 2 && ring !== 4);
    }
  }
}

/** Level M and mask 0: data 00 000, whose check bits are 0, under the fixed pattern. */
const FORMAT = 0b101010000010010;

function drawFormat(grid: Grid): void {
  const bit = (i: number): boolean => ((FORMAT >> i) & 1) === 1;
  for (let i = 0; i <= 5; i += 1) set(grid, 8, i, bit(i));
  set(grid, 8, 7, bit(6));
  set(grid, 8, 8, bit(7));
  set(grid, 7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) set(grid, 14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) set(grid, SIZE - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) set(grid, 8, SIZE - 15 + i, bit(i));
  set(grid, 8, SIZE - 8, true);
}

/** Two columns at a time from the right, upwards and downwards in turn, around the frame. */
function drawData(grid: Grid, words: number[]): void {
  let at = 0;
  for (let right = SIZE - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIZE; step += 1) {
      for (const x of [right, right - 1]) {
        const isUpward = ((right + 1) & 2) === 0;
        const y = isUpward ? SIZE - 1 - step : step;
        if (grid[y]?.[x] !== null) continue;
        const isDark = ((words[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        set(grid, x, y, (isDark === 1) !== ((x + y) % 2 === 0));
        at += 1;
      }
    }
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** The square with its quiet zone, as an image that is read aloud as `label`. */
export function qrImage(digits: string, label: string): SVGSVGElement {
  const whole = SIZE + 2 * QUIET;
  const svg = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: `0 0 ${whole} ${whole}`, class: "qr", role: "img", "aria-label": label };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const paper = document.createElementNS(SVG, "rect");
  paper.setAttribute("class", "qr__paper");
  paper.setAttribute("width", String(whole));
  paper.setAttribute("height", String(whole));
  const ink = document.createElementNS(SVG, "path");
  ink.setAttribute("class", "qr__ink");
  ink.setAttribute("d", pathOf(square(digits)));
  svg.append(paper, ink);
  return svg;
}

const pathOf = (grid: boolean[][]): string =>
  grid.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : ""))).join("");
