// Buttons to come nearer and to go farther.
import type { Map as MapLibreMap } from "maplibre-gl";
import { iconButton, lineIcon, make } from "../../shared/dom";
import type { Words } from "../words";

export function zoomControl(map: MapLibreMap, words: Words): HTMLElement {
  const nearer = iconButton(words.zoomIn, lineIcon("M12 5v14M5 12h14"), () => map.zoomIn());
  const farther = iconButton(words.zoomOut, lineIcon("M5 12h14"), () => map.zoomOut());
  const mark = () => {
    nearer.disabled = map.getZoom() >= map.getMaxZoom() - 0.01;
    farther.disabled = map.getZoom() <= map.getMinZoom() + 0.01;
  };
  map.on("zoomend", mark);
  mark();
  return make("div", { class: "map-buttons", role: "group" }, nearer, farther);
}
