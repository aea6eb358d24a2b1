// Drawing files of areas: TopoJSON with one object "areas", or plain GeoJSON; kept once read.
import type { Feature, FeatureCollection, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { getJson } from "../shared/fetching";

export interface ShapeProperties {
  code: string;
  name_th: string;
  name_en: string;
}
export type Shape = Feature<Geometry, ShapeProperties>;
type Drawing =
  | FeatureCollection<Geometry, ShapeProperties>
  | Topology<{ areas: GeometryCollection<ShapeProperties> }>;

const kept = new Map<string, Promise<Shape[]>>();

export function shapesOf(base: string, name: string): Promise<Shape[]> {
  const url = base.replace("NAME", name);
  const known = kept.get(url);
  if (known) return known;
  const reading = getJson<Drawing>(url).then(asFeatures);
  reading.catch(() => kept.delete(url)); // a lost connection may be tried again
  kept.set(url, reading);
  return reading;
}

export function asFeatures(drawing: Drawing): Shape[] {
  if (drawing.type === "Topology") return feature(drawing, drawing.objects.areas).features;
  return drawing.features;
}
