// What must be given before going on: the province, what happened, and nothing that cannot be.
import type { Step } from "./steps";
import { fill, tellWords } from "./words";

/** The name of the control and a sentence, or null when the question may be left. */
export function faultOf(form: HTMLFormElement, step: Step): [name: string, sentence: string] | null {
  const words = tellWords();
  const value = (name: string): string => String(new FormData(form).get(name) ?? "").trim();
  if (step === "where" && !value("province")) return ["province", words.needProvince];
  if (step === "what" && !value("text")) return ["text", words.needText];
  if (step === "when" && isFuture(value("year"), value("month"))) return ["month", words.futureMonth];
  return tooLong(form, step);
}

function tooLong(form: HTMLFormElement, step: Step): [string, string] | null {
  for (const control of form.querySelectorAll<HTMLTextAreaElement>(`#q-${step} textarea`)) {
    const over = control.value.length - Number(control.dataset["limit"] ?? control.value.length);
    if (over > 0) return [control.name, fill(tellWords().tooLong, { over })];
  }
  return null;
}

function isFuture(year: string, month: string): boolean {
  const now = new Date();
  const latest = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
  return Boolean(year && month) && `${year}-${month}` > latest;
}
