import { fill, tellWords } from "./words";

/** How long the text is, once it grows long; said aloud only near the limit. */
export class Counter extends HTMLElement {
  connectedCallback(): void {
    this.text?.addEventListener("input", this.count);
    this.count();
  }

  private get text(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  private count = (): void => {
    const told = this.querySelector<HTMLElement>("[data-part=count]");
    const text = this.text;
    if (!told || !text) return;
    const [n, most] = [text.value.length, Number(text.dataset["limit"])];
    const figure = (value: number): string => value.toLocaleString("en-US");
    told.textContent = fill(tellWords().counter, { n: figure(n), most: figure(most) });
    told.classList.toggle("counter--over", n > most);
    told.setAttribute("aria-live", n > most * 0.95 ? "polite" : "off");
  };
}
