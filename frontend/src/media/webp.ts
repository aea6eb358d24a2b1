// WebP (RFC 9649): picture, transparency, animation and colour profile stay, the rest goes.
import { ascii, beginsWith, type Cleaned, Damaged } from "./parts";

const HEAD = 12;
const KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const FLAGS = 0x08 | 0x04; // Exif and XMP are there
const NAMES: Record<string, string> = { EXIF: "exif", "XMP ": "xmp" };

export function cleanWebp(content: Uint8Array<ArrayBuffer>): Cleaned {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > content.length) throw new Damaged();
  const kept: Uint8Array<ArrayBuffer>[] = [];
  const removed = new Set<string>(end < content.length ? ["tail"] : []);
  let exif: Uint8Array | null = null;
  for (let at = HEAD; at + 8 <= end;) {
    const [kind, length] = [ascii(content, at, 4), view.getUint32(at + 4, true)];
    const next = at + 8 + length + (length % 2);
    if (at + 8 + length > end) throw new Damaged();
    const chunk = content.slice(at, next);
    if (kind === "EXIF") exif = withoutSign(chunk.subarray(8));
    if (kind === "VP8X") chunk[8] = (chunk[8] ?? 0) & ~FLAGS;
    if (KEPT.has(kind)) kept.push(chunk);
    else removed.add(NAMES[kind] ?? "other");
    at = next;
  }
  return { parts: [head(kept), ...kept], removed, exif };
}

/** Some writers put JPEG's sign before the structure. */
const withoutSign = (exif: Uint8Array): Uint8Array =>
  beginsWith(exif, "Exif\0\0") ? exif.subarray(6) : exif;

function head(kept: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from([..."RIFF0000WEBP"], (sign) => sign.charCodeAt(0));
  const size = kept.reduce((total, { length }) => total + length, 4);
  new DataView(bytes.buffer).setUint32(4, size, true);
  return bytes;
}
