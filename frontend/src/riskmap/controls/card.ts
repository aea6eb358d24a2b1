// The card of a pin: a sheet at the side, at the bottom on phones. Its content is made by the server.
import { iconButton, lineIcon, make } from "../../shared/dom";
import { getHtml } from "../../shared/fetching";
import type { Words } from "../words";

export class PinCard {
  readonly element: HTMLElement;
  private readonly body = make("div", { class: "map-card__body" });
  private returnTo: HTMLElement | null = null;

  constructor(
    private readonly url: string,
    private readonly words: Words,
  ) {
    const close = iconButton(words.close, lineIcon("m6 6 12 12M18 6 6 18"), () => this.close());
    close.classList.add("map-card__close");
    this.element = make("section", { class: "map-card", hidden: true, tabindex: "-1", "aria-label": words.layerPins });
    this.element.append(close, this.body);
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  async open(ids: readonly number[]): Promise<void> {
    const active = document.activeElement;
    if (this.element.hidden && active instanceof HTMLElement) this.returnTo = active;
    this.element.hidden = false;
    this.body.textContent = this.words.loading;
    try {
      this.body.innerHTML = await getHtml(`${this.url}?id=${ids.join("&id=")}`);
    } catch {
      this.body.textContent = this.words.failed;
    }
    this.element.focus({ preventScroll: true });
  }

  close(): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.body.replaceChildren();
    this.returnTo?.focus({ preventScroll: true });
  }
}
