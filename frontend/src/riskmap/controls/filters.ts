// The filter form that the server made: applied without a new page, written back from the address.
export function filterForm(form: HTMLFormElement, changed: (filters: URLSearchParams) => void) {
  const tell = () => changed(read(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
  });
  form.addEventListener("change", tell);
  form.querySelector("[data-clear]")?.addEventListener("click", () => changed(new URLSearchParams()));
  return { set: (filters: URLSearchParams) => write(form, filters), names: namesOf(form) };
}

export function namesOf(form: HTMLFormElement): Set<string> {
  const fields = [...form.elements] as HTMLInputElement[];
  return new Set(fields.map((field) => field.name).filter(Boolean));
}

/** What is chosen, without what was left empty. */
export function read(form: HTMLFormElement): URLSearchParams {
  const filters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) filters.append(name, value.trim());
  }
  return filters;
}

export function write(form: HTMLFormElement, filters: URLSearchParams): void {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
      field.checked = filters.getAll(field.name).includes(field.value);
    } else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) {
      if (field.name) field.value = filters.get(field.name) ?? "";
    }
  }
}

/** What is chosen, in words, for the picture of the map. */
export function inWords(form: HTMLFormElement): string[] {
  const said: string[] = [];
  for (const field of form.elements) {
    if (field instanceof HTMLSelectElement && field.value) {
      said.push(field.selectedOptions[0]?.textContent?.trim() ?? "");
    } else if (field instanceof HTMLInputElement && field.type === "checkbox" && field.checked) {
      said.push(field.labels?.[0]?.textContent?.trim() ?? "");
    } else if (field instanceof HTMLInputElement && field.type === "search" && field.value.trim()) {
      said.push(`“${field.value.trim()}”`);
    }
  }
  return said.filter(Boolean);
}
