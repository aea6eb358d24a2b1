import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const told: string[] = [];
vi.mock("../asking", () => ({
  tell: (url: string) => {
    told.push(url);
    const until = new Date(Date.now() + 15 * 60 * 1000).toISOString();
    return Promise.resolve({ case: "c", identity: "", boxes: [], until, watermark: "นารี · ID-1" });
  },
}));
vi.mock("./unlock", () => ({ demandKeys: () => Promise.resolve({ officer: {}, units: [] }) }));
vi.mock("../../vault/officer", () => ({
  openIdentity: () => Promise.resolve({ v: 1, name: "<b>มานะ</b>", phone: "", email: "", line: "", other: "" }),
}));
const { IdentityView } = await import("./identity");
customElements.define("tmac-identity", IdentityView);

const INSIDE = `<form data-when="closed"><p data-told></p><button type="submit">open</button></form>
  <section data-when="open" data-part="view" hidden><p data-left></p><div data-part="identity"></div>
  <button data-finish>close</button></section>`;

function open(): Promise<void> {
  document.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  return vi.waitFor(() => expect(view().dataset["state"]).toBe("open"));
}

const view = (): HTMLElement => document.querySelector("tmac-identity") as HTMLElement;

describe("the view of an identity", () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    told.length = 0;
    const view = document.createElement("tmac-identity");
    Object.assign(view.dataset, { request: "r", url: "/open/", close: "/close/", next: "#over" });
    view.innerHTML = INSIDE;
    document.body.replaceChildren(view);
  });
  afterEach(() => vi.useRealTimers());

  it("shows text as text, under a watermark all over", async () => {
    await open();
    expect(view().querySelector("b")).toBeNull();
    expect(view().textContent).toContain("<b>มานะ</b>");
    expect(view().querySelectorAll(".watermark span").length).toBeGreaterThan(50);
    expect(told).toEqual(["/open/"]);
  });

  it("is empty when its fifteen minutes are over, and says so to the server", async () => {
    await open();
    await vi.advanceTimersByTimeAsync(14 * 60 * 1000);
    expect(view().textContent).toContain("มานะ");
    await vi.advanceTimersByTimeAsync(61 * 1000);
    expect(view().textContent).not.toContain("มานะ");
    expect(view().querySelector(".watermark")).toBeNull();
    expect(told).toEqual(["/open/", "/close/"]);
  });

  it("lets nothing be copied", async () => {
    await open();
    const copy = new Event("copy", { bubbles: true, cancelable: true });
    view().querySelector("dd")?.dispatchEvent(copy);
    expect(copy.defaultPrevented).toBe(true);
  });
});
