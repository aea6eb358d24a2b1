// The legend follows the data: classes, counts, unit, basis, date and source of what is drawn.
import { make } from "../../shared/dom";
import { NO_DATA, SHADES } from "../palette";
import { swatch } from "../patterns";
import { markerSwatch } from "../markers";
import { LEVELS, type AreasAnswer, type AreaState, type Legend } from "../types";
import { figure, type Words } from "../words";

/** As many decimals as the limits have, so that 900 is not "900.0" and 2.5 is not "3". */
const decimals = (value: number): number =>
  [0, 1, 2, 3].find((digits) => Number(value.toFixed(digits)) === value) ?? 4;

/** Texts of the classes from their lower limits. Sums of whole numbers end before the next class
 * begins ("7 – 9"); rates, which lie anywhere between, go up to it ("2.5 – 5.0"). */
export function classTexts(breaks: number[], words: Words, isWhole = false): string[] {
  const digits = Math.max(...breaks.map(decimals), 0);
  const text = (value: number | undefined) => figure(value ?? 0, digits);
  const between = (low: number, next: number) => {
    const high = isWhole ? next - 1 : next;
    return isWhole && high <= low ? text(low) : `${text(low)} – ${text(high)}`;
  };
  return [
    `${words.upTo} ${text(breaks[0])}`,
    ...breaks.slice(1).map((limit, i) => between(breaks[i] ?? 0, limit)),
    `${words.over} ${text(breaks.at(-1))}`,
  ];
}

/** How many areas are in each class, and in each other state. */
export function tally(answer: AreasAnswer): { classes: number[]; states: Map<AreaState, number> } {
  const classes = [0, 0, 0, 0, 0, 0];
  const states = new Map<AreaState, number>();
  for (const area of answer.areas) {
    states.set(area.state, (states.get(area.state) ?? 0) + 1);
    if (area.state === "ok") classes[area.class] = (classes[area.class] ?? 0) + 1;
  }
  return { classes, states };
}

/** Fewer than five classes still run from sand to teal; the class number is the colour's place. */
export const usedClasses = (breaks: number[]): number => breaks.length + 1;

/** Without limits there is one class and every area in it has the same figure: that figure. */
function textsOf({ legend, areas, per }: AreasAnswer, words: Words): string[] {
  if (legend.breaks.length > 0) return classTexts(legend.breaks, words, per === "count");
  const rate = areas.find((area) => area.state === "ok")?.rate ?? 0;
  return [figure(rate, Math.min(decimals(rate), 1))];
}

export function legendRows(answer: AreasAnswer, words: Words) {
  const { classes, states } = tally(answer);
  const rows: { colour: string; pattern?: "hatch" | "dots"; text: string; count: number }[] = [];
  if (states.has("none")) rows.push({ colour: SHADES[0], text: words.none, count: states.get("none") ?? 0 });
  if (answer.areas.some((area) => area.state === "ok")) {
    textsOf(answer, words).forEach((text, i) => {
      rows.push({ colour: SHADES[i + 1] ?? SHADES[5], text, count: classes[i + 1] ?? 0 });
    });
  }
  const few = states.get("few");
  if (few) rows.push({ colour: answer.legend.few ? SHADES[0] : SHADES[1], pattern: "hatch", text: answer.legend.few ?? words.few, count: few });
  const blank = states.get("no_data");
  if (blank) rows.push({ colour: NO_DATA, pattern: "dots", text: words.noData, count: blank });
  return rows;
}

export function legendControl(words: Words, hasPins: boolean, isOpen: boolean) {
  const body = make("div", { class: "map-legend__body", tabindex: "0", role: "region", "aria-label": words.legend });
  const heading = make("summary", { class: "map-legend__heading" }, words.legend);
  const element = make("details", { class: "map-legend" }, heading, body);
  element.open = isOpen;
  const update = (answer: AreasAnswer, showPins: boolean, showAreas: boolean) => {
    heading.textContent = answer.legend.title || words.legend;
    body.replaceChildren();
    if (showAreas) body.append(...classList(answer, words));
    if (hasPins && showPins) body.append(pinList(words));
    body.append(provenance(answer.legend, words));
  };
  return { element, update };
}

function classList(answer: AreasAnswer, words: Words): HTMLElement[] {
  const rows = legendRows(answer, words).map(({ colour, pattern, text, count }) => {
    const number = make("span", { class: "map-legend__count" }, figure(count));
    return make("li", {}, swatch(colour, pattern), make("span", {}, text), number);
  });
  const unit = make("p", { class: "map-legend__unit" }, answer.legend.unit);
  return [unit, make("ul", { class: "map-legend__classes" }, ...rows)];
}

function pinList(words: Words): HTMLElement {
  const one = (picture: HTMLElement, text: string) => make("li", {}, picture, make("span", {}, text));
  const rows = [...LEVELS].reverse().map((level) => one(markerSwatch(level), words.level[level]));
  rows.push(one(markerSwatch("CLOSED"), words.level.CLOSED), one(markerSwatch("NONE"), words.level.NONE));
  rows.push(one(markerSwatch("NONE", "v"), words.verify), one(markerSwatch("NONE", "s"), words.stoppable));
  const title = make("p", { class: "map-legend__unit" }, words.pinShapes);
  const note = make("p", { class: "map-legend__source" }, words.cluster);
  return make("div", {}, title, make("ul", { class: "map-legend__pins" }, ...rows), note);
}

function provenance(legend: Legend, words: Words): HTMLElement {
  const lines = [legend.basis, legend.source, legend.method, ...legend.notes].filter(Boolean);
  const dated = legend.as_of ? `${words.asOf} ${legend.as_of}` : "";
  return make("p", { class: "map-legend__source" }, [dated, ...lines].filter(Boolean).join(" · "));
}
