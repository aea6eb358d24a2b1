import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { passOverSecondPress } from "./secondpress";

let pressed: string[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  pressed = [];
  document.body.innerHTML = '<tmac-exit><a id="out">out</a></tmac-exit><a id="away">away</a>';
  for (const id of ["out", "away"]) document.getElementById(id)?.addEventListener("click", () => pressed.push(id));
});
afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

const press = (id: string): void => document.getElementById(id)?.click();

it("passes over a press elsewhere for a moment, but never over the way out", () => {
  passOverSecondPress();
  press("away");
  press("out");
  expect(pressed).toEqual(["out"]);
  vi.advanceTimersByTime(600);
  press("away");
  expect(pressed).toEqual(["out", "away"]);
});
