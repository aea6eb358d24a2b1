// Which layers are drawn.
import { lineIcon, make } from "../../shared/dom";
import type { Words } from "../words";

export interface LayerChoice {
  areas: boolean;
  pins: boolean;
}

export function layerSwitch(
  words: Words,
  hasPins: boolean,
  changed: (choice: LayerChoice) => void,
): { element: HTMLElement; set: (choice: LayerChoice) => void } {
  const areas = make("input", { type: "checkbox" });
  const pins = make("input", { type: "checkbox" });
  const tell = () => changed({ areas: areas.checked, pins: pins.checked });
  areas.addEventListener("change", tell);
  pins.addEventListener("change", tell);
  const summary = make("summary", { class: "map-button", "aria-label": words.layers, title: words.layers });
  summary.append(lineIcon("m12 4 9 4.500-9 4.500-9-4.500z", "m3 13 9 4.500 9-4.500"));
  const choices = make("div", { class: "map-popover" }, make("strong", {}, words.layers));
  choices.append(make("label", { class: "map-check" }, areas, words.layerAreas));
  if (hasPins) choices.append(make("label", { class: "map-check" }, pins, words.layerPins));
  const element = make("details", { class: "map-layers" }, summary, choices);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    element.open = false;
    summary.focus();
  });
  return {
    element,
    set: (choice) => {
      areas.checked = choice.areas;
      pins.checked = choice.pins;
    },
  };
}
