// The answers as they will be sent, each with the way back to it, and what may still be added.
import { make } from "../shared/dom";
import type { Attachment } from "./attachment";
import { LONG, OPTIONAL, type Step } from "./steps";
import { fill, tellWords } from "./words";

type Visit = (step: Step) => void;

const sectionOf = (form: HTMLElement, step: Step): HTMLElement | null =>
  form.querySelector<HTMLElement>(`#q-${step}`);

const nameOf = (form: HTMLElement, step: Step): string => sectionOf(form, step)?.dataset["short"] ?? step;

/** What was answered to a question, as text; "" for nothing. Names of people stay as they are. */
export function answerOf(form: HTMLElement, step: Step, files: Attachment[]): string {
  if (step === "evidence") return files.length ? fill(tellWords().review.files, { n: files.length }) : "";
  const section = sectionOf(form, step);
  if (!section) return "";
  if (step === "contact") return hasText(section) ? tellWords().review.yes : "";
  const told = [...section.querySelectorAll<HTMLElement>("input, select, textarea")].map(wordOf);
  const unique = [...new Set(told.filter(Boolean))];
  return unique.join(" · ");
}

const hasText = (section: HTMLElement): boolean =>
  [...section.querySelectorAll<HTMLInputElement>("input")].some(({ value }) => value.trim() !== "");

/** What a control says: the word of a chosen answer, or what was typed. */
function wordOf(control: HTMLElement): string {
  if (control instanceof HTMLSelectElement) return control.value ? (control.selectedOptions[0]?.text ?? "") : "";
  if (control instanceof HTMLTextAreaElement) return control.value.trim();
  if (!(control instanceof HTMLInputElement) || !control.name || control.type === "file") return "";
  if (control.type === "radio" || control.type === "checkbox") return chosenWord(control);
  if (control.type === "hidden") return "";
  return control.value.trim();
}

function chosenWord(control: HTMLInputElement): string {
  if (!control.checked || control.value === "") return "";
  const word = control.closest("label")?.querySelector<HTMLElement>(".choice__word");
  return (word?.querySelector("strong") ?? word?.firstChild)?.textContent?.trim() ?? "";
}

export function summaryList(form: HTMLElement, files: Attachment[], visit: Visit): HTMLElement {
  const list = make("dl", { class: "review__answers" });
  for (const step of LONG) {
    const told = step === "review" ? "" : answerOf(form, step, files);
    if (!told) continue;
    const name = nameOf(form, step);
    const button = make("button", { type: "button", class: "button button--quiet" }, tellWords().review.change,
      make("span", { class: "visually-hidden" }, ` ${name}`));
    button.addEventListener("click", () => visit(step));
    list.append(make("div", { class: "review__answer" },
      make("dt", {}, name), make("dd", { dir: "auto" }, told), make("dd", { class: "review__change" }, button)));
  }
  return list;
}

export function moreList(form: HTMLElement, files: Attachment[], visit: Visit): HTMLElement {
  const words = tellWords().review;
  const open = OPTIONAL.filter((step) => !answerOf(form, step, files));
  if (!open.length) return make("div", {});
  const list = make("ul", { class: "review__offers" });
  for (const step of open) {
    const button = make("button", { type: "button", class: "offer" }, nameOf(form, step));
    button.addEventListener("click", () => visit(step));
    list.append(make("li", {}, button));
  }
  const lead = make("p", { class: "muted" }, words.moreLead);
  return make("section", {}, make("h3", {}, words.more), lead, list);
}
