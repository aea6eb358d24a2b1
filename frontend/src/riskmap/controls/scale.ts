// A bar of a round length, in metres or kilometres.
import type { Map as MapLibreMap } from "maplibre-gl";
import { make } from "../../shared/dom";

const EARTH_M_PER_PIXEL = 78271.517; // at the equator, zoom 0, tiles of 512 pixels
const LONGEST_PX = 110;

/** The largest 1, 2 or 5 times a power of ten that is at most `limit`. */
export function roundLength(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  return [5, 2, 1].map((n) => n * power).find((n) => n <= limit) ?? power;
}

export function scaleBar(map: MapLibreMap, language: string): HTMLElement {
  const bar = make("div", { class: "map-scale" });
  const draw = () => {
    const latitude = (map.getCenter().lat * Math.PI) / 180;
    const metres = (EARTH_M_PER_PIXEL * Math.cos(latitude)) / 2 ** map.getZoom();
    const length = roundLength(metres * LONGEST_PX);
    bar.style.setProperty("--length", `${Math.round(length / metres)}px`);
    const [km, m] = language === "en" ? ["km", "m"] : ["กม.", "ม."];
    bar.textContent = length >= 1000 ? `${length / 1000} ${km}` : `${length} ${m}`;
  };
  map.on("move", draw);
  draw();
  return bar;
}
