// How one attached file is shown: what it is, what was done to it, and what may still be chosen.
import { make } from "../shared/dom";
import type { Attachment, Note } from "./attachment";
import { sizeText } from "./sizes";
import { tellWords } from "./words";

export interface FileActs {
  remove: (file: Attachment) => void;
  keepOriginal: (file: Attachment, keeps: boolean) => void;
  /** Where there is a question about the place: use that of the photo for it. */
  usePlace?: (file: Attachment) => void;
}

function noteText(note: Note): string {
  const words = tellWords().files;
  const told: Record<Exclude<Note, "">, string> = {
    CANNOT_CLEAN: words.cannotClean,
    DAMAGED: words.damaged,
    MACROS: words.macros,
    LIES: words.odd,
    AUTHOR: words.mayName,
  };
  return note ? told[note] : "";
}

function stateOf(file: Attachment): [text: string, tone: string] {
  const words = tellWords().files;
  if (file.keptOriginal) return [words.original, "waiting"];
  return file.cleaned ? [words.cleaned, "good"] : [words.ready, "plain"];
}

export function fileRow(file: Attachment, acts: FileActs): HTMLLIElement {
  const words = tellWords().files;
  const [state, tone] = stateOf(file);
  const row = make("li", { class: "evidence__file", "data-file": file.id });
  const about = make("div", { class: "evidence__about" },
    make("span", { class: "files__name", dir: "auto" }, file.name),
    make("span", { class: "files__meta" }, sizeText(file.blob.size)),
    make("span", { class: `chip chip--${tone}` }, state));
  const note = noteText(file.note);
  if (note) about.append(make("p", { class: "evidence__note" }, note));
  if (file.place && acts.usePlace) about.append(placeOffer(file, acts.usePlace));
  if (file.kind === "photo") about.append(originalChoice(file, acts));
  const remove = make("button", { type: "button", class: "button button--quiet" }, words.remove,
    make("span", { class: "visually-hidden" }, ` ${file.name}`));
  remove.addEventListener("click", () => acts.remove(file));
  row.append(thumbnail(file), about, remove);
  return row;
}

function placeOffer(file: Attachment, use: (file: Attachment) => void): HTMLElement {
  const words = tellWords().place;
  const button = make("button", { type: "button", class: "button button--second" }, words.usePhoto);
  button.addEventListener("click", () => use(file));
  return make("p", { class: "evidence__place" }, words.offer, " ", button);
}

function originalChoice(file: Attachment, acts: FileActs): HTMLElement {
  const box = make("input", { type: "checkbox", id: `${file.id}-original` });
  box.checked = file.keptOriginal;
  box.addEventListener("change", () => acts.keepOriginal(file, box.checked));
  return make("label", { class: "choice evidence__original", for: box.id }, box,
    make("span", { class: "choice__word" }, tellWords().files.keepOriginal));
}

/** A small picture, drawn from memory; its address is given back once it is drawn. */
function thumbnail(file: Attachment): HTMLElement {
  const frame = make("span", { class: "evidence__picture", "aria-hidden": "true" });
  if (file.kind !== "photo" || !/^image\/(jpeg|png|webp|gif)$/.test(file.mime)) return frame;
  const src = URL.createObjectURL(file.blob);
  const image = make("img", { src, alt: "" });
  const done = (): void => URL.revokeObjectURL(src);
  image.addEventListener("load", done);
  image.addEventListener("error", () => {
    done();
    image.remove();
  });
  frame.append(image);
  return frame;
}
