// "Where am I": asked of the device only when the button is pressed; the answer stays in the browser.
import type { Map as MapLibreMap } from "maplibre-gl";
import { iconButton, lineIcon } from "../../shared/dom";
import type { Words } from "../words";

const CROSSHAIR = ["M12 2v4M12 18v4M2 12h4M18 12h4", "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12z"];

export function locateButton(
  words: Words,
  arrive: (lon: number, lat: number, accuracyM: number) => void,
  say: (message: string) => void,
): HTMLElement {
  const button = iconButton(words.locate, lineIcon(...CROSSHAIR), () => {
    if (!("geolocation" in navigator)) return say(words.locateFailed);
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        arrive(coords.longitude, coords.latitude, coords.accuracy);
      },
      () => {
        button.disabled = false;
        say(words.locateFailed);
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
  return button;
}

export const flyTo = (map: MapLibreMap, lon: number, lat: number, zoom: number): void => {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map[isStill ? "jumpTo" : "flyTo"]({ center: [lon, lat], zoom });
};
