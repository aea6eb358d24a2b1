// <tmac-ask data-sealed data-url data-by data-next>: a message to the reporter, sealed before it leaves.
import { sealAnswer } from "../../vault/officer";
import { tell } from "../asking";
import { openCase } from "../tipcase";
import { Wrong } from "../trouble";
import { officerWords } from "../words";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

export class Ask extends SealingForm {
  #sealed: { text: string; body: object } | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const button of this.querySelectorAll<HTMLElement>("[data-phrase]")) {
      button.addEventListener("click", () => this.#put(button.dataset["phrase"] ?? ""));
    }
  }

  protected override async work(form: HTMLFormElement): Promise<string | void> {
    const text = this.#input?.value.trim() ?? "";
    if (!text) throw new Wrong(officerWords().writeFirst);
    const { keys } = await openCase(this.given("sealed"), await demandKeys());
    // A second try sends the same bytes, so that the reporter gets one message.
    if (this.#sealed?.text !== text) {
      this.#sealed = { text, body: await sealAnswer(keys, text, this.given("by"), []) };
    }
    const ticked = (what: string): boolean => form.querySelector<HTMLInputElement>(`[data-${what}]`)?.checked ?? false;
    const marks = { asks: ticked("asks"), interim: ticked("interim"), version: Number(this.given("version")) };
    await tell(this.given("url"), { ...this.#sealed.body, ...marks });
    form.reset();
    return this.given("next");
  }

  #put(phrase: string): void {
    const input = this.#input;
    if (!input) return;
    const before = input.value.trim();
    input.value = before ? `${before}\n${phrase}` : phrase;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  }

  get #input(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
}
