// <tmac-key-setup>: an officer's own key, made in the browser. Two forms: the phrase, then the
// recovery code. The server gets the key only sealed, and only once the code is on paper.
import { makeOfficerKey } from "../../vault/officer";
import { tell } from "../asking";
import { adopt } from "../keyring";
import { sentence } from "../trouble";
import { officerWords } from "../words";
import { CodePaper } from "./paper";
import { PhraseFields } from "./phrase";

type Made = Awaited<ReturnType<typeof makeOfficerKey>>;

export class KeySetup extends HTMLElement {
  #made: Made | null = null;
  #phrase: PhraseFields | null = null;
  #paper: CodePaper | null = null;

  connectedCallback(): void {
    this.#phrase = new PhraseFields(this.#step("phrase"), this.dataset["user"] ?? "");
    this.#paper = new CodePaper(this.#step("code"));
    this.#on("phrase", () => this.#make());
    this.#on("code", () => this.#keep());
  }

  #on(step: string, act: () => Promise<void>): void {
    const form = this.#step(step).querySelector("form");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
      button?.setAttribute("disabled", "");
      void act()
        .catch((trouble: unknown) => this.#say(step, sentence(trouble)))
        .finally(() => button?.removeAttribute("disabled"));
    });
  }

  async #make(): Promise<void> {
    const phrase = this.#phrase?.chosen();
    if (!phrase) return;
    this.#say("phrase", officerWords().makingKey);
    this.#made = await makeOfficerKey(phrase);
    this.#phrase?.clear();
    this.#say("phrase", "");
    this.#paper?.show(this.#made.recoveryCode);
    this.#turn("code");
  }

  async #keep(): Promise<void> {
    if (!this.#made || !this.#paper?.isCopied()) return;
    const url = this.dataset["url"] ?? "";
    await tell(url, this.#made.body);
    await adopt(this.#made.key);
    this.#made = null;
    location.assign(url);
  }

  #turn(step: string): void {
    for (const part of this.querySelectorAll<HTMLElement>("[data-step]")) {
      part.hidden = part.dataset["step"] !== step;
    }
    const head = this.#step(step).querySelector("h2");
    head?.setAttribute("tabindex", "-1");
    head?.focus();
  }

  #say(step: string, text: string): void {
    const told = this.#step(step).querySelector("[data-told]");
    if (told) told.textContent = text;
  }

  #step(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-step=${name}]`) ?? this;
  }
}
