// The parts of the page that the server laid out for the map.
import type { MapConfig } from "./types";

export interface Page {
  root: HTMLElement;
  canvas: HTMLElement;
  config: MapConfig;
  part: (name: string) => HTMLElement | null;
  say: (message: string) => void;
}

export function readPage(): Page | null {
  const root = document.querySelector<HTMLElement>("[data-riskmap]");
  const source = document.getElementById("map-config");
  const canvas = root?.querySelector<HTMLElement>("[data-part=canvas]");
  if (!root || !source?.textContent || !canvas) return null;
  const status = root.querySelector<HTMLElement>("[data-part=status]");
  return {
    root,
    canvas,
    config: JSON.parse(source.textContent) as MapConfig,
    // The table of the public map stands below it.
    part: (name) => document.querySelector<HTMLElement>(`[data-part=${name}]`),
    say: (message) => {
      if (!status) return;
      status.textContent = message;
      status.hidden = message === "";
    },
  };
}
