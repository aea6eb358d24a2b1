/** Wraps a form: leaving the page with changes that were not sent asks first. */
export class UnsavedGuard extends HTMLElement {
  #isChanged = false;

  connectedCallback(): void {
    this.addEventListener("input", this.#changed);
    this.addEventListener("submit", this.#sent);
    window.addEventListener("beforeunload", this.#ask);
  }

  disconnectedCallback(): void {
    window.removeEventListener("beforeunload", this.#ask);
  }

  #changed = (): void => {
    this.#isChanged = true;
  };

  #sent = (): void => {
    this.#isChanged = false;
  };

  #ask = (event: BeforeUnloadEvent): void => {
    if (this.#isChanged) event.preventDefault();
  };
}
