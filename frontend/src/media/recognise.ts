// What a file is, told by its bytes and never by its name alone.
import { ascii, beginsWith, find } from "./parts";

export type Kind = "photo" | "document" | "voice" | "other";

/**
 * LIES: the name says something else. MACROS: small programs inside. EXECUTABLE: a program.
 * ACTIVE: could run in a browser or reader. ARCHIVE: files within, unseen. UNKNOWN: not told.
 */
export type Warning = "" | "LIES" | "MACROS" | "EXECUTABLE" | "ACTIVE" | "ARCHIVE" | "UNKNOWN";

export interface Recognised {
  /** What could run on a page is told as plain bytes. */
  mime: string;
  kind: Kind;
  label: string;
  warning: Warning;
}

const OOXML = "application/vnd.openxmlformats-officedocument";
const OCTETS = "application/octet-stream";
const HEAD = 65_536;

const told = (label: string, mime: string, kind: Kind, warning: Warning = ""): Recognised =>
  ({ mime, kind, label, warning });

/** [first bytes as text, at, what it is] */
const SIGNS: [string, number, Recognised][] = [
  ["\xff\xd8\xff", 0, told("JPEG", "image/jpeg", "photo")],
  ["\x89PNG\r\n\x1a\n", 0, told("PNG", "image/png", "photo")],
  ["WEBP", 8, told("WebP", "image/webp", "photo")],
  ["GIF87a", 0, told("GIF", "image/gif", "photo")],
  ["GIF89a", 0, told("GIF", "image/gif", "photo")],
  ["II*\0", 0, told("TIFF", "image/tiff", "photo")],
  ["MM\0*", 0, told("TIFF", "image/tiff", "photo")],
  ["ID3", 0, told("MP3", "audio/mpeg", "voice")],
  ["OggS", 0, told("OGG", "audio/ogg", "voice")],
  ["WAVE", 8, told("WAV", "audio/wav", "voice")],
  ["#!AMR", 0, told("AMR", "audio/amr", "voice")],
  ["fLaC", 0, told("FLAC", "audio/flac", "voice")],
  ["AVI ", 8, told("AVI", "video/x-msvideo", "other")],
  ["MZ", 0, told("EXE", OCTETS, "other", "EXECUTABLE")],
  ["\x7fELF", 0, told("ELF", OCTETS, "other", "EXECUTABLE")],
  ["\xca\xfe\xba\xbe", 0, told("Mach-O", OCTETS, "other", "EXECUTABLE")],
  ["\xcf\xfa\xed\xfe", 0, told("Mach-O", OCTETS, "other", "EXECUTABLE")],
  ["dex\n", 0, told("DEX", OCTETS, "other", "EXECUTABLE")],
  ["L\0\0\0\x01\x14\x02\0", 0, told("LNK", OCTETS, "other", "EXECUTABLE")],
  ["#!", 0, told("SCRIPT", OCTETS, "other", "EXECUTABLE")],
  ["Rar!", 0, told("RAR", "application/vnd.rar", "other", "ARCHIVE")],
  ["7z\xbc\xaf\x27\x1c", 0, told("7Z", "application/x-7z-compressed", "other", "ARCHIVE")],
  ["\x1f\x8b", 0, told("GZIP", "application/gzip", "other", "ARCHIVE")],
  ["ustar", 257, told("TAR", "application/x-tar", "other", "ARCHIVE")],
];

/** Which endings go with which type; a name with one of them and other bytes lies. */
const ENDINGS: Record<string, string[]> = {
  "image/jpeg": ["jpg", "jpeg", "jfif"], "image/png": ["png"], "image/webp": ["webp"], "image/gif": ["gif"],
  "image/heic": ["heic", "heif"], "image/avif": ["avif"], "image/tiff": ["tif", "tiff", "dng"],
  "application/pdf": ["pdf"], "text/plain": ["txt", "log", "md"], "text/csv": ["csv"],
  [`${OOXML}.wordprocessingml.document`]: ["docx", "docm"], [`${OOXML}.spreadsheetml.sheet`]: ["xlsx", "xlsm"],
  [`${OOXML}.presentationml.presentation`]: ["pptx", "pptm"],
  "application/x-ole-storage": ["doc", "xls", "ppt", "msg"], "application/zip": ["zip", "odt", "ods", "epub", "kmz"],
  "audio/mpeg": ["mp3"], "audio/ogg": ["ogg", "oga", "opus"], "audio/wav": ["wav"], "audio/mp4": ["m4a", "mp4", "3gp"],
  "audio/amr": ["amr"], "audio/flac": ["flac"], "audio/aac": ["aac"], "audio/webm": ["webm", "weba"],
  "video/mp4": ["mp4", "m4v", "mov", "3gp"], "video/webm": ["webm"], "video/x-msvideo": ["avi"],
};
const KNOWN = new Set(Object.values(ENDINGS).flat());
const RUNNABLE = new Set(("exe com bat cmd scr pif msi dll cpl jar js jse vbs vbe wsf wsh ps1 hta lnk reg sh bash "
  + "py php pl apk app dmg iso").split(" "));
