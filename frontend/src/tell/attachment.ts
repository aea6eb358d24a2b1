// A file that goes along with a report or a message: recognised, cleaned, and sealed when it is sent.
import type { SealedFile } from "../vault/reporter";

export const MOST_FILES = 10;
export const MOST_BYTES = 25 * 1024 * 1024;

export type Note = "" | "CANNOT_CLEAN" | "DAMAGED" | "MACROS" | "LIES" | "AUTHOR";

export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** What the person chose; kept in memory so that the choice to keep the original can be undone. */
  readonly original: Blob;
  /** What is sent: without hidden details unless the original was asked for. */
  blob: Blob;
  mime: string;
  kind: "photo" | "document" | "voice" | "other";
  keptOriginal: boolean;
  cleaned: boolean;
  note: Note;
  place: { lat: number; lon: number } | null;
  /** Sealed once; the same bytes go out on every try. */
  sealed?: SealedFile;
}

let made = 0;

export async function attach(file: File | Blob, name: string, keepOriginal = false): Promise<Attachment> {
  const { recogniseFile } = await import("../media/recognise");
  const found = await recogniseFile(file, name);
  made += 1;
  const attachment: Attachment = {
    id: `file-${made}`,
    name,
    original: file,
    blob: file,
    mime: found.mime,
    kind: found.kind,
    keptOriginal: false,
    cleaned: false,
    note: noteOf(found.kind, found.warning),
    place: null,
  };
  await choose(attachment, keepOriginal);
  return attachment;
}

function noteOf(kind: string, warning: string): Note {
  if (warning === "LIES" || warning === "EXECUTABLE") return "LIES";
  if (warning === "MACROS" || warning === "ACTIVE") return "MACROS";
  return kind === "document" ? "AUTHOR" : "";
}

/** Takes the hidden details out of a photo, or puts the original back. */
export async function choose(attachment: Attachment, keepOriginal: boolean): Promise<void> {
  delete attachment.sealed;
  if (attachment.kind !== "photo") return;
  const { clean } = await import("../media/photo");
  const cleaned = await clean(attachment.original, { keepOriginal });
  attachment.blob = cleaned.blob;
  attachment.keptOriginal = cleaned.kept_original;
  attachment.cleaned = cleaned.cleaned;
  attachment.place = cleaned.place;
  attachment.note = cleaned.note;
}

/** Seals the file for its case, once. */
export async function sealed(attachment: Attachment, case_: string): Promise<SealedFile> {
  const { sealFile } = await import("../vault/reporter");
  return (attachment.sealed ??= await sealFile(case_, attachment.blob, {
    name: attachment.name,
    mime: attachment.mime,
    kind: attachment.kind,
    kept_original: attachment.keptOriginal,
  }));
}
