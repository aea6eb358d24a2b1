import { describe, expect, it } from "vitest";
import { distanceKm, holds } from "./ground";

const square = (from: number, to: number): number[][] => [
  [from, from], [to, from], [to, to], [from, to], [from, from],
];

describe("the area that holds a point", () => {
  it("is found in a polygon, and not in its hole", () => {
    const ring = { type: "Polygon" as const, coordinates: [square(0, 10), square(4, 6)] };
    expect(holds(ring, 2, 2)).toBe(true);
    expect(holds(ring, 5, 5)).toBe(false);
    expect(holds(ring, 11, 5)).toBe(false);
  });

  it("is found in any part of several", () => {
    const islands = { type: "MultiPolygon" as const, coordinates: [[square(0, 1)], [square(5, 6)]] };
    expect(holds(islands, 5.5, 5.5)).toBe(true);
    expect(holds(islands, 3, 3)).toBe(false);
  });

  it("is never a line or a point", () => {
    expect(holds({ type: "Point", coordinates: [1, 1] }, 1, 1)).toBe(false);
  });
});

it("distances are those of the globe within a province", () => {
  // Samut Sakhon to Bangkok (Grand Palace): 100.2744, 13.5475 and 100.4913, 13.7500: 32.5 km
  expect(distanceKm(100.2744, 13.5475, 100.4913, 13.75)).toBeCloseTo(32.5, 0);
});
