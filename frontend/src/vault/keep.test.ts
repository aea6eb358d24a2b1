import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { b64 } from "./bytes";
import type { OfficerKey } from "./officerkey";
import type { Shelf } from "./shelf";
import { memory, officer } from "./testingworld";

type Keep = typeof import("./keep");
let place: ReturnType<typeof memory>;
let key: OfficerKey;

/** What a new page of the same tab sees. */
async function page(shelf: Shelf = place): Promise<Keep> {
  vi.resetModules();
  const keep = await import("./keep");
  keep.keepKeysIn(shelf);
  return keep;
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  sessionStorage.clear();
  place = memory();
  key = await officer();
});
afterEach(() => vi.useRealTimers());

const minutes = (count: number): void => {
  vi.advanceTimersByTime(count * 60_000);
};

describe("the unlocked key", () => {
  it("is there on the next page of the tab", async () => {
    await (await page()).keepKey(key);
    expect(await (await page()).recallKey()).toEqual(key);
  });

  it("lies nowhere in clear, and its wrapping key cannot be read out", async () => {
    await (await page()).keepKey(key);
    const [slot] = [...place.held.values()] as { key: CryptoKey }[];
    expect(slot?.key.extractable).toBe(false);
    expect(JSON.stringify(sessionStorage)).not.toContain(b64(key.seed));
  });

  it("is not known in another tab", async () => {
    await (await page()).keepKey(key);
    sessionStorage.clear();
    expect(await (await page()).recallKey()).toBeNull();
  });

  it("is forgotten after half an hour without use, not before", async () => {
    await (await page()).keepKey(key);
    minutes(20);
    (await page()).touch();
    minutes(20);
    expect(await (await page()).recallKey()).toEqual(key);
    minutes(31);
    expect(await (await page()).recallKey()).toBeNull();
    expect(sessionStorage.length).toBe(0);
    expect(place.held.size).toBe(0);
  });

  it("that was idle tells the page once", async () => {
    const keep = await page();
    await keep.keepKey(key);
    const onForget = vi.fn();
    keep.watchIdle(onForget);
    minutes(29);
    expect(onForget).not.toHaveBeenCalled();
    minutes(2);
    await vi.waitFor(() => expect(onForget).toHaveBeenCalledOnce());
    expect(key.seed.every((byte) => byte === 0)).toBe(true);
  });

  it("is gone in all tabs at sign-out", async () => {
    await (await page()).keepKey(key);
    await place.put("another tab", { made: Date.now() });
    await (await page()).forget();
    expect(place.held.size).toBe(0);
    expect(await (await page()).recallKey()).toBeNull();
  });

  it("stays for the page alone where the browser keeps nothing", async () => {
    const broken: Shelf = { ...place, put: () => Promise.reject(new Error("private window")) };
    const keep = await page(broken);
    await keep.keepKey(key);
    expect(await keep.recallKey()).toEqual(key);
    expect(await (await page(broken)).recallKey()).toBeNull();
  });

  it("is asked for again when what was kept is broken", async () => {
    await (await page()).keepKey(key);
    place.held.clear();
    expect(await (await page()).recallKey()).toBeNull();
    sessionStorage.setItem("tmac-officer-key", "{");
    expect(await (await page()).recallKey()).toBeNull();
  });

  it("of a tab that was closed long ago is swept away", async () => {
    await place.put("old", { made: Date.now() - 25 * 3_600_000 });
    await (await page()).keepKey(key);
    expect([...place.held.keys()]).not.toContain("old");
    expect(place.held.size).toBe(1);
  });
});
