// @vitest-environment node
import { describe, expect, it } from "vitest";
import { newUuid } from "./bytes";
import { faultOf } from "./testing";
import { solveWork, zeroBits } from "./work";

describe("proof of work", () => {
  it("counts the zero bits at the front", () => {
    expect([[0x80], [0x7f], [0, 0xff], [0, 0x01], [0, 0]].map((bytes) => zeroBits(Uint8Array.from(bytes)))).toEqual([0, 1, 8, 15, 16]);
  });

  it("lets the page live while it works, and stops when it is told to", async () => {
    const [control, tried] = [new AbortController(), [] as number[]];
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 5);
    setTimeout(() => control.abort(), 150);
    const work = solveWork({ token: "t", bits: 60 }, newUuid(), { signal: control.signal, progress: (count) => tried.push(count) });
    expect(await faultOf(() => work)).toBe("cancelled");
    clearInterval(beat);
    expect(turns).toBeGreaterThan(2);
    expect(tried.length).toBeGreaterThan(2);
    expect([...tried].sort((one, other) => one - other)).toEqual(tried);
  });

  it("needs nothing when nothing is asked", async () => {
    expect((await solveWork({ token: "t", bits: 0 }, newUuid())).counter).toBe(0);
  });
});
