// What a draft remembers: the fields of the form, and where its sealed files lie.
import type { DraftFile } from "../vault/drafts";
import type { Attachment } from "./attachment";

export interface Kept {
  fields: [name: string, value: string][];
  files: KeptFile[];
}
export type KeptFile = Omit<Attachment, "original" | "blob" | "sealed"> & { draft: DraftFile };

/** What was typed and chosen; the token of the form without script is no part of it. */
export function fieldsOf(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form).entries()].flatMap(([name, value]) =>
    typeof value === "string" && name !== "form" ? [[name, value] as [string, string]] : []);
}

/** Puts kept values back, by the names of their controls. */
export function fillForm(form: HTMLFormElement, fields: [string, string][]): void {
  for (const [name, value] of fields) {
    for (const control of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.value === value) control.checked = true;
      } else if (control.type !== "file") control.value = value;
    }
  }
}

/** The parts that draw from the fields look at them anew. */
export function refreshParts(form: HTMLFormElement): void {
  type Refreshing = HTMLElement & { refresh?: () => void; redraw?: () => void };
  for (const part of form.querySelectorAll<Refreshing>("tell-place, tell-agency, tell-files")) {
    part.refresh?.();
    part.redraw?.();
  }
  for (const box of form.querySelectorAll("input:checked, textarea")) {
    box.dispatchEvent(new Event(box instanceof HTMLTextAreaElement ? "input" : "change", { bubbles: true }));
  }
}
