// Faults beside the question they speak of, as the server would draw them.
import { make } from "../shared/dom";

/** The question that holds the control of this name. */
export function fieldOf(form: HTMLElement, name: string): HTMLElement | null {
  const control = form.querySelector<HTMLElement>(`[name="${name}"]`) ?? form.querySelector<HTMLElement>(`#id_${name}`);
  return control?.closest<HTMLElement>(".field") ?? null;
}

export function clearFaults(form: HTMLElement): void {
  for (const told of form.querySelectorAll("[data-told]")) told.remove();
  for (const field of form.querySelectorAll(".field--wrong")) field.classList.remove("field--wrong");
  for (const control of form.querySelectorAll("[aria-invalid]")) {
    control.removeAttribute("aria-invalid");
    withoutTold(control);
  }
}

/** Says what is wrong with a question and puts the cursor there. */
export function tellFault(form: HTMLElement, name: string, sentence: string): void {
  const field = fieldOf(form, name);
  const control = field?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea");
  if (!field || !control) return;
  const id = `id_${name}_told`;
  const told = make("p", { class: "field__error", id, "data-told": true }, sentence);
  field.classList.add("field--wrong");
  field.querySelector(".field__label")?.after(told);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
  control.addEventListener("input", () => clearFault(field, control), { once: true });
  control.focus();
}

/** What is being put right is no longer marked as wrong. */
function clearFault(field: HTMLElement, control: HTMLElement): void {
  for (const told of field.querySelectorAll("[data-told]")) told.remove();
  field.classList.remove("field--wrong");
  control.removeAttribute("aria-invalid");
  withoutTold(control);
}

function withoutTold(control: Element): void {
  const rest = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.endsWith("_told"));
  control.setAttribute("aria-describedby", rest.join(" "));
}
