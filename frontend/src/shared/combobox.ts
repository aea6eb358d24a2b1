// A text field that offers a list while one types (WAI-ARIA combobox with a listbox popup).
import { make } from "./dom";

export interface Offer {
  label: string;
  detail?: string;
  kind?: string;
}

export interface ComboboxOptions<T extends Offer> {
  label: string;
  results: (n: number) => string;
  nothing: string;
  ask: (text: string) => Promise<T[]>;
  choose: (offer: T) => void;
}

const PAUSE_MS = 220;
const LEAST = 2;
let made = 0;

export class Combobox<T extends Offer> {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly list: HTMLUListElement;
  private readonly status: HTMLElement;
  private offers: T[] = [];
  private at = -1;
  private timer = 0;
  private asked = 0;

  constructor(private readonly options: ComboboxOptions<T>) {
    made += 1;
    const id = `offers-${made}`;
    this.list = make("ul", { id, role: "listbox", class: "offers", hidden: true, "aria-label": options.label });
    this.input = make("input", {
      type: "search", role: "combobox", autocomplete: "off", "aria-expanded": "false",
      "aria-controls": id, "aria-autocomplete": "list", "aria-label": options.label, placeholder: options.label,
    });
    this.status = make("p", { class: "visually-hidden", role: "status" });
    this.element = make("div", { class: "combobox" }, this.input, this.list, this.status);
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.close();
    });
  }

  private wait(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private async ask(): Promise<void> {
    const text = this.input.value.trim();
    this.asked += 1;
    const mine = this.asked;
    if (text.length < LEAST) return this.close();
    const offers = await this.options.ask(text).catch(() => []);
    if (mine !== this.asked) return; // an answer to an older question
    this.show(offers);
  }

  private show(offers: T[]): void {
    this.offers = offers;
    this.at = -1;
    const items = offers.map((offer, i) => this.item(offer, i));
    this.list.replaceChildren(...(items.length ? items : [this.emptyItem()]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    const { results, nothing } = this.options;
    this.status.textContent = offers.length ? results(offers.length) : nothing;
  }

  private emptyItem(): HTMLLIElement {
    const item = make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" });
    item.append(this.options.nothing);
    return item;
  }

  private item(offer: T, i: number): HTMLLIElement {
    const id = `${this.list.id}-${i}`;
    const item = make("li", { role: "option", id, "aria-selected": "false" });
    if (offer.kind) item.append(make("span", { class: "offers__kind" }, offer.kind));
    item.append(make("span", { class: "offers__label" }, offer.label));
    if (offer.detail) item.append(make("span", { class: "offers__detail" }, offer.detail));
    item.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus here
    item.addEventListener("click", () => this.take(i));
    return item;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      return this.close();
    }
    if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      return this.take(Math.max(this.at, 0));
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || this.list.hidden || this.offers.length === 0) return;
    event.preventDefault();
    this.mark((this.at + step + this.offers.length) % this.offers.length);
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === at));
      if (i !== at) return;
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    });
  }

  private take(i: number): void {
    const offer = this.offers[i];
    if (!offer) return;
    this.input.value = offer.label;
    this.close();
    this.options.choose(offer);
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
