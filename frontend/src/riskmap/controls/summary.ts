// The figures of what is shown, or of the area under the pointer.
import { make } from "../../shared/dom";
import { markerSwatch } from "../markers";
import { LEVELS, type AreaCount, type AreasAnswer, type Legend } from "../types";
import { figure, type Words } from "../words";

export function levelList(levels: readonly number[], words: Words): HTMLElement {
  const items = LEVELS.map((level, i) => {
    const item = make("li", {}, markerSwatch(level), make("strong", {}, figure(levels[i] ?? 0)));
    item.append(make("span", {}, words.level[level]));
    return item;
  });
  return make("ul", { class: "map-levels" }, ...items.reverse());
}

export function rateText(area: AreaCount, { unit, few }: Legend, words: Words): string {
  if (area.state === "few" && few) return few;
  if (area.state === "outside") return words.outside;
  if (area.state === "no_data") return words.noData;
  if (area.state === "none" || area.rate === null) return words.none;
  const note = area.state === "few" ? ` (${words.few})` : "";
  return `${figure(area.rate, area.rate < 100 ? 1 : 0)} ${unit}${note}`;
}

export function summaryControl(words: Words) {
  const element = make("div", { class: "map-summary" });
  const update = ({ total, trail, legend }: AreasAnswer) => {
    const place = trail.at(-1)?.name ?? words.country;
    const count = make("p", { class: "map-summary__count" }, make("strong", {}, figure(total.count)));
    count.append(` ${total.levels ? words.openPins : legend.unit}`);
    element.replaceChildren(make("h2", { class: "map-summary__place" }, place), count);
    if (total.levels) element.append(levelList(total.levels, words));
  };
  return { element, update };
}

/** A small card that follows the pointer over areas; never in the way of a finger. */
export function hoverCard(words: Words) {
  const element = make("div", { class: "map-hover", hidden: true, "aria-hidden": "true" });
  const show = (area: AreaCount, legend: Legend, x: number, y: number) => {
    const count = `${figure(area.count)} ${words.openPins}`;
    element.replaceChildren(make("strong", {}, area.name), make("span", {}, rateText(area, legend, words)));
    if (area.levels && area.count > 0) element.append(make("span", {}, count));
    element.style.setProperty("--x", `${x}px`);
    element.style.setProperty("--y", `${y}px`);
    element.hidden = false;
  };
  return { element, show, hide: () => (element.hidden = true) };
}
