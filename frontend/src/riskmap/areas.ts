// The choropleth: shapes joined with what the server counted in them.
import type { FeatureCollection, Point, Polygon } from "geojson";
import type { GeoJSONSource, Map as MapLibreMap } from "maplibre-gl";
import { boundsOf, labelPoint } from "./labelpoint";
import { type Shape, shapesOf } from "./shapes";
import type { AreaCount, AreasAnswer } from "./types";

export type Bounds = [number, number, number, number];

export interface DrawnAreas {
  bounds: Bounds | null;
}

const FILLS = ["areas-fill", "areas-hatch", "areas-dots"];

export class AreaLayer {
  private counts = new Map<string, AreaCount>();

  constructor(
    private readonly map: MapLibreMap,
    private readonly shapeBase: string,
    private readonly language: string,
  ) {}

  /** Draws an answer; gives the frame of the shown areas. */
  async draw(answer: AreasAnswer): Promise<DrawnAreas> {
    const files = await Promise.all(
      answer.shapes.map(async ({ name, within }) =>
        (await shapesOf(this.shapeBase, name)).filter((s) => s.properties.code.startsWith(within)),
      ),
    );
    const known = new Map(answer.areas.map((area) => [area.code, area]));
    const shapes = files.flat().filter((s) => known.has(s.properties.code));
    this.counts = known;
    this.source("areas").setData(this.joined(shapes));
    this.source("names").setData(this.names(shapes));
    await this.frame(answer);
    return { bounds: boundsOf(shapes.map((s) => s.geometry)) };
  }

  count(code: string): AreaCount | undefined {
    return this.counts.get(code);
  }

  at(point: { x: number; y: number }): AreaCount | undefined {
    const [hit] = this.map.queryRenderedFeatures([point.x, point.y], { layers: ["areas-ground"] });
    return hit ? this.counts.get(String(hit.properties["code"])) : undefined;
  }

  hover(code: string): void {
    this.map.setFilter("areas-hover", ["==", ["get", "code"], code]);
  }

  choose(code: string): void {
    this.map.setFilter("areas-chosen", ["==", ["get", "code"], code]);
  }

  show(isShown: boolean): void {
    for (const id of FILLS) {
      this.map.setLayoutProperty(id, "visibility", isShown ? "visible" : "none");
    }
  }

  /** The other provinces stay visible, quietly, around the one that was opened. */
  private async frame({ level, areas }: AreasAnswer): Promise<void> {
    const isWhole = level === "region" || areas.length > 70;
    const provinces = isWhole ? [] : await shapesOf(this.shapeBase, "country-province");
    this.source("frame").setData({ type: "FeatureCollection", features: provinces });
  }

  private joined(shapes: Shape[]): FeatureCollection {
    return {
      type: "FeatureCollection",
      features: shapes.map(({ geometry, properties: { code } }) => {
        const area = this.counts.get(code);
        const properties = { code, class: area?.class ?? 0, state: area?.state ?? "outside" };
        return { type: "Feature", geometry: geometry as Polygon, properties };
      }),
    };
  }

  private names(shapes: Shape[]): FeatureCollection<Point> {
    const features = shapes.flatMap(({ geometry, properties }) => {
      const point = labelPoint(geometry);
      const area = this.counts.get(properties.code);
      if (!point || !area) return [];
      const name = this.language === "en" ? properties.name_en : properties.name_th;
      const dark = area.state === "ok" && area.class >= 4;
      return [
        {
          type: "Feature" as const,
          properties: { name, dark, rank: -area.weighted },
          geometry: { type: "Point" as const, coordinates: point },
        },
      ];
    });
    return { type: "FeatureCollection", features };
  }

  private source(id: string): GeoJSONSource {
    return this.map.getSource(id) as GeoJSONSource;
  }
}
