// Brings MapLibre in when a map is wanted, with Sarabun ready, since letters are drawn from the
// page's own fonts and there is no glyph server.
import type { Map as MapLibreMap } from "maplibre-gl";
import basemapUrl from "../../generated/basemap.json?url";
import { addMarkers } from "./markers";
import { INK, SURFACE } from "./palette";
import { addPatterns } from "./patterns";
import { baseStyle } from "./style";
import type { Words } from "./words";

export const THAILAND: [number, number, number, number] = [97.2, 5.5, 105.8, 20.6];
const REACH: [number, number, number, number] = [87, 0, 116, 27];

export interface OpenOptions {
  language: string;
  words: Words;
  townsUrl: string;
  bounds?: [number, number, number, number];
}

export function hasWebgl(): boolean {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

/** The map, loaded and empty of data; rejects where WebGL is missing or blocked. */
export async function openMap(container: HTMLElement, options: OpenOptions): Promise<MapLibreMap> {
  const [library, worker] = await Promise.all([
    import("maplibre-gl"),
    import("maplibre-gl/dist/maplibre-gl-worker.mjs?url"),
    document.fonts.load('16px "Sarabun Map"', "กA1"),
    document.fonts.load('16px "Sarabun Map Strong"', "กA1"),
  ]);
  library.setWorkerUrl(worker.default);
  const map = new library.Map({
    container,
    style: baseStyle(absolute(basemapUrl), absolute(options.townsUrl), options.language),
    bounds: options.bounds ?? THAILAND,
    fitBoundsOptions: { padding: 24 },
    maxBounds: REACH,
    minZoom: 3.5,
    maxZoom: 16,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: { "Map.Title": options.words.mapLabel },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", options.words.mapLabel);
  await new Promise<void>((resolve) => void map.once("load", () => resolve()));
  addPatterns(map);
  addMarkers(map);
  map.addImage("town", townDot(), { pixelRatio: 2 });
  return map;
}

const absolute = (url: string): string => new URL(url, document.baseURI).href;

function townDot(): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 14;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.beginPath();
  pen.arc(7, 7, 4, 0, 2 * Math.PI);
  pen.fillStyle = SURFACE;
  pen.fill();
  pen.lineWidth = 2.5;
  pen.strokeStyle = INK;
  pen.stroke();
  return pen.getImageData(0, 0, 14, 14);
}

/** Tells tests and assistive scripts when everything that was asked for has been drawn. */
export class Readiness {
  private waiting = 0;

  constructor(private readonly map: MapLibreMap) {
    map.on("idle", () => this.tell());
    map.on("movestart", () => this.busy());
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.waiting += 1;
    this.busy();
    try {
      return await work;
    } finally {
      this.waiting -= 1;
      this.map.triggerRepaint();
    }
  }

  private busy(): void {
    document.body.dataset["map"] = "busy";
  }

  private tell(): void {
    if (this.waiting === 0) document.body.dataset["map"] = "idle";
  }
}
