import { words } from "../shared/words";

const STAYS_MS = 8000;

/** A short answer. It leaves by itself, unless it offers a way back or somebody is reading it. */
export class Toast extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.append(this.#closeButton());
    this.addEventListener("pointerenter", this.#hold);
    this.addEventListener("pointerleave", this.#release);
    this.addEventListener("focusin", this.#hold);
    this.addEventListener("focusout", this.#release);
    this.#release();
  }

  disconnectedCallback(): void {
    this.#hold();
  }

  #closeButton(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button";
    button.setAttribute("aria-label", words().close);
    button.textContent = "×";
    button.addEventListener("click", () => this.remove());
    return button;
  }

  #hold = (): void => window.clearTimeout(this.#timer);

  #release = (): void => {
    this.#hold();
    const isPatient = this.querySelector("form") !== null || this.matches(".toast--error");
    if (!isPatient) this.#timer = window.setTimeout(() => this.remove(), STAYS_MS);
  };
}

/** Say `text` in the corner of the page where the server's own answers appear. */
export function say(text: string, kind: "success" | "info" | "error" = "info"): void {
  const toast = document.createElement("tmac-toast");
  toast.className = `toast toast--${kind}`;
  const paragraph = document.createElement("p");
  paragraph.className = "toast__text";
  paragraph.textContent = text;
  toast.append(paragraph);
  document.getElementById("toasts")?.append(toast);
}
