// The map with a mark in its middle. Loaded only when it is asked for; the point goes to nobody.
import { zoomControl } from "../riskmap/controls/zoom";
import { hasWebgl, openMap, THAILAND } from "../riskmap/engine";
import { wordsFor } from "../riskmap/words";
import { showProvinces, showSubdistricts } from "../pinpick/ground";
import type { Located } from "../pinpick/place";
import { screenAccuracyM } from "../pinpick/place";
import { make } from "../shared/dom";
import { tellWords } from "./words";
import "../styles/pinpick.css";

export interface CrosshairOptions {
  language: string;
  shapes: string;
  towns: string;
  start: [lon: number, lat: number];
  /** The area that was chosen so far: its boundaries are drawn where they are installed. */
  area: Pick<Located, "province" | "subdistrict" | "is_approximate"> | null;
  take: (lon: number, lat: number, accuracyM: number) => void;
}

/** Draws the map into `frame`; false where the device cannot draw one. */
export async function openCrosshair(frame: HTMLElement, options: CrosshairOptions): Promise<boolean> {
  if (!hasWebgl()) return false;
  const words = tellWords().place;
  const mapWords = wordsFor(options.language);
  const canvas = make("div", { class: "picker__map" });
  const stage = make("div", { class: "picker__frame" }, canvas);
  stage.append(make("span", { class: "picker__cross", "aria-hidden": "true" }));
  frame.replaceChildren(make("p", { class: "field__hint" }, words.mapHint), stage);
  const map = await openMap(canvas, {
    language: options.language, words: mapWords, townsUrl: options.towns, bounds: THAILAND,
  });
  await showProvinces(map, options.shapes, options.language);
  stage.append(make("div", { class: "map-corner map-corner--right" }, zoomControl(map, mapWords)));
  const [lon, lat] = options.start;
  const { area } = options;
  if (area) await showSubdistricts(map, options.shapes, { ...area, district: "", name: "", distance_m: 0 }, options.language);
  if (lon && lat) map.jumpTo({ center: [lon, lat], zoom: area?.is_approximate ? 9 : 13 });
  frame.append(buttons());
  map.once("idle", () => (document.body.dataset["map"] = "idle"));
  return true;

  function buttons(): HTMLElement {
    const take = make("button", { type: "button", class: "button" }, words.take);
    take.addEventListener("click", () => {
      const { lng, lat: here } = map.getCenter();
      options.take(lng, here, screenAccuracyM(here, map.getZoom()));
    });
    const close = make("button", { type: "button", class: "button button--quiet" }, words.closeMap);
    close.addEventListener("click", () => (frame.hidden = true));
    return make("p", { class: "actions" }, take, close);
  }
}
