// <tmac-identity>: who the reporter is, for fifteen minutes, for one officer. Leaves the page by
// itself; is marked over its whole face; is neither printed nor copied from.
import { make } from "../../shared/dom";
import { openIdentity } from "../../vault/officer";
import { tell } from "../asking";
import { said } from "../show";
import { officerWords } from "../words";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";

interface Answer {
  case: string;
  identity: string;
  boxes: string[];
  until: string;
  watermark: string;
}
type Identity = Awaited<ReturnType<typeof openIdentity>>;

export class IdentityView extends SealingForm {
  #timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const kind of ["copy", "cut", "contextmenu", "dragstart"]) {
      this.addEventListener(kind, (event) => event.preventDefault());
    }
    this.querySelector("[data-finish]")?.addEventListener("click", () => void this.#close());
    window.addEventListener("pagehide", () => this.#clear());
  }

  protected override async work(): Promise<void> {
    const { officer } = await demandKeys();
    const answer = await tell<Answer>(this.given("url"), {});
    const { case: caseId, identity, boxes } = answer;
    const request = this.given("request");
    this.#show(await openIdentity({ case: caseId, request, identity, boxes }, officer), answer);
  }

  #show(identity: Identity, answer: Answer): void {
    const words = officerWords().identity;
    const facts = make("dl", { class: "facts" });
    for (const name of ["name", "phone", "email", "line", "other"] as const) {
      if (identity[name]) facts.append(make("dt", {}, words[name]), make("dd", {}, said(identity[name])));
    }
    const told = facts.children.length ? facts : make("p", {}, words.empty);
    this.#place?.replaceChildren(told);
    this.querySelector("[data-part=view]")?.append(this.#watermark(answer.watermark));
    this.dataset["state"] = "open";
    for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = part.dataset["when"] !== "open";
    }
    this.#count(Date.parse(answer.until));
  }

  /** The reader's name and the moment, across the whole view. */
  #watermark(text: string): HTMLElement {
    const mark = make("div", { class: "watermark", "aria-hidden": "true" });
    for (let n = 0; n < 80; n += 1) mark.append(make("span", {}, text));
    return mark;
  }

  #count(until: number): void {
    window.clearTimeout(this.#timer);
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const clock = this.querySelector("[data-left]");
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (clock) clock.textContent = officerWords().identity.left(text);
    if (left === 0) return void this.#close();
    this.#timer = window.setTimeout(() => this.#count(until), 1000);
  }

  async #close(): Promise<void> {
    this.#clear();
    await tell(this.given("close"), {}).catch(() => undefined);
    location.assign(this.given("next"));
  }

  #clear(): void {
    window.clearTimeout(this.#timer);
    this.#place?.replaceChildren(officerWords().identity.over);
    this.querySelector(".watermark")?.remove();
    this.dataset["state"] = "closed";
  }

  get #place(): Element | null {
    return this.querySelector("[data-part=identity]");
  }
}
