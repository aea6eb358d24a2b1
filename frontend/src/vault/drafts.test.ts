// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";
import { makeCode } from "./code";
import {
  dropDraftFile, eraseDrafts, hasDraft, keepDraftsIn, loadDraft, loadDraftFile, saveDraft, saveDraftFile,
} from "./drafts";
import { type NewReport, newReport } from "./reporter";
import { bytesOf, faultOf } from "./testing";
import { memory } from "./testingworld";

let place: ReturnType<typeof memory>;
let report: NewReport;
beforeEach(async () => {
  place = memory();
  keepDraftsIn(place);
  report = await newReport();
});

describe("a draft on the device", () => {
  it("comes back whole with the code of the report, the report too", async () => {
    const photo = new Blob([bytesOf(5000)], { type: "image/jpeg" });
    const kept = await saveDraftFile(report, photo);
    await saveDraft(report, { text: "ร่าง", photos: [kept] });
    expect(await hasDraft()).toBe(true);
    const draft = await loadDraft(report.code);
    expect(draft).toEqual({ report, value: { text: "ร่าง", photos: [kept] } });
    const blob = await loadDraftFile(report, kept);
    expect(blob.type).toBe("image/jpeg");
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytesOf(5000));
  });

  it("opens with no other code", async () => {
    await saveDraft(report, {});
    expect(await faultOf(() => loadDraft(makeCode()))).toBe("opening");
  });

  it("holds neither text nor code nor case in clear", async () => {
    await saveDraft(report, { text: "marker" });
    const held = [...place.held.values()].map((value) => Buffer.from(value as Uint8Array).toString("latin1")).join();
    for (const secret of ["marker", report.code, report.case]) expect(held).not.toContain(secret);
  });

  it("is gone when it is erased, and one file when it is dropped", async () => {
    const kept = await saveDraftFile(report, new Blob(["x"]));
    await dropDraftFile(kept);
    expect(await faultOf(() => loadDraftFile(report, kept))).toBe("file");
    await saveDraft(report, {});
    await eraseDrafts();
    expect(place.held.size).toBe(0);
    expect([await hasDraft(), await loadDraft(report.code)]).toEqual([false, null]);
  });

  it("is told to be impossible where the browser keeps nothing, and erasing is quiet", async () => {
    const { shelf } = await import("./shelf");
    keepDraftsIn(shelf("nowhere"));
    expect(await faultOf(() => saveDraft(report, {}))).toBe("unsupported");
    expect(await hasDraft()).toBe(false);
    await expect(eraseDrafts()).resolves.toBeUndefined();
  });
});
