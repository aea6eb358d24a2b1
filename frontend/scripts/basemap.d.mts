import type { Plugin } from "vite";

export function makeBasemap(): void;
export function basemap(): Plugin;
