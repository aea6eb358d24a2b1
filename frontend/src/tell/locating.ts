// Where a point lies, worked out in the browser: the server is asked for shapes, never about a point.
import { type Shape, shapesOf } from "../riskmap/shapes";
import { holds } from "./ground";
import { nearest, placesOf, type PlaceFile } from "./placefile";

const FAR_KM = 30;

const inside = (shapes: Shape[], lon: number, lat: number): string =>
  shapes.find(({ geometry }) => holds(geometry, lon, lat))?.properties.code ?? "";

/** The finest code that is known to hold the point; "" outside the country. */
export async function locate(shapesUrl: string, placesUrl: string, lon: number, lat: number): Promise<string> {
  const province = inside(await shapesOf(shapesUrl, "country-province"), lon, lat);
  if (!province) return "";
  const file = await placesOf(placesUrl, province);
  if (file.is_approximate) return roughly(file, lon, lat);
  const subdistricts = await shapesOf(shapesUrl, `province-${province}-subdistrict`);
  return inside(subdistricts, lon, lat) || roughly(file, lon, lat);
}

/** Without boundaries only the town of a district is known: never more is claimed than that. */
function roughly(file: PlaceFile, lon: number, lat: number): string {
  const near = nearest(file, lon, lat);
  return near && near.km <= FAR_KM ? near.code.slice(0, 4) : file.province;
}

export interface Position {
  lon: number;
  lat: number;
  accuracyM: number;
}

/** Asks the device, once; null when it does not say. */
export function devicePosition(): Promise<Position | null> {
  if (!("geolocation" in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
