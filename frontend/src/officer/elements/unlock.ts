// <tmac-unlock>: the bar that says whether the officer's key is open, with its dialog.
// data-mine: address of mine.json. The phrase never leaves this element: its input has no name.
import type { MyKeys } from "../../vault/officer";
import { lock, onChange, openKeys, unlockBy, unlockByCode } from "../keyring";
import { Cancelled, sentence } from "../trouble";
import { officerWords } from "../words";

export class Unlock extends HTMLElement {
  #waiting: { done: (keys: MyKeys) => void; gone: (why: Error) => void }[] = [];
  #stop: () => void = () => undefined;

  connectedCallback(): void {
    this.#stop = onChange((isOpen) => this.#show(isOpen));
    this.#on("[data-open]", "click", () => void this.keys().catch(() => undefined));
    this.#on("[data-lock]", "click", () => void lock().then(() => location.reload()));
    this.#on("[data-by-code]", "click", () => this.#ask("code"));
    this.#on("[data-by-phrase]", "click", () => this.#ask("phrase"));
    this.#on("dialog", "close", () => this.#gone());
    this.#on("[data-cancel]", "click", () => this.#dialog?.close());
    this.#on("form", "submit", (event) => {
      event.preventDefault();
      void this.#try();
    });
    void openKeys().then((keys) => this.#show(keys !== null), () => this.#show(false));
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  /** The open keys; asks for the phrase when they are locked. Rejects with Cancelled. */
  async keys(): Promise<MyKeys> {
    const open = await openKeys();
    if (open) return open;
    this.#ask("phrase");
    return new Promise((done, gone) => this.#waiting.push({ done, gone }));
  }

  #ask(how: "phrase" | "code"): void {
    this.#say("");
    for (const part of this.querySelectorAll<HTMLElement>("[data-how]")) {
      part.hidden = part.dataset["how"] !== how;
    }
    if (!this.#dialog?.open) this.#dialog?.showModal();
    this.#input(how)?.focus();
  }

  async #try(): Promise<void> {
    const how = this.#input("code")?.closest<HTMLElement>("[data-how]")?.hidden ? "phrase" : "code";
    const input = this.#input(how);
    if (!input?.value) return input?.focus();
    const button = this.querySelector<HTMLButtonElement>("form button[type=submit]");
    button?.setAttribute("disabled", "");
    this.#say(officerWords().unlocking);
    try {
      const keys = await (how === "phrase" ? unlockBy(input.value) : unlockByCode(input.value));
      const waiting = this.#waiting.splice(0);
      this.#dialog?.close();
      for (const { done } of waiting) done(keys);
    } catch (trouble) {
      this.#say(sentence(trouble), true);
      input.select();
    } finally {
      button?.removeAttribute("disabled");
    }
  }

  #gone(): void {
    for (const input of this.querySelectorAll("input")) input.value = "";
    for (const { gone } of this.#waiting.splice(0)) gone(new Cancelled());
  }

  #show(isOpen: boolean): void {
    this.dataset["state"] = isOpen ? "open" : "locked";
    const state = this.querySelector("[data-said]");
    if (state) state.textContent = isOpen ? officerWords().unlocked : officerWords().locked;
    for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = (part.dataset["when"] === "open") !== isOpen;
    }
  }

  #say(text: string, isWrong = false): void {
    const told = this.querySelector<HTMLElement>("[data-told]");
    if (!told) return;
    told.textContent = text;
    told.classList.toggle("is-wrong", isWrong);
  }

  #input(how: string): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>(`[data-how=${how}] input`);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  #on(what: string, kind: string, act: (event: Event) => void): void {
    for (const part of this.querySelectorAll(what)) part.addEventListener(kind, act);
  }
}

/** The keys of the officer at this page, asked for when they are locked. */
export function demandKeys(): Promise<MyKeys> {
  const bar = document.querySelector<Unlock>("tmac-unlock");
  return bar ? bar.keys() : Promise.reject(new Cancelled());
}
