// Names of the neighbours and the seas, written by hand; points are where the words look right.
import type { FeatureCollection, Point } from "geojson";

const NEIGHBOURS: [string, string, number, number][] = [
  ["เมียนมา", "Myanmar", 96.4, 19.7],
  ["ลาว", "Laos", 103.3, 19.6],
  ["กัมพูชา", "Cambodia", 104.9, 12.7],
  ["เวียดนาม", "Vietnam", 107.9, 14.3],
  ["มาเลเซีย", "Malaysia", 102.3, 4.4],
  ["จีน", "China", 102.2, 24.2],
  ["อินโดนีเซีย", "Indonesia", 98.9, 2.7],
];
const SEAS: [string, string, number, number][] = [
  ["อ่าวไทย", "Gulf of Thailand", 101.1, 10.4],
  ["ทะเลอันดามัน", "Andaman Sea", 96.2, 10.6],
  ["ช่องแคบมะละกา", "Strait of Malacca", 99.2, 5.2],
  ["ทะเลจีนใต้", "South China Sea", 108.6, 8.6],
];

export function farLabels(language: string): FeatureCollection<Point> {
  const one = (kind: string) => ([th, en, lon, lat]: [string, string, number, number]) => ({
    type: "Feature" as const,
    properties: { kind, name: language === "en" ? en : th },
    geometry: { type: "Point" as const, coordinates: [lon, lat] },
  });
  return {
    type: "FeatureCollection",
    features: [...NEIGHBOURS.map(one("country")), ...SEAS.map(one("sea"))],
  };
}
