/** A filter bar sends itself when a choice is made; empty questions stay out of the address. */
export class Filters extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", this.#send);
    this.addEventListener("formdata", this.#prune, true);
  }

  #send = (event: Event): void => {
    const control = event.target;
    if (control instanceof HTMLSelectElement || control instanceof HTMLInputElement) {
      control.form?.requestSubmit();
    }
  };

  #prune = (event: Event): void => {
    const { formData } = event as FormDataEvent;
    for (const [name, value] of [...formData.entries()]) {
      if (value === "") formData.delete(name);
    }
  };
}
