import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Combobox, type Offer } from "./combobox";

const OFFERS = [{ label: "Samut Sakhon" }, { label: "Samut Prakan", detail: "province" }];
let chosen: string[] = [];
let box: Combobox<Offer>;

beforeEach(() => {
  vi.useFakeTimers();
  chosen = [];
  box = new Combobox<Offer>({
    label: "Search", results: (n) => `${n} found`, nothing: "Nothing found",
    ask: async (text) => OFFERS.filter((offer) => offer.label.startsWith(text)),
    choose: (offer) => chosen.push(offer.label),
  });
  document.body.append(box.element);
});
afterEach(() => {
  vi.useRealTimers();
  box.element.remove();
});

async function type(text: string): Promise<void> {
  box.input.value = text;
  box.input.dispatchEvent(new Event("input"));
  await vi.advanceTimersByTimeAsync(300);
}

const press = (key: string) => box.input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
const list = () => box.element.querySelector("ul") as HTMLUListElement;

it("offers what fits and says how much, then takes a choice by keyboard", async () => {
  await type("Samut");
  expect(list().hidden).toBe(false);
  expect(box.input.getAttribute("aria-expanded")).toBe("true");
  expect(box.element.querySelector("[role=status]")?.textContent).toBe("2 found");
  press("ArrowDown");
  press("ArrowDown");
  expect(box.input.getAttribute("aria-activedescendant")).toBe(list().children[1]?.id);
  press("Enter");
  expect(chosen).toEqual(["Samut Prakan"]);
  expect(list().hidden).toBe(true);
});

it("says so when nothing fits, and closes on Escape", async () => {
  await type("Xyz");
  expect(list().textContent).toBe("Nothing found");
  press("Enter");
  expect(chosen).toEqual([]);
  press("Escape");
  expect(list().hidden).toBe(true);
});

it("asks nothing for a single letter", async () => {
  await type("S");
  expect(list().hidden).toBe(true);
});

it("takes a choice by pointer", async () => {
  await type("Samut");
  (list().children[0] as HTMLElement).click();
  expect(box.input.value).toBe("Samut Sakhon");
  expect(chosen).toEqual(["Samut Sakhon"]);
});
