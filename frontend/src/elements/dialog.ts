/**
 * A question before what cannot be undone. Without script the link leads to the dialog in the page;
 * with it the same link opens the dialog above the page and gives the focus back afterwards.
 */
export class ConfirmDialog extends HTMLElement {
  #opener: HTMLElement | null = null;

  connectedCallback(): void {
    document.addEventListener("click", this.#open);
    this.#dialog?.addEventListener("close", this.#giveBack);
    if (this.#dialog && location.hash === `#${this.#dialog.id}`) this.#dialog.showModal();
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#open);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  #open = (event: MouseEvent): void => {
    const dialog = this.#dialog;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!dialog || !link || link.hash !== `#${dialog.id}` || link.pathname !== location.pathname) {
      return;
    }
    event.preventDefault();
    this.#opener = link;
    dialog.showModal();
  };

  #giveBack = (): void => {
    this.#opener?.focus();
    if (location.hash === `#${this.#dialog?.id}`) {
      history.replaceState(history.state, "", location.pathname + location.search);
    }
  };
}
