// Fiscal year by a slider, quarter by buttons; both are the list's own parameters.
import { make } from "../../shared/dom";
import type { Words } from "../words";

export interface Period {
  fy: string;
  q: string;
}

export function periodControl(years: number[], words: Words, changed: (period: Period) => void) {
  const label = make("output", { class: "map-period__year" });
  const range = make("input", {
    type: "range", min: 0, max: years.length, step: 1, value: 0, "aria-label": words.year,
  });
  const quarters = ["", "1", "2", "3", "4"].map((q) => quarterButton(q, words));
  const row = make("div", { class: "map-period__quarters", role: "group", "aria-label": words.quarter });
  row.append(...quarters.map(({ label: one }) => one));
  const yearOf = (at: number) => (at === 0 ? "" : String(years[at - 1] ?? ""));
  const current = (): Period => ({
    fy: yearOf(Number(range.value)),
    q: quarters.find(({ input }) => input.checked)?.input.value ?? "",
  });
  const show = () => {
    const { fy } = current();
    label.textContent = fy ? `${words.year} ${fy}` : words.allYears;
    range.setAttribute("aria-valuetext", label.textContent);
    for (const { input } of quarters) input.disabled = !fy && input.value !== "";
  };
  range.addEventListener("input", show);
  range.addEventListener("change", () => {
    if (!yearOf(Number(range.value))) check("");
    changed(current());
  });
  for (const { input } of quarters) input.addEventListener("change", () => changed(current()));
  const check = (q: string) => quarters.forEach(({ input }) => (input.checked = input.value === q));
  const element = make("div", { class: "map-period" }, make("div", { class: "map-period__line" }, label, range), row);
  return {
    element,
    set: ({ fy, q }: Period) => {
      range.value = String(years.indexOf(Number(fy)) + 1);
      check(q);
      show();
    },
  };
}

function quarterButton(q: string, words: Words) {
  const input = make("input", { type: "radio", name: "map-quarter", value: q });
  const text = q ? `${words.shortQuarter}${q}` : words.wholeYear;
  const label = make("label", { class: "map-period__quarter" }, input, make("span", {}, text));
  if (q) label.title = `${words.quarter} ${q}`;
  return { input, label };
}
