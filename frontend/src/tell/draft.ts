import type { DraftFile } from "../vault/drafts";
import { codeGroups } from "./codecard";
import { make } from "../shared/dom";
import { fieldsOf, fillForm, refreshParts, type Kept, type KeptFile } from "./draftvalue";
import { sessionOf } from "./session";
import { typingTrouble } from "./trouble";
import { tellWords } from "./words";

const PAUSE_MS = 1500;

/**
 * A draft on this device: off until the reporter wishes it, sealed under the code of the report,
 * and erased after sending, by "leave at once", or by its own button.
 */
export class DraftKeeper extends HTMLElement {
  private isOn = false;
  private timer = 0;
  private saving: Promise<void> = Promise.resolve();
  private readonly stored = new Map<string, DraftFile>();
  private readonly words = tellWords().draft;

  connectedCallback(): void {
    this.owner.addEventListener("input", this.later);
    this.owner.addEventListener("files-changed", this.later);
    this.owner.addEventListener("tell-sent", () => void this.erase(""));
    void this.begin();
  }

  private get owner(): HTMLElement {
    return this.closest("tmac-tell") as HTMLElement;
  }

  private get form(): HTMLFormElement {
    return this.closest("form") as HTMLFormElement;
  }

  private async begin(): Promise<void> {
    const found = await import("../vault/drafts").then((drafts) => drafts.hasDraft()).catch(() => false);
    if (found) this.showFound();
    else this.showOffer();
  }

  private showOffer(told = ""): void {
    const box = make("input", { type: "checkbox", id: "keep-draft" });
    box.addEventListener("change", () => void this.turnOn(box));
    const label = make("label", { class: "choice", for: "keep-draft" }, box,
      make("span", { class: "choice__word" }, make("strong", {}, this.words.offer), make("br"),
        make("span", { class: "muted small" }, this.words.offerLead)));
    this.replaceChildren(label, make("p", { class: "small", role: "status" }, told));
  }

  private showFound(told = ""): void {
    const input = make("input", { type: "text", id: "draft-code", inputmode: "numeric", autocomplete: "off", class: "number" });
    const open = make("button", { type: "button", class: "button button--second" }, this.words.open);
    const erase = make("button", { type: "button", class: "button button--quiet" }, this.words.erase);
    const status = make("p", { class: "field__error", role: "alert" }, told);
    open.addEventListener("click", () => void this.restore(input.value, status));
    erase.addEventListener("click", () => void this.erase(this.words.erased));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      void this.restore(input.value, status);
    });
    this.replaceChildren(make("div", { class: "card" },
      make("h3", {}, this.words.found), make("p", {}, this.words.foundLead),
      make("label", { class: "field__label", for: "draft-code" }, this.words.code), status, input,
      make("div", { class: "row" }, open, erase)));
  }

  private async turnOn(box: HTMLInputElement): Promise<void> {
    try {
      const report = await sessionOf(this).report();
      this.isOn = true;
      await this.save();
      this.showOn(report.code);
    } catch {
      this.isOn = false;
      box.checked = false;
      this.showOffer(this.words.failed);
    }
  }

  private showOn(code: Parameters<typeof codeGroups>[0], told = ""): void {
    const off = make("button", { type: "button", class: "button button--quiet" }, this.words.off);
    off.addEventListener("click", () => void this.erase(this.words.erased));
    this.replaceChildren(make("div", { class: "card" },
      make("h3", {}, this.words.on), make("p", {}, this.words.onLead), codeGroups(code, this.words.code),
      make("p", { class: "small", role: "status", "data-part": "saved" }, told), off));
  }

  private later = (): void => {
    if (!this.isOn) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.saving = this.saving.then(() => this.save()).catch(() => this.showOffer(this.words.failed));
    }, PAUSE_MS);
  };

  private async save(): Promise<void> {
    const drafts = await import("../vault/drafts");
    const session = sessionOf(this);
    const report = await session.report();
    const files: KeptFile[] = [];
    for (const file of session.files) {
      const { original: _original, blob, sealed: _sealed, ...rest } = file;
      const key = `${file.id}-${String(file.keptOriginal)}`;
      const draft = this.stored.get(key) ?? (await drafts.saveDraftFile(report, blob));
      this.stored.set(key, draft);
      files.push({ ...rest, draft });
    }
    const kept: Kept = { fields: fieldsOf(this.form), files };
    if (this.isOn) await drafts.saveDraft(report, kept);
    const saved = this.querySelector("[data-part=saved]");
    if (saved) saved.textContent = this.words.saved;
  }

  private async restore(typed: string, status: HTMLElement): Promise<void> {
    const [{ parseCode }, drafts] = await Promise.all([import("../vault/code"), import("../vault/drafts")]);
    try {
      const code = parseCode(typed);
      const found = await drafts.loadDraft(code);
      if (!found) return this.showOffer();
      const { report, value } = found;
      const session = sessionOf(this);
      session.adopt(report);
      const { fields, files } = value as Kept;
      fillForm(this.form, fields);
      for (const file of files) {
        const blob = await drafts.loadDraftFile(report, file.draft);
        const { draft, ...rest } = file;
        this.stored.set(`${file.id}-${String(file.keptOriginal)}`, draft);
        session.files.push({ ...rest, id: `draft-${file.id}`, original: blob, blob });
      }
      this.isOn = true;
      refreshParts(this.form);
      this.showOn(code, this.words.opened);
    } catch (fault) {
      status.textContent = typingTrouble(fault) || this.words.wrong;
    }
  }

  private async erase(told: string): Promise<void> {
    this.isOn = false;
    window.clearTimeout(this.timer);
    await this.saving.catch(() => undefined);
    await import("../vault/drafts").then((drafts) => drafts.eraseDrafts()).catch(() => undefined);
    this.stored.clear();
    if (this.isConnected) this.showOffer(told);
  }
}
