// What the forms that seal something share: one try at a time, and a sentence for what went wrong.
import { Cancelled, sentence } from "../trouble";
import { officerWords } from "../words";

/** A form whose answer is sealed here: `work` does it and gives the address to go to. */
export abstract class SealingForm extends HTMLElement {
  #isBusy = false;

  connectedCallback(): void {
    this.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#once();
    });
  }

  protected abstract work(form: HTMLFormElement): Promise<string | void>;

  protected get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  protected given(name: string): string {
    return this.dataset[name] ?? "";
  }

  protected say(text: string, isWrong = false): void {
    const told = this.querySelector<HTMLElement>("[data-told]");
    if (!told) return;
    told.textContent = text;
    told.classList.toggle("is-wrong", isWrong);
    if (isWrong) told.focus();
  }

  /** The question `name`, as it was answered. */
  protected answer(name: string): string {
    const found = this.form?.elements.namedItem(name);
    return found instanceof RadioNodeList ? found.value : ((found as HTMLInputElement | null)?.value ?? "");
  }

  async #once(): Promise<void> {
    if (this.#isBusy || !this.form) return;
    this.#isBusy = true;
    this.#button?.setAttribute("aria-disabled", "true");
    this.say(officerWords().working);
    try {
      const next = await this.work(this.form);
      this.say("");
      if (next) this.#go(next);
    } catch (trouble) {
      this.say(trouble instanceof Cancelled ? "" : sentence(trouble), !(trouble instanceof Cancelled));
    } finally {
      this.#isBusy = false;
      this.#button?.removeAttribute("aria-disabled");
    }
  }

  #go(next: string): void {
    if (next === location.pathname) location.reload();
    else location.assign(next);
  }

  get #button(): Element | null {
    return this.querySelector("button[type=submit]");
  }
}
