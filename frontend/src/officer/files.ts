// The files of a tip: fetched in pieces, unsealed here, shown when they are photos or voices.
import { openFileToBlob } from "../vault/stream";
import { make } from "../shared/dom";
import { octets } from "./asking";
import type { Manifest, OpenCase } from "./tipcase";
import { sentence } from "./trouble";
import { officerWords } from "./words";

/** What a browser draws without running anything. SVG, PDF and pages are not among it. */
const PHOTOS = ["image/jpeg", "image/png", "image/webp", "image/gif"];
const VOICES = ["audio/webm", "audio/ogg", "audio/mp4", "audio/mpeg", "audio/wav", "audio/aac"];
type Shown = "photo" | "voice" | "other";

export function shownAs(manifest: Manifest): Shown {
  const mime = manifest.mime.split(";")[0]?.trim().toLowerCase() ?? "";
  if (PHOTOS.includes(mime)) return "photo";
  return VOICES.includes(mime) ? "voice" : "other";
}

export function fileList(open: OpenCase, manifests: Manifest[], url: string): HTMLElement {
  const words = officerWords().files;
  if (!manifests.length) return make("p", { class: "muted" }, words.none);
  const list = make("ul", { class: "files" });
  for (const manifest of manifests) list.append(fileRow(open, manifest, url));
  return list;
}

function fileRow(open: OpenCase, manifest: Manifest, url: string): HTMLElement {
  const words = officerWords().files;
  const name = make("span", { class: "files__name", dir: "auto" }, plainName(manifest.name));
  const meta = make("p", { class: "files__meta" }, size(manifest.size));
  if (manifest.kept_original) meta.append(` · ${words.original}`);
  const told = make("p", { class: "files__told small", role: "status" });
  const place = make("div", { class: "files__shown" });
  const row = make("li", { class: "files__file files__file--sealed" });
  const acts = make("div", { class: "files__acts" });
  const fetch = (): Promise<Blob> => unsealed(open, manifest, url, (text) => (told.textContent = text));
  const shown = shownAs(manifest);
  if (shown !== "other") acts.append(showButton(shown, manifest, fetch, place, told));
  acts.append(...saveButtons(manifest, fetch, place, told));
  row.append(make("div", {}, name, meta), acts, told, place);
  return row;
}

/** The whole file in clear, in memory only. */
export async function unsealed(
  open: OpenCase,
  manifest: Manifest,
  url: string,
  tell: (text: string) => void,
): Promise<Blob> {
  const about = open.sealed.files.find((file) => file.id === manifest.id);
  const count = about?.objects ?? 0;
  async function* objects(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for (let n = 0; n < count; n += 1) {
      tell(officerWords().files.opening(Math.round((100 * n) / count)));
      yield await octets(url.replace("FILE", manifest.id).replace("NUMBER", String(n)));
    }
  }
  const blob = await openFileToBlob(open.sealed.case, manifest, objects(), count);
  tell("");
  return blob;
}

function showButton(
  shown: Shown,
  manifest: Manifest,
  fetch: () => Promise<Blob>,
  place: HTMLElement,
  told: HTMLElement,
): HTMLElement {
  const words = officerWords().files;
  const isPhoto = shown === "photo";
  const name = make("span", { class: "visually-hidden" }, ` ${plainName(manifest.name)}`);
  const word = make("span", {}, isPhoto ? words.show : words.play);
  const button = make("button", { type: "button", class: "button button--second" }, word, name);
  button.addEventListener("click", () => {
    if (place.firstElementChild?.matches("img, audio")) {
      hide(place);
      word.textContent = isPhoto ? words.show : words.play;
      return;
    }
    void guarded(button, told, async () => {
      const blob = await fetch();
      const type = manifest.mime.split(";")[0] ?? "";
      place.replaceChildren(view(isPhoto, new Blob([blob], { type }), manifest));
      if (isPhoto) word.textContent = words.hide;
    });
  });
  return button;
}

function view(isPhoto: boolean, blob: Blob, manifest: Manifest): HTMLElement {
  const src = URL.createObjectURL(blob);
  if (isPhoto) return make("img", { src, alt: plainName(manifest.name), class: "files__photo" });
  return make("audio", { src, controls: true });
}

function hide(place: HTMLElement): void {
  const src = place.querySelector("img, audio")?.getAttribute("src");
  if (src) URL.revokeObjectURL(src);
  place.replaceChildren();
}

/** Saving asks first, since an unsealed file on a disk is what the seal was against. */
function saveButtons(
  manifest: Manifest,
  fetch: () => Promise<Blob>,
  place: HTMLElement,
  told: HTMLElement,
): HTMLElement[] {
  const words = officerWords().files;
  const name = make("span", { class: "visually-hidden" }, ` ${plainName(manifest.name)}`);
  const first = make("button", { type: "button", class: "button button--quiet" }, words.save, name);
  first.addEventListener("click", () => {
    const sure = make("button", { type: "button", class: "button button--danger" }, words.sure);
    place.replaceChildren(make("div", { class: "notice" }, make("div", {}, make("p", {}, words.risky), sure)));
    sure.focus();
    sure.addEventListener("click", () => {
      void guarded(sure, told, async () => {
        save(new Blob([await fetch()], { type: "application/octet-stream" }), manifest.name);
        place.replaceChildren();
        told.textContent = words.saved;
      });
    });
  });
  return [first];
}

async function guarded(button: HTMLButtonElement, told: HTMLElement, act: () => Promise<void>): Promise<void> {
  button.disabled = true;
  try {
    await act();
  } catch (trouble) {
    told.textContent = sentence(trouble);
  } finally {
    button.disabled = false;
  }
}

/** Gives `blob` to the person as a file called `name`. */
export function save(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  const link = make("a", { href, download: plainName(name) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}

/** A file name without folders and without what turns text around. */
export function plainName(name: string): string {
  const unseen = /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  return name.replace(unseen, "").replace(/[\\/:*?"<>|]/g, "_").slice(0, 120) || "file";
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(0)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
