// Where one is: the country, a region, a province, a district; every step leads back.
import { make } from "../../shared/dom";
import type { Step } from "../types";

export function trailControl(label: string, go: (step: Step) => void) {
  const list = make("ol", {});
  const element = make("nav", { class: "map-trail", "aria-label": label }, list);
  const update = (steps: Step[]) => {
    list.replaceChildren(
      ...steps.map((step, i) => {
        if (i === steps.length - 1) return make("li", { "aria-current": "location" }, step.name);
        const button = make("button", { type: "button" }, step.name);
        button.addEventListener("click", () => go(step));
        return make("li", {}, button);
      }),
    );
  };
  return { element, update };
}
