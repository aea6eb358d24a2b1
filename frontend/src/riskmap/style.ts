// The drawing order of the map: sea, land, areas, borders, names, pins.
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import * as colour from "./palette";
import { farLabels } from "./labels";

export const FONT = ["Sarabun Map"];
export const STRONG_FONT = ["Sarabun Map Strong"];
const EMPTY = { type: "FeatureCollection" as const, features: [] };

export function baseStyle(basemapUrl: string, townsUrl: string, language: string): StyleSpecification {
  return {
    version: 8,
    sources: {
      basemap: { type: "geojson", data: basemapUrl },
      far: { type: "geojson", data: farLabels(language) },
      towns: { type: "geojson", data: townsUrl },
      areas: { type: "geojson", data: EMPTY, attribution: "" },
      frame: { type: "geojson", data: EMPTY },
      names: { type: "geojson", data: EMPTY },
      pins: { type: "geojson", data: EMPTY },
    },
    layers: [...groundLayers(), ...areaLayers(), ...nameLayers(), ...pinLayers()],
  };
}

function groundLayers(): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": colour.SEA } },
    {
      id: "land", type: "fill", source: "basemap", filter: ["==", ["get", "kind"], "land"],
      paint: { "fill-color": colour.LAND, "fill-outline-color": colour.BORDER },
    },
    {
      id: "borders", type: "line", source: "basemap", filter: ["==", ["get", "kind"], "border"],
      paint: { "line-color": colour.BORDER, "line-width": 1, "line-dasharray": [3, 2] },
    },
  ];
}

function areaLayers(): LayerSpecification[] {
  const shade = ["match", ["get", "class"], ...colour.SHADES.flatMap((c, i) => [i, c]), colour.GROUND];
  return [
    { id: "frame-ground", type: "fill", source: "frame", paint: { "fill-color": colour.GROUND } },
    {
      id: "frame-line", type: "line", source: "frame", layout: { "line-join": "round" },
      paint: {
        "line-color": colour.OUTLINE,
        "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.5, 9, 1],
        "line-opacity": 0.4,
      },
    },
    { id: "areas-ground", type: "fill", source: "areas", paint: { "fill-color": colour.GROUND } },
    {
      id: "areas-fill", type: "fill", source: "areas",
      filter: ["in", ["get", "state"], ["literal", ["ok", "few", "none"]]],
      paint: {
        "fill-color": shade as never,
        // Little data speaks more softly, so that hatched never looks like the worst.
        // Close up the shading steps back, so that pins and names stand out.
        "fill-opacity": [
          "interpolate", ["linear"], ["zoom"],
          11, ["case", ["==", ["get", "state"], "few"], 0.5, 1],
          13.5, ["case", ["==", ["get", "state"], "few"], 0.2, 0.35],
        ],
      },
    },
    {
      id: "areas-hatch", type: "fill", source: "areas", filter: ["==", ["get", "state"], "few"],
      paint: { "fill-pattern": "hatch" },
    },
    {
      id: "areas-dots", type: "fill", source: "areas", filter: ["==", ["get", "state"], "no_data"],
      paint: { "fill-pattern": "dots" },
    },
    {
      id: "areas-line", type: "line", source: "areas", layout: { "line-join": "round" },
      paint: {
        "line-color": colour.OUTLINE, "line-opacity": 0.65,
        "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.6, 9, 1.2, 12, 1.6],
      },
    },
    {
      id: "areas-hover", type: "line", source: "areas", layout: { "line-join": "round" },
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": colour.INK, "line-width": 2.5 },
    },
    {
      id: "areas-chosen", type: "line", source: "areas", layout: { "line-join": "round" },
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": colour.BRAND, "line-width": 4 },
    },
  ];
}

const HALO = { "text-halo-color": "rgba(255,255,255,0.88)", "text-halo-width": 1.6 };

function nameLayers(): LayerSpecification[] {
  return [
    {
      id: "sea-names", type: "symbol", source: "far", filter: ["==", ["get", "kind"], "sea"],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 15, "text-letter-spacing": 0.12, "text-max-width": 7 },
      paint: { "text-color": colour.SEA_INK },
    },
    {
      id: "country-names", type: "symbol", source: "far", filter: ["==", ["get", "kind"], "country"],
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 16, "text-letter-spacing": 0.08 },
      paint: { "text-color": "#857d6c", "text-halo-color": colour.LAND, "text-halo-width": 1.5 },
    },
    {
      id: "towns", type: "symbol", source: "towns", minzoom: 7.5,
      filter: [">=", ["get", "population"], ["step", ["zoom"], 100000, 8, 40000, 9, 15000, 10, 0]],
      layout: {
        "icon-image": "town", "text-field": ["get", "name"], "text-font": FONT, "text-size": 12.5,
        "text-anchor": "left", "text-offset": [0.55, 0],
        "symbol-sort-key": ["-", 0, ["get", "population"]],
      },
      paint: { "text-color": colour.MUTED, ...HALO },
    },
    {
      id: "names", type: "symbol", source: "names",
      layout: {
        "text-field": ["get", "name"], "text-font": STRONG_FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 5, 11, 7, 13.5, 10, 16],
        "text-max-width": 8, "text-padding": 3, "symbol-sort-key": ["get", "rank"],
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"], "text-radial-offset": 1.3,
      },
      paint: {
        "text-color": ["case", ["get", "dark"], "#ffffff", colour.INK],
        "text-halo-color": ["case", ["get", "dark"], "rgba(7,58,80,0.75)", "rgba(255,255,255,0.88)"],
        "text-halo-width": 1.4,
      },
    },
  ];
}

function pinLayers(): LayerSpecification[] {
  return [
    {
      id: "pins", type: "symbol", source: "pins", filter: ["!", ["has", "count"]],
      layout: {
        "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-padding": 0,
        "symbol-sort-key": ["get", "rank"],
      },
    },
    {
      id: "clusters", type: "symbol", source: "pins", filter: ["has", "count"],
      layout: {
        "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-padding": 0,
        "text-field": ["get", "label"], "text-font": STRONG_FONT, "text-size": 13,
        "text-allow-overlap": true, "text-ignore-placement": true, "text-offset": ["get", "shift"],
        "symbol-sort-key": ["get", "rank"],
      },
      paint: { "text-color": ["get", "ink"] },
    },
  ];
}
