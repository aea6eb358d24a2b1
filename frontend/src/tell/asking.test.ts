import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getJson, Offline, patiently, postJson, Problem } from "./asking";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answers = (...given: (() => Promise<Response>)[]): ReturnType<typeof vi.fn> => {
  const fetch = vi.fn();
  for (const one of given) fetch.mockImplementationOnce(one);
  vi.stubGlobal("fetch", fetch);
  return fetch;
};
const lost = (): Promise<Response> => Promise.reject(new TypeError("failed"));
const told = (value: unknown, status = 200, type = "application/json"): (() => Promise<Response>) => () =>
  Promise.resolve(new Response(JSON.stringify(value), { status, headers: { "content-type": type } }));

describe("asking the server", () => {
  it("takes no cookie along and says to nobody where it came from", async () => {
    const fetch = answers(told({ a: 1 }));
    await postJson("/x/", "{}");
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    });
  });

  it("tells a lost connection and a gateway without server alike", async () => {
    answers(lost, told({}, 502), told({}, 504));
    for (let i = 0; i < 3; i += 1) await expect(getJson("/x/")).rejects.toBeInstanceOf(Offline);
  });

  it("reads the sentence and the code of a problem", async () => {
    answers(told({ detail: "ปิดแล้ว", code: "keys_changed" }, 409, "application/problem+json"));
    const fault = await postJson("/x/", "{}").catch((found: unknown) => found);
    expect(fault).toBeInstanceOf(Problem);
    expect(fault).toMatchObject({ status: 409, code: "keys_changed", message: "ปิดแล้ว" });
  });

  it("takes an answer that breaks off for a lost connection", async () => {
    answers(() => Promise.resolve(new Response("{", { headers: { "content-type": "application/json" } })));
    await expect(getJson("/x/")).rejects.toBeInstanceOf(Offline);
  });
});

describe("patience", () => {
  it("tries again and says so each time", async () => {
    const work = vi.fn().mockRejectedValueOnce(new Offline()).mockRejectedValueOnce(new Offline()).mockResolvedValue(7);
    const waiting = vi.fn();
    const done = patiently(work, waiting);
    await vi.runAllTimersAsync();
    expect(await done).toBe(7);
    expect(waiting).toHaveBeenCalledTimes(2);
  });

  it("goes on at once when the device is connected again", async () => {
    const work = vi.fn().mockRejectedValueOnce(new Offline()).mockResolvedValue(7);
    const done = patiently(work, () => undefined);
    await vi.advanceTimersByTimeAsync(0);
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(await done).toBe(7);
  });

  it("does not repeat what was refused", async () => {
    const work = vi.fn().mockRejectedValue(new Problem(422, "no"));
    await expect(patiently(work, () => undefined)).rejects.toBeInstanceOf(Problem);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
