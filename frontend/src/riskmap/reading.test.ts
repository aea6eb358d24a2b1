import { describe, expect, it } from "vitest";
import { inWords, read, write } from "./controls/filters";
import { classTexts, legendRows, tally } from "./controls/legend";
import { wrapped } from "./controls/picture";
import { rateText } from "./controls/summary";
import { clusterFeature, clusterSize, pinFeature, shortCount } from "./pins";
import type { AreaCount, AreasAnswer } from "./types";
import { figure, wordsFor } from "./words";

const words = wordsFor("en");
const area = (part: Partial<AreaCount>): AreaCount => ({
  code: "74", name: "Samut Sakhon", count: 9, weighted: 20, rate: 12.34, class: 1, state: "ok",
  levels: [1, 1, 1, 1], denominator: 38, ...part,
});
const legend = {
  title: "Risk", unit: "per 100 agencies", breaks: [2, 5], method: "", basis: "", as_of: "", source: "", notes: [],
};
const answer = (areas: AreaCount[]): AreasAnswer => ({
  level: "province", shapes: [], areas, total: { count: 0, weighted: 0, levels: null }, legend, trail: [],
  per: "agencies", bounds: null,
});

describe("the legend", () => {
  it("says classes by their limits", () => {
    expect(classTexts([2, 5], words)).toEqual(["under 2", "2 – 5", "from 5"]);
    expect(classTexts([2.5, 5], words)).toEqual(["under 2.5", "2.5 – 5.0", "from 5.0"]);
    expect(classTexts([150, 1200], words)).toEqual(["under 150", "150 – 1,200", "from 1,200"]);
  });

  it("ends a class of counts before the next begins", () => {
    expect(classTexts([7, 10, 11], words, true)).toEqual(["under 7", "7 – 9", "10", "from 11"]);
  });

  it("says the figure itself when there is only one", () => {
    const rows = legendRows({ ...answer([area({ rate: 35 })]), legend: { ...legend, breaks: [] } }, words);
    expect(rows.map((row) => row.text)).toEqual(["35"]);
  });

  it("names no class when no area has a figure", () => {
    const rows = legendRows(answer([area({ state: "few" }), area({ state: "few" })]), words);
    expect(rows.map((row) => row.pattern)).toEqual(["hatch"]);
  });

  it("counts each class and tells few, none and no data apart", () => {
    const given = answer([
      area({}), area({ class: 3 }), area({ state: "few" }), area({ state: "none" }),
      area({ state: "no_data" }), area({ state: "outside" }),
    ]);
    expect(tally(given).classes).toEqual([0, 1, 0, 1, 0, 0]);
    const rows = legendRows(given, words);
    expect(rows.map((row) => row.count)).toEqual([1, 1, 0, 1, 1, 1]);
    expect(rows.filter((row) => row.pattern).map((row) => row.pattern)).toEqual(["hatch", "dots"]);
  });
});

describe("rates", () => {
  it("say their unit, and say little data as such", () => {
    expect(rateText(area({}), legend, words)).toBe("12.3 per 100 agencies");
    expect(rateText(area({ state: "few" }), legend, words)).toContain("Little data");
    expect(rateText(area({ state: "few" }), { ...legend, few: "Fewer than 5" }, words)).toBe("Fewer than 5");
    expect(rateText(area({ state: "none" }), legend, words)).toBe("No open pins");
    expect(rateText(area({ state: "no_data", rate: null }), legend, words)).toBe("No data");
    expect(rateText(area({ state: "outside" }), legend, words)).toBe("Outside your area");
  });
});

describe("pins", () => {
  it("carry level, verification and the clock in their picture", () => {
    const pin = { id: 7, lon: 100, lat: 13, level: "HIGH" as const, verify: true, stoppable: true };
    expect(pinFeature(pin).properties).toEqual({ id: 7, icon: "pin-HIGH-vs", rank: 3 });
  });

  it("gather in clusters that say how many", () => {
    const made = clusterFeature({ lon: 100, lat: 13, count: 1234, level: "MEDIUM", ids: [] });
    expect(made.properties).toMatchObject({ icon: "cluster-MEDIUM-3", label: "1.2k" });
    expect([9, 10, 99, 100, 1000].map(clusterSize)).toEqual([0, 1, 1, 2, 3]);
    expect([999, 25_000].map(shortCount)).toEqual(["999", "25k"]);
  });
});

describe("the filter form", () => {
  const form = document.createElement("form");
  form.innerHTML = `<input type="search" name="text"><select name="category"><option value="">All</option>
    <option value="PRC">Procurement</option></select><label><input type="checkbox" name="level" value="HIGH">High</label>
    <label><input type="checkbox" name="level" value="LOW">Low</label>`;

  it("takes over and gives back an address", () => {
    const filters = new URLSearchParams("category=PRC&level=HIGH&level=LOW&text=road");
    write(form, filters);
    expect([...read(form)].sort()).toEqual([...filters].sort());
    expect(inWords(form)).toEqual(["“road”", "Procurement", "High", "Low"]);
    write(form, new URLSearchParams());
    expect(read(form).size).toBe(0);
  });
});

it("breaks lines of Thai between words", () => {
  const pen = { measureText: (text: string) => ({ width: text.length * 10 }) as TextMetrics };
  const lines = wrapped(pen, "เป็นเพียงการระบุความเสี่ยง", 120);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("")).toBe("เป็นเพียงการระบุความเสี่ยง");
});

it("writes figures alike in both languages and names everything in both", () => {
  expect(figure(1234.5, 1)).toBe("1,234.5");
  expect(Object.keys(wordsFor("th"))).toEqual(Object.keys(wordsFor("en")));
});
