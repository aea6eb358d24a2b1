// The two fields of a new unlock phrase, with what is said about it while it is typed.
import { isEnough, strengthOf } from "../strength";
import { officerWords } from "../words";

export class PhraseFields {
  constructor(
    private readonly place: HTMLElement,
    private readonly userName: string,
  ) {
    this.#input("new")?.addEventListener("input", () => this.#tell());
  }

  /** The phrase when it is good enough and typed twice alike; else says what is wrong. */
  chosen(): string | null {
    const phrase = this.#input("new")?.value ?? "";
    if (!isEnough(strengthOf(phrase, this.userName))) {
      this.#tell();
      return this.#refuse("new", "");
    }
    if (phrase !== this.#input("again")?.value) return this.#refuse("again", officerWords().twice);
    this.#fault("");
    return phrase;
  }

  clear(): void {
    for (const name of ["new", "again"]) {
      const input = this.#input(name);
      if (input) input.value = "";
    }
  }

  #refuse(name: string, text: string): null {
    this.#fault(text);
    this.#input(name)?.focus();
    return null;
  }

  #tell(): void {
    const words = officerWords().strength;
    const strength = strengthOf(this.#input("new")?.value ?? "", this.userName);
    const { level } = strength;
    const meter = this.place.querySelector("meter");
    if (meter) meter.value = { short: 0, same: 1, name: 1, fair: 2, good: 3, strong: 4 }[level];
    const told = this.place.querySelector("[data-strength]");
    if (told) told.textContent = level === "short" ? words.short(strength.left) : words[level];
  }

  #fault(text: string): void {
    const fault = this.place.querySelector<HTMLElement>("[data-fault]");
    if (fault) fault.textContent = text;
  }

  #input(name: string): HTMLInputElement | null {
    return this.place.querySelector<HTMLInputElement>(`[data-phrase=${name}]`);
  }
}
