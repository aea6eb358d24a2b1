// Why the map has no figures, and the way back to where there are some.
import { make } from "../../shared/dom";
import type { AreasAnswer, Step } from "../types";
import type { Words } from "../words";

export function showReason(
  place: HTMLElement | null, { reason, trail }: AreasAnswer, words: Words, go: (step: Step) => void,
): void {
  if (!place) return;
  place.hidden = !reason;
  place.replaceChildren();
  if (!reason) return;
  place.append(make("p", {}, reason));
  const wider = trail.at(-2);
  if (!wider) return;
  const back = make("button", { type: "button", class: "button button--second" });
  back.textContent = words.backTo.replace("{name}", wider.name);
  back.addEventListener("click", () => go(wider));
  place.append(back);
}
