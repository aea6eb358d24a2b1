// The recovery code on the screen and on paper; its last group is typed again before one goes on.
import { groupsOf, isGroup, type AccessCode } from "../../vault/code";
import { make } from "../../shared/dom";
import { officerWords } from "../words";

export class CodePaper {
  #code: AccessCode | null = null;

  constructor(private readonly place: HTMLElement) {
    place.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  }

  show(code: AccessCode): void {
    this.#code = code;
    const words = officerWords();
    const groups = groupsOf(code).map((group, n) =>
      make("li", {}, make("span", { class: "visually-hidden" }, `${words.groups(n + 1)}: `), group),
    );
    this.place.querySelector("[data-part=code]")?.replaceChildren(...groups);
  }

  /** Whether the last group was typed as it stands on the paper. */
  isCopied(): boolean {
    const input = this.place.querySelector<HTMLInputElement>("[data-group]");
    const isRight = Boolean(this.#code && input && isGroup(this.#code, input.value, 5));
    const fault = this.place.querySelector<HTMLElement>("[data-fault]");
    if (fault) fault.textContent = isRight ? "" : officerWords().wrongGroup;
    if (!isRight) input?.focus();
    return isRight;
  }

  clear(): void {
    this.#code = null;
    this.place.querySelector("[data-part=code]")?.replaceChildren();
  }
}
