import { type Attachment, attach, choose, MOST_BYTES, MOST_FILES } from "./attachment";
import { fileRow } from "./filesview";
import { sizeText } from "./sizes";
import { fill, tellWords } from "./words";

interface Holder extends HTMLElement {
  session?: { files: Attachment[] };
}

/**
 * Files of a report or a message. They are cleaned here and stay in memory until they are sent.
 * A file that does not fit is named; all others stay. Tells "files-changed", and "photo-place" when
 * the place of a photo shall be used.
 */
export class FileChoice extends HTMLElement {
  private readonly words = tellWords().files;
  private readonly placeWords = tellWords().place;
  private readonly own: Attachment[] = [];

  connectedCallback(): void {
    if (this.dataset["ready"]) return;
    this.dataset["ready"] = "yes";
    this.piece("plain").hidden = true;
    this.piece("tools").hidden = false;
    const about = this.querySelector<HTMLElement>("[data-part=about]");
    if (about) about.hidden = false;
    this.addEventListener("change", this.picked);
    this.addEventListener("click", this.clicked);
    this.addEventListener("paste", this.pasted);
    this.closest("tmac-tell")?.addEventListener("tell-step", this.endRecording);
  }

  get files(): Attachment[] {
    return (this.closest("tmac-tell") as Holder | null)?.session?.files ?? this.own;
  }

  /** Adds files one after the other, so that an old telephone keeps up. */
  async add(files: Iterable<File>, name?: string): Promise<void> {
    const left: string[] = [];
    for (const file of files) {
      const called = name ?? (file.name || "file");
      if (this.files.length >= MOST_FILES) left.push(called);
      else await this.addOne(file, called);
    }
    if (left.length) this.say(fill(this.words.tooMany, { names: left.join(", ") }), true);
  }

  redraw(): void {
    const acts = {
      remove: (file: Attachment) => this.remove_(file),
      keepOriginal: (file: Attachment, keeps: boolean) => void this.keepOriginal(file, keeps),
      ...(this.closest("tmac-tell") ? { usePlace: (file: Attachment) => this.usePlace(file) } : {}),
    };
    this.piece("list").replaceChildren(...this.files.map((file) => fileRow(file, acts)));
    this.dispatchEvent(new CustomEvent("files-changed", { bubbles: true }));
  }

  clear(): void {
    this.files.length = 0;
    this.redraw();
    this.say("");
  }

  private piece(name: string): HTMLElement {
    return this.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }

  private say(sentence: string, isFault = false): void {
    const status = this.piece("status");
    status.textContent = sentence;
    status.classList.toggle("evidence__status--fault", isFault);
  }

  private picked = (event: Event): void => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const files = [...(input.files ?? [])];
    input.value = ""; // the same file may be chosen again after it was taken out
    void this.add(files);
  };

  private pasted = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) void this.add(files);
  };

  private async addOne(file: File, name: string): Promise<void> {
    if (file.size > MOST_BYTES) {
      return this.say(fill(this.words.tooLarge, { name, size: sizeText(file.size) }), true);
    }
    if (file.size === 0) return this.say(fill(this.words.empty, { name }), true);
    this.say(this.words.preparing);
    const attachment = await attach(file, name);
    this.files.push(attachment);
    this.say(fill(this.words.added, { name }));
    this.redraw();
  }

  private usePlace(file: Attachment): void {
    const place = file.place;
    file.place = null;
    this.dispatchEvent(new CustomEvent("photo-place", { bubbles: true, detail: place }));
    this.redraw();
    this.say(this.placeWords.kept);
  }

  private remove_(file: Attachment): void {
    this.files.splice(this.files.indexOf(file), 1);
    this.say(fill(this.words.removed, { name: file.name }));
    this.redraw();
    this.querySelector<HTMLElement>(".evidence__pick, [data-act]")?.focus();
  }

  private async keepOriginal(file: Attachment, keeps: boolean): Promise<void> {
    this.say(this.words.preparing);
    await choose(file, keeps);
    this.say("");
    this.redraw();
    document.getElementById(`${file.id}-original`)?.focus();
  }

  private clicked = (event: Event): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act=voice]") : null;
    if (button) void this.record(button as HTMLButtonElement);
  };

  /** Whoever goes on while a recording runs keeps it. */
  private endRecording = (): void => this.piece("voice").querySelector("button")?.click();

  private async record(button: HTMLButtonElement): Promise<void> {
    const { recordInto } = await import("./voicenote");
    button.disabled = true;
    const n = this.files.filter(({ kind }) => kind === "voice").length + 1;
    const outcome = await recordInto(this.piece("voice"));
    button.disabled = false;
    if ("fault" in outcome) return this.say(outcome.fault, Boolean(outcome.fault));
    const suffix = outcome.blob.type.includes("mp4") ? "m4a" : "webm";
    const name = `${fill(this.words.voiceName, { n })}.${suffix}`;
    await this.add([new File([outcome.blob], name, { type: outcome.blob.type })], name);
  }
}
