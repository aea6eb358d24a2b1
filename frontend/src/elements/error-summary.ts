/** Receives focus when a page comes back with faults; its links put the cursor into the question. */
export class ErrorSummary extends HTMLElement {
  connectedCallback(): void {
    this.querySelector<HTMLElement>("[role=alert]")?.focus();
    this.addEventListener("click", this.#follow);
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.#follow);
  }

  #follow = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const target = link ? document.getElementById(link.hash.slice(1)) : null;
    if (!target) return;
    event.preventDefault();
    const question = target.closest("fieldset, .field") ?? target;
    question.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };
}
