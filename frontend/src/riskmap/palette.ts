// The map is a light sheet in both themes, as a printed map is; the tokens of the same names in
// styles/tokens.css hold the light values.
import type { Level } from "./types";

export const INK = "#1b2430";
export const MUTED = "#586272";
export const PAPER = "#fbfaf7";
export const SURFACE = "#ffffff";
export const LINE = "#dfe3e8";
export const BRAND = "#0b4f6c";
export const FOCUS = "#ffbf47";

export const SEA = "#d7e5ea";
export const LAND = "#efebe1";
export const GROUND = "#f8f5ee";
export const BORDER = "#b9b3a5";
export const OUTLINE = "#6d7b83";
export const SEA_INK = "#4d7486";

/** Sequential shades of the classes 1 to 5, light sand to deep teal; index 0 is zero. */
export const SHADES = ["#ffffff", "#f3e9d2", "#cfdcc4", "#8fbfb8", "#4a8fa0", "#0b4f6c"] as const;
export const NO_DATA = "#e6e8ec";

export const LEVEL_COLOURS: Record<Level, string> = {
  LOW: "#2f8f5b",
  MEDIUM: "#d9a400",
  HIGH: "#d9641e",
  VERY_HIGH: "#b3261e",
  NONE: "#66707d",
  CLOSED: "#7c9488",
};
/** Amber is too light for white figures. */
export const LEVEL_INK: Record<Level, string> = {
  LOW: "#ffffff",
  MEDIUM: "#1b2430",
  HIGH: "#1b2430",
  VERY_HIGH: "#ffffff",
  NONE: "#ffffff",
  CLOSED: "#1b2430",
};
