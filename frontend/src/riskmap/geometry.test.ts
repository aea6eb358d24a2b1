import { describe, expect, it } from "vitest";
import { roundLength } from "./controls/scale";
import { boundsOf, labelPoint, ringArea } from "./labelpoint";
import { asFeatures } from "./shapes";

const square = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]];
const speck = [[10, 10], [10.1, 10], [10.1, 10.1], [10, 10]];

describe("the place of a name", () => {
  it("is the middle of a square", () => {
    const [x, y] = labelPoint({ type: "Polygon", coordinates: [square] }) ?? [0, 0];
    expect(x).toBeCloseTo(2, 1);
    expect(y).toBeCloseTo(2, 1);
  });

  it("is in the largest part, not between the parts", () => {
    const point = labelPoint({ type: "MultiPolygon", coordinates: [[speck], [square]] });
    expect(point?.[0]).toBeLessThan(4);
  });

  it("lies inside a bent shape whose centre lies outside", () => {
    const bent = [[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [0, 1], [0, 0]];
    const [x, y] = labelPoint({ type: "Polygon", coordinates: [bent] }) ?? [0, 0];
    expect(x > 8 || y < 1).toBe(true);
  });

  it("is nowhere in a broken ring", () => {
    expect(labelPoint({ type: "Polygon", coordinates: [[[0, 0], [1, 1]]] })).toBeNull();
    expect(labelPoint({ type: "Point", coordinates: [0, 0] })).toBeNull();
  });
});

it("measures rings and frames", () => {
  expect(ringArea(square)).toBe(16);
  const parts = [{ type: "Polygon" as const, coordinates: [square] }, { type: "Polygon" as const, coordinates: [speck] }];
  expect(boundsOf(parts)).toEqual([0, 0, 10.1, 10.1]);
  expect(boundsOf([])).toBeNull();
});

it("takes plain GeoJSON and TopoJSON alike", () => {
  const properties = { code: "74", name_th: "สมุทรสาคร", name_en: "Samut Sakhon" };
  const topology = {
    type: "Topology" as const,
    arcs: [square],
    objects: {
      areas: { type: "GeometryCollection" as const, geometries: [{ type: "Polygon" as const, arcs: [[0]], properties }] },
    },
  };
  const [fromTopology] = asFeatures(topology as never);
  const [plain] = asFeatures({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [square] } }],
  });
  expect(fromTopology?.geometry).toEqual(plain?.geometry);
  expect(fromTopology?.properties.code).toBe("74");
});

it.each([[999, 500], [1000, 1000], [4999, 2000], [73, 50]])("rounds a scale of %d to %d", (limit, length) => {
  expect(roundLength(limit)).toBe(length);
});