/** Signs that turn the reading direction can hide the true ending. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** `head`: the first 64 kB or more. `tail`: the last ones, where a ZIP lists what it holds. */
export function recognise(head: Uint8Array, name: string, tail: Uint8Array = head): Recognised {
  const found = byBytes(head, name, tail);
  if (RUNNABLE.has(endingOf(name))) return told(found.label, OCTETS, "other", "EXECUTABLE");
  return found.warning === "" && lies(found, name) ? { ...found, warning: "LIES" } : found;
}

export async function recogniseFile(file: Blob, name: string): Promise<Recognised> {
  const part = async (from: number, to?: number): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(Math.max(0, from), to).arrayBuffer());
  return recognise(await part(0, HEAD), name, await part(file.size - HEAD));
}

export const endingOf = (name: string): string => /\.([^.\s]+)\s*$/.exec(name)?.[1]?.toLowerCase() ?? "";

function lies({ mime }: Recognised, name: string): boolean {
  const ending = endingOf(name);
  return TURNING.test(name) || (KNOWN.has(ending) && !(ENDINGS[mime] ?? []).includes(ending));
}

function byBytes(head: Uint8Array, name: string, tail: Uint8Array): Recognised {
  const sign = SIGNS.find(([text, at]) => beginsWith(head, text, at));
  if (sign) return sign[2];
  if (beginsWith(head, "%PDF-")) return pdf(head, tail);
  if (beginsWith(head, "PK\x03\x04")) return zipped(head, tail);
  if (beginsWith(head, "\xd0\xcf\x11\xe0")) return olderOffice(head);
  if (beginsWith(head, "ftyp", 4)) return iso(head, name);
  if (beginsWith(head, "\x1a\x45\xdf\xa3")) return webm(head);
  return sound(head) ?? text(head, name);
}

const has = (parts: Uint8Array[], text: string): boolean => parts.some((part) => find(part, text) >= 0);

function pdf(head: Uint8Array, tail: Uint8Array): Recognised {
  const acts = ["/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia"];
  const isActive = acts.some((act) => has([head, tail], act));
  return told("PDF", "application/pdf", "document", isActive ? "ACTIVE" : "");
}

function zipped(head: Uint8Array, tail: Uint8Array): Recognised {
  const parts = [head, tail];
  const macros = has(parts, "vbaProject.bin") ? "MACROS" : "";
  const forms = [["word/", "DOCX", "wordprocessingml.document"], ["xl/", "XLSX", "spreadsheetml.sheet"],
    ["ppt/", "PPTX", "presentationml.presentation"]];
  const form = has(parts, "[Content_Types].xml") ? forms.find(([folder = ""]) => has(parts, folder)) : undefined;
  if (form) return told(form[1] ?? "", `${OOXML}.${form[2]}`, "document", macros);
  if (has(parts, "AndroidManifest.xml") || has(parts, "META-INF/MANIFEST.MF")) {
    return told("APK", OCTETS, "other", "EXECUTABLE");
  }
  return told("ZIP", "application/zip", "other", macros || "ARCHIVE");
}

/** Word and Excel before 2007: names inside are UTF-16. */
function olderOffice(head: Uint8Array): Recognised {
  const macros = has([head], "V\0B\0A\0") ? "MACROS" : "";
  return told("DOC", "application/x-ole-storage", "document", macros);
}

function iso(head: Uint8Array, name: string): Recognised {
  const brand = ascii(head, 8, 4);
  if (["heic", "heix", "mif1", "msf1", "hevc"].includes(brand)) return told("HEIC", "image/heic", "photo");
  if (["avif", "avis"].includes(brand)) return told("AVIF", "image/avif", "photo");
  const isSound = brand.startsWith("M4A") || brand.startsWith("M4B") || endingOf(name) === "m4a"
    || (has([head], "soun") && !has([head], "vide"));
  return isSound ? told("M4A", "audio/mp4", "voice") : told("MP4", "video/mp4", "other");
}

const webm = (head: Uint8Array): Recognised =>
  has([head], "V_") ? told("WebM", "video/webm", "other") : told("WebM", "audio/webm", "voice");

function sound([first = 0, second = 0]: Uint8Array): Recognised | null {
  if (first !== 0xff) return null;
  if ((second & 0xf6) === 0xf0) return told("AAC", "audio/aac", "voice");
  return (second & 0xe6) === 0xe2 ? told("MP3", "audio/mpeg", "voice") : null;
}

const MARKUP = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|html|head|body|script|svg|iframe|\?xml|[a-z]+:?svg)\b/i;

function text(head: Uint8Array, name: string): Recognised {
  const wide = { "\xff\xfe": "utf-16le", "\xfe\xff": "utf-16be" }[ascii(head, 0, 2)];
  if (head.length === 0 || (!wide && head.includes(0))) return told("?", OCTETS, "other", "UNKNOWN");
  const written = new TextDecoder(wide ?? "utf-8").decode(head);
  const ending = endingOf(name);
  if (MARKUP.test(written) || ["html", "htm", "xhtml", "svg", "xml"].includes(ending)) {
    return told("HTML", OCTETS, "other", "ACTIVE");
  }
  return ending === "csv" ? told("CSV", "text/csv", "document") : told("TXT", "text/plain", "document");
}
