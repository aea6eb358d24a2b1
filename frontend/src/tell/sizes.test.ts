import { expect, it } from "vitest";
import { dayText, sizeText } from "./sizes";

it("sizes are told in the unit that fits", () => {
  expect([900, 3_600, 25 * 1024 * 1024].map(sizeText)).toEqual(["900 B", "4 kB", "25.0 MB"]);
});

it("days are told in the era of the language", () => {
  expect(dayText("2026-11-25", "th")).toBe("25\u00a0พ.ย.\u00a02569");
  expect(dayText("2026-11-25", "en")).toBe("25\u00a0Nov\u00a02026");
});
