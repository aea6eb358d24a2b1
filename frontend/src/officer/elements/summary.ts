// <tmac-summary>: around the form of a summary. What is typed is read for what points at a person;
// the text that will be saved stands below, with a switch for every find. Nothing is sent in clear
// that was not shown here first.
import { make } from "../../shared/dom";
import { findPersonal, type Mask, masked } from "../redact";
import type { Content } from "../tipcase";
import { officerWords } from "../words";
import { OPENED } from "./sealed";

const PAUSE_MS = 250;

export class Summary extends HTMLElement {
  #stays = new Set<string>();
  #masks: Mask[] = [];
  #timer = 0;

  connectedCallback(): void {
    this.#input?.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => this.#look(), PAUSE_MS);
    });
    this.querySelector("form")?.addEventListener("submit", () => this.#take(), true);
    document.addEventListener(OPENED, this.#opened);
    this.#look();
  }

  disconnectedCallback(): void {
    document.removeEventListener(OPENED, this.#opened);
  }

  #opened = (event: Event): void => {
    const { content } = (event as CustomEvent<{ content: Content | null }>).detail;
    const start = this.querySelector<HTMLButtonElement>("[data-start]");
    if (!content?.text || !start) return;
    start.hidden = false;
    start.addEventListener("click", () => this.#begin(content.text));
  };

  /** Begins with the reporter's own words; what will be saved of them stands below at once. */
  #begin(text: string): void {
    if (!this.#input) return;
    this.#input.value = text;
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    this.#input.focus();
  }

  #look(): void {
    this.#masks = findPersonal(this.#input?.value ?? "");
    this.#draw();
  }

  #draw(): void {
    const words = officerWords().summary;
    const hidden = this.#masks.filter((mask) => !this.#stays.has(mask.words));
    this.#part("found", hidden.length ? words.found(hidden.length) : words.none);
    this.#part("preview", ...this.#preview());
    this.#part("switches", ...this.#switches());
  }

  #preview(): (Node | string)[] {
    const text = this.#input?.value ?? "";
    const nodes: (Node | string)[] = [];
    let done = 0;
    for (const mask of this.#masks) {
      nodes.push(text.slice(done, mask.start));
      const stays = this.#stays.has(mask.words);
      const word = `[${officerWords().masks[mask.kind]}]`;
      nodes.push(stays ? mask.words : make("mark", { class: "masked" }, word));
      done = mask.end;
    }
    return [...nodes, text.slice(done)];
  }

  #switches(): Node[] {
    const { kinds, summary } = officerWords();
    const unlike = new Map(this.#masks.map((mask) => [mask.words, mask]));
    return [...unlike.values()].map((mask) => {
      const stays = this.#stays.has(mask.words);
      const label = stays ? summary.mask(mask.words) : summary.keep(mask.words);
      const button = make("button", { type: "button", class: "button button--quiet" }, label);
      button.addEventListener("click", () => this.#turn(mask.words));
      return make("li", {}, make("span", { class: "chip" }, kinds[mask.kind]), button);
    });
  }

  #turn(words: string): void {
    if (!this.#stays.delete(words)) this.#stays.add(words);
    this.#draw();
  }

  /** What was shown is what is sent. */
  #take(): void {
    this.#look();
    if (!this.#input) return;
    this.#input.value = masked(this.#input.value, this.#masks, officerWords().masks, this.#stays);
  }

  #part(name: string, ...nodes: (Node | string)[]): void {
    this.querySelector(`[data-part=${name}]`)?.replaceChildren(...nodes);
  }

  get #input(): HTMLTextAreaElement | null {
    return this.querySelector("textarea[data-masked]");
  }
}
