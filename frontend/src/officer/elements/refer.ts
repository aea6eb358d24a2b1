// <tmac-refer>: a bundle for a body outside, sealed to the recipient that it gave. Its record is
// written first; then the bundle is handed to the officer as a file.
import { make } from "../../shared/dom";
import { openTip } from "../../vault/officer";
import { tell } from "../asking";
import { save, unsealed } from "../files";
import { type Content, openCase, type OpenCase } from "../tipcase";
import { Wrong } from "../trouble";
import { OPENED } from "./sealed";
import { SealingForm } from "./sending";
import { demandKeys } from "./unlock";
import { officerWords } from "../words";

const RECIPIENT = /^age1[ac-hj-np-z02-9]{20,}$/;

export class Refer extends SealingForm {
  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener(OPENED, this.#offer);
  }

  disconnectedCallback(): void {
    document.removeEventListener(OPENED, this.#offer);
  }

  /** A tick for every file, once their names can be read. */
  #offer = (event: Event): void => {
    const { content } = (event as CustomEvent<{ content: Content | null }>).detail;
    const place = this.querySelector("[data-part=choices]");
    if (!content || !place) return;
    place.replaceChildren(
      ...content.files.map((file) =>
        make(
          "label",
          { class: "choice" },
          make("input", { type: "checkbox", value: file.id, "data-file": true }),
          make("span", { class: "choice__word" }, file.name),
        ),
      ),
    );
  };

  protected override async work(): Promise<string | void> {
    const recipient = this.answer("recipient").trim();
    if (!RECIPIENT.test(recipient)) throw new Wrong(officerWords().recipient);
    const open = await openCase(this.given("sealed"), await demandKeys());
    const { makeBundle } = await import("../../vault/bundle");
    const { content } = await openTip(open.sealed, open.keys);
    const bundle = await makeBundle(await this.#parts(open, content), recipient);
    const told = { to: this.answer("to"), reason_code: "", sha256: bundle.sha256 };
    const answer = await tell<{ name: string }>(this.given("url"), told);
    if (!answer.name) return this.given("next"); // it waits for the director first
    save(bundle.blob, answer.name);
    this.form?.reset();
    const done = this.querySelector<HTMLElement>("[data-done]");
    if (done) done.hidden = false;
    const digest = this.querySelector("[data-sha256]");
    if (digest) digest.textContent = bundle.sha256;
    done?.focus();
  }

  async #parts(open: OpenCase, content: Content | null): Promise<Parameters<Bundle>[0]> {
    const facts = JSON.parse(this.querySelector("script[type='application/json']")?.textContent ?? "{}");
    const wanted = [...this.querySelectorAll<HTMLInputElement>("[data-file]:checked")].map((box) => box.value);
    const files: { name: string; blob: Blob }[] = [];
    for (const manifest of content?.files ?? []) {
      if (!wanted.includes(manifest.id)) continue;
      const blob = await unsealed(open, manifest, this.given("files"), (text) => this.say(text));
      files.push({ name: manifest.name, blob });
    }
    const isWhole = this.querySelector<HTMLInputElement>("[data-whole]")?.checked ?? false;
    return { text: isWhole ? (content?.text ?? "") : "", summary: this.given("summary"), facts, files };
  }
}

type Bundle = (typeof import("../../vault/bundle"))["makeBundle"];
