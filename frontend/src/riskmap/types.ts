// What the server tells the map. The shapes of these records are those of workspace/map and
// portal/riskmap on the server.

export type Level = "CLOSED" | "NONE" | "LOW" | "MEDIUM" | "HIGH" | "VERY_HIGH";
export const LEVELS: readonly Level[] = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH"];

/** How an area is drawn: by its class, hatched over its class, dotted, white, or left alone. */
export type AreaState = "ok" | "few" | "no_data" | "none" | "outside";

export interface AreaCount {
  code: string;
  name: string;
  count: number;
  weighted: number;
  rate: number | null;
  class: number;
  state: AreaState;
  /** Open pins by level, low to very high. */
  levels: readonly [number, number, number, number] | null;
  denominator: number | null;
}

export interface Step {
  code: string;
  name: string;
  /** Filter parameters that lead here. */
  params: Record<string, string>;
}

export interface AreasAnswer {
  level: "region" | "province" | "district" | "subdistrict";
  /** Names of drawing files, and the code that the wanted shapes start with. */
  shapes: { name: string; within: string }[];
  areas: AreaCount[];
  total: { count: number; weighted: number; levels: readonly number[] | null };
  legend: Legend;
  trail: Step[];
  /** What the rates are divided by: agencies, residents, count. */
  per: string;
  /** Why no area shows a figure, in plain words; empty when one does. */
  reason?: string;
  /** The shown frame: west, south, east, north. */
  bounds: readonly [number, number, number, number] | null;
}

export interface Legend {
  title: string;
  unit: string;
  breaks: number[];
  method: string;
  basis: string;
  as_of: string;
  source: string;
  /** Words of the hatched state, where they differ from "little data". */
  few?: string;
  notes: string[];
}

export interface Cluster {
  lon: number;
  lat: number;
  count: number;
  level: Level;
  ids: number[];
}

export interface PinPoint {
  id: number;
  lon: number;
  lat: number;
  level: Level;
  verify: boolean;
  stoppable: boolean;
}

export interface PinsAnswer {
  clusters: Cluster[];
  pins: PinPoint[];
  count: number;
}

export interface Hit {
  kind: "place" | "agency" | "pin";
  label: string;
  detail: string;
  lon: number | null;
  lat: number | null;
  zoom: number;
  params: Record<string, string>;
  id: number | null;
}

/** What the page gives the map, in <script type="application/json" id="map-config">. */
export interface MapConfig {
  language: "th" | "en";
  urls: {
    areas: string;
    pins?: string;
    card?: string;
    search?: string;
    list?: string;
    shapes: string;
    towns: string;
  };
  is_approximate: boolean;
  attribution: string;
  disclaimer: string;
  /** Filter parameters of the first view when the address names no area. */
  home: Record<string, string>;
  years: number[];
  divisions: { code: string; name: string }[];
  bases: { code: string; name: string }[];
}
