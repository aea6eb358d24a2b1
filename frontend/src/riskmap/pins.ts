// Pins of the shown part: clusters where they would touch, single pins where they are few.
import type { Feature, Point } from "geojson";
import type { GeoJSONSource, Map as MapLibreMap, MapGeoJSONFeature } from "maplibre-gl";
import { getJson, isAbort } from "../shared/fetching";
import { LEVEL_INK } from "./palette";
import type { Cluster, Level, PinPoint, PinsAnswer } from "./types";

const RANK: Record<Level, number> = { CLOSED: -1, NONE: 0, LOW: 1, MEDIUM: 2, HIGH: 3, VERY_HIGH: 4 };
/** Figures sit low in a triangle, so that its point stays free. */
const SHIFT: Partial<Record<Level, [number, number]>> = { MEDIUM: [0, 0.3] };

export const clusterSize = (count: number): number =>
  count < 10 ? 0 : count < 100 ? 1 : count < 1000 ? 2 : 3;

export const shortCount = (count: number): string =>
  count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 10_000 ? 1 : 0)}k`;

export function clusterFeature({ lon, lat, count, level, ids }: Cluster): Feature<Point> {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: {
      count,
      ids: JSON.stringify(ids),
      icon: `cluster-${level}-${clusterSize(count)}`,
      label: shortCount(count),
      ink: LEVEL_INK[level],
      shift: SHIFT[level] ?? [0, 0],
      rank: RANK[level] * 1e6 + count,
    },
  };
}

export function pinFeature(pin: PinPoint): Feature<Point> {
  const flags = `${pin.verify ? "v" : ""}${pin.stoppable ? "s" : ""}`;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [pin.lon, pin.lat] },
    properties: { id: pin.id, icon: `pin-${pin.level}-${flags}`, rank: RANK[pin.level] },
  };
}

export class PinLayer {
  private asking: AbortController | null = null;

  constructor(
    private readonly map: MapLibreMap,
    private readonly url: string,
  ) {}

  /** Asks for the shown frame; an older question that is still open is dropped. */
  async refresh(filters: URLSearchParams): Promise<number> {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams(filters);
    query.set("frame", this.frame());
    query.set("zoom", this.map.getZoom().toFixed(2));
    try {
      const answer = await getJson<PinsAnswer>(`${this.url}?${query}`, this.asking.signal);
      this.draw([...answer.pins.map(pinFeature), ...answer.clusters.map(clusterFeature)]);
      return answer.count;
    } catch (fault) {
      if (isAbort(fault)) return 0;
      throw fault;
    }
  }

  clear(): void {
    this.asking?.abort();
    this.draw([]);
  }

  at(point: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const around: [[number, number], [number, number]] = [
      [point.x - 8, point.y - 8],
      [point.x + 8, point.y + 8],
    ];
    return this.map.queryRenderedFeatures(around, { layers: ["clusters", "pins"] })[0];
  }

  private draw(features: Feature<Point>[]): void {
    (this.map.getSource("pins") as GeoJSONSource).setData({ type: "FeatureCollection", features });
  }

  private frame(): string {
    const box = this.map.getBounds();
    const sides = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
    return sides.map((side) => side.toFixed(4)).join(",");
  }
}
