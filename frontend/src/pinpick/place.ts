// What the server knows of a point and of a typed place.
import { getJson, ServerFault } from "../shared/fetching";

export interface Located {
  subdistrict: string;
  district: string;
  province: string;
  name: string;
  distance_m: number;
  is_approximate: boolean;
}
export interface Refused {
  message: string;
  offer: string | null;
}
export interface PlaceHit {
  label: string;
  lon: number;
  lat: number;
  zoom: number;
}

export async function locate(url: string, lon: number, lat: number): Promise<Located | Refused> {
  const answer = await fetch(`${url}?lon=${lon.toFixed(6)}&lat=${lat.toFixed(6)}`, {
    credentials: "same-origin",
    headers: { accept: "application/json" },
  });
  if (!answer.ok && answer.status !== 422) throw new ServerFault(String(answer.status));
  return (await answer.json()) as Located | Refused;
}

export async function searchPlaces(url: string, text: string): Promise<PlaceHit[]> {
  const query = new URLSearchParams({ q: text });
  const { hits } = await getJson<{ hits: PlaceHit[] }>(`${url}?${query}`);
  // All are places here: what kind of thing was found, which the map's search says, is left out.
  return hits.map(({ label, lon, lat, zoom }) => ({ label, lon, lat, zoom }));
}

/** Six decimals are a tenth of a metre: more would only look exact. */
export const degrees = (value: number): string => value.toFixed(6);

/** Metres that a fingertip may err on the screen: eight pixels, at least ten metres. */
export function screenAccuracyM(lat: number, zoom: number): number {
  const metres = (78271.517 * Math.cos((lat * Math.PI) / 180)) / 2 ** zoom;
  return Math.max(10, Math.round((metres * 8) / 10) * 10);
}
