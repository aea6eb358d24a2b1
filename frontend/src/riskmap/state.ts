// What the address says: the list's filters, how areas are divided and shaded, layers and camera.

export interface Camera {
  lon: number;
  lat: number;
  zoom: number;
}

export interface MapState {
  /** The list's own parameters, so that list and map show the same pins. */
  filters: URLSearchParams;
  /** Areas of the country view: "province" or a region scheme. */
  by: string;
  /** Denominator of the shading: "agencies", "residents", "count", or "" for what suits the level. */
  per: string;
  areas: boolean;
  /** null: as it suits the level, pins inside a province and areas alone above. */
  pins: boolean | null;
  camera: Camera | null;
}

/** Parameters that belong to the map alone; the list ignores them. */
const OWN = new Set(["by", "per", "layers", "at"]);
/** Parameters that belong to the list alone. */
const LIST_ONLY = new Set(["page", "size", "sort"]);
export const PLACE_KEYS = ["region", "province", "district", "subdistrict"] as const;

export function readState(query: string): MapState {
  const given = new URLSearchParams(query);
  const filters = new URLSearchParams();
  for (const [key, value] of given) {
    if (!OWN.has(key) && !LIST_ONLY.has(key) && value !== "") filters.append(key, value);
  }
  const layers = given.get("layers");
  return {
    filters,
    by: given.get("by") ?? "province",
    per: given.get("per") ?? "",
    areas: layers === null || layers.includes("areas"),
    pins: layers === null ? null : layers.includes("pins"),
    camera: readCamera(given.get("at")),
  };
}

/** "100.52,13.75,9.5" -> a camera; null for anything that is not a place on the map. */
export function readCamera(text: string | null): Camera | null {
  const parts = (text ?? "").split(",").map(Number);
  const [lon, lat, zoom] = parts;
  if (parts.length !== 3 || lon === undefined || lat === undefined || zoom === undefined) return null;
  const sound = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 22;
  return sound && text ? { lon, lat, zoom } : null;
}

export function writeState(state: MapState): string {
  const query = new URLSearchParams(state.filters);
  if (state.by !== "province") query.set("by", state.by);
  if (state.per) query.set("per", state.per);
  const layers = [state.areas ? "areas" : "", state.pins ? "pins" : ""].filter(Boolean);
  if (state.pins !== null || !state.areas) query.set("layers", layers.join(".") || "none");
  if (state.camera) query.set("at", writeCamera(state.camera));
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `?${text}` : "";
}

const writeCamera = ({ lon, lat, zoom }: Camera): string =>
  `${lon.toFixed(4)},${lat.toFixed(4)},${zoom.toFixed(2)}`;

/** The filters with another place: every place parameter goes, then the new ones come. */
export function withPlace(filters: URLSearchParams, place: Record<string, string>): URLSearchParams {
  const next = new URLSearchParams(filters);
  for (const key of [...PLACE_KEYS, "view"]) next.delete(key);
  for (const [key, value] of Object.entries(place)) if (value) next.set(key, value);
  return next;
}

/** Whether pins are drawn: as chosen, else from the province inwards. */
export const showsPins = (state: MapState): boolean =>
  state.pins ?? ["province", "district", "subdistrict"].some((key) => state.filters.has(key));

export const namesPlace = (filters: URLSearchParams): boolean =>
  [...PLACE_KEYS, "view"].some((key) => filters.has(key));
