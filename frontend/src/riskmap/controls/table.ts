// The shown areas as a table: the same figures for the keyboard and the screen reader.
import { make } from "../../shared/dom";
import type { AreaCount, AreasAnswer } from "../types";
import { figure, type Words } from "../words";
import { rateText } from "./summary";

export function areaTable(words: Words, open: ((code: string) => void) | null) {
  const body = make("tbody", {});
  const head = make("tr", {});
  const element = make("table", { class: "map-table" }, make("thead", {}, head), body);
  const update = (answer: AreasAnswer) => {
    const titles = [words.area, ...(isPublic(answer) ? [] : [words.openPins]), answer.legend.unit];
    head.replaceChildren(...titles.map((title) => make("th", { scope: "col" }, title)));
    const shown = answer.areas.filter((area) => area.state !== "outside");
    shown.sort((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || b.count - a.count);
    body.replaceChildren(...shown.map((area) => row(area, answer, words, open)));
  };
  return { element, update };
}

/** The public has counts only: one column is enough. */
const isPublic = (answer: AreasAnswer): boolean => answer.total.levels === null;

function row(
  area: AreaCount, answer: AreasAnswer, words: Words, open: ((code: string) => void) | null,
): HTMLTableRowElement {
  const name = make("th", { scope: "row" });
  if (open && answer.level !== "subdistrict") {
    const button = make("button", { type: "button", class: "map-table__open" }, area.name);
    button.setAttribute("aria-label", words.openArea.replace("{name}", area.name));
    button.addEventListener("click", () => open(area.code));
    name.append(button);
  } else name.append(area.name);
  const few = area.state === "few" || area.state === "no_data" || area.state === "none";
  const rate = few ? rateText(area, { ...answer.legend, unit: "" }, words) : figure(area.rate ?? 0, isPublic(answer) ? 0 : 1);
  const cell = (text: string) => make("td", { class: "number" }, text);
  return make("tr", {}, name, ...(isPublic(answer) ? [] : [cell(figure(area.count))]), cell(rate));
}
