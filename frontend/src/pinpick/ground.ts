// The ground under the crosshair: provinces first, then the subdistricts of the one that is meant.
import type { FeatureCollection, Point } from "geojson";
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { labelPoint } from "../riskmap/labelpoint";
import { type Shape, shapesOf } from "../riskmap/shapes";
import type { Located } from "./place";

function names(shapes: Shape[], language: string): FeatureCollection<Point> {
  const features = shapes.flatMap(({ geometry, properties }) => {
    const point = labelPoint(geometry);
    if (!point) return [];
    const name = language === "en" ? properties.name_en : properties.name_th;
    return [
      {
        type: "Feature" as const,
        properties: { name, dark: false, rank: 0 },
        geometry: { type: "Point" as const, coordinates: point },
      },
    ];
  });
  return { type: "FeatureCollection", features };
}

function draw(map: MapLibreMap, source: string, shapes: Shape[]): void {
  const features = shapes.map(({ geometry, properties: { code } }) => ({
    type: "Feature" as const,
    properties: { code, class: 0, state: "outside" },
    geometry,
  }));
  (map.getSource(source) as GeoJSONSource).setData({ type: "FeatureCollection", features });
}

export async function showProvinces(map: MapLibreMap, base: string, language: string): Promise<void> {
  const provinces = await shapesOf(base, "country-province");
  draw(map, "frame", provinces);
  (map.getSource("names") as GeoJSONSource).setData(names(provinces, language));
}

const drawn = new WeakMap<MapLibreMap, string>();

export async function showSubdistricts(
  map: MapLibreMap, base: string, found: Located, language: string,
): Promise<void> {
  map.setFilter("areas-chosen", ["==", ["get", "code"], found.subdistrict]);
  if (found.is_approximate || drawn.get(map) === found.province) return; // no pack: provinces stay
  drawn.set(map, found.province);
  const shapes = await shapesOf(base, `province-${found.province}-subdistrict`).catch(() => []);
  if (shapes.length === 0) return;
  draw(map, "areas", shapes);
  (map.getSource("names") as GeoJSONSource).setData(names(shapes, language));
}
