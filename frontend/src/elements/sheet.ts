/** A panel over the map or list. `open` shows it; Escape and its button close it again. */
export class SideSheet extends HTMLElement {
  #before: Element | null = null;

  static readonly observedAttributes = ["open"];

  connectedCallback(): void {
    this.addEventListener("click", this.#clicked);
    this.addEventListener("keydown", this.#pressed);
  }

  attributeChangedCallback(_name: string, _before: string | null, now: string | null): void {
    if (now === null) return;
    this.#before = document.activeElement;
    const title = this.querySelector<HTMLElement>(".sheet__title");
    title?.setAttribute("tabindex", "-1");
    title?.focus();
  }

  close(): void {
    if (!this.hasAttribute("open")) return;
    this.removeAttribute("open");
    if (this.#before instanceof HTMLElement) this.#before.focus();
    this.dispatchEvent(new CustomEvent("sheet-closed", { bubbles: true }));
  }

  #clicked = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) this.close();
  };

  #pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.close();
  };
}
