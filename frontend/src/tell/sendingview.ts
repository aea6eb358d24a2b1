// What the person sees while the report goes out: one line, one bar, and what to do when it stops.
import { make } from "../shared/dom";
import type { Stage } from "./sending";
import { tellWords } from "./words";

export interface SendingView extends Stage {
  fail: (sentence: string) => void;
}

export function sendingView(frame: HTMLElement): SendingView {
  const words = tellWords().send;
  const title = make("h3", { tabindex: "-1" }, words.title);
  const line = make("p", { class: "sending__line", role: "status" });
  const bar = make("progress", { max: 1, "aria-label": words.title });
  frame.replaceChildren(title, line, bar);
  frame.hidden = false;
  title.focus();
  return {
    tell(text, share) {
      line.textContent = text;
      if (share === undefined) bar.removeAttribute("value");
      else bar.value = share;
    },
    fail(sentence) {
      const again = make("button", { type: "button", class: "button", "data-act": "again" }, words.again);
      const back = make("button", { type: "button", class: "button button--second", "data-act": "change" }, words.back);
      const told = make("div", { class: "error-summary", role: "alert", tabindex: "-1" }, make("p", {}, sentence));
      frame.replaceChildren(told, make("div", { class: "actions" }, again, back));
      told.focus();
    },
  };
}
