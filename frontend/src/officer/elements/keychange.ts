// <tmac-key-change data-kind="phrase|recovery">: the same key under a new phrase or a new code.
import { newRecovery, rewrap } from "../../vault/officer";
import { tell } from "../asking";
import { officerWords } from "../words";
import { CodePaper } from "./paper";
import { PhraseFields } from "./phrase";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

export class KeyChange extends SealingForm {
  #phrase: PhraseFields | null = null;
  #paper: CodePaper | null = null;
  #byRecovery = "";

  override connectedCallback(): void {
    super.connectedCallback();
    this.#phrase = new PhraseFields(this, this.given("user"));
    this.#paper = new CodePaper(this);
  }

  protected override work(): Promise<string | void> {
    return this.given("kind") === "phrase" ? this.#newPhrase() : this.#newCode();
  }

  async #newPhrase(): Promise<string | void> {
    const phrase = this.#phrase?.chosen();
    if (!phrase) return;
    const { officer } = await demandKeys();
    this.say(officerWords().working);
    await tell(this.given("url"), await rewrap(officer, phrase));
    this.#phrase?.clear();
    return this.given("next");
  }

  /** The first press makes the code; the second, with its last group typed again, keeps it. */
  async #newCode(): Promise<string | void> {
    if (!this.#byRecovery) {
      const { officer } = await demandKeys();
      const made = await newRecovery(officer);
      this.#byRecovery = made.by_recovery;
      this.#paper?.show(made.recoveryCode);
      for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) {
        part.hidden = part.dataset["when"] !== "made";
      }
      return;
    }
    if (!this.#paper?.isCopied()) return;
    await tell(this.given("url"), { by_recovery: this.#byRecovery });
    return this.given("next");
  }
}
