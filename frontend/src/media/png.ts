// PNG (ISO/IEC 15948): the chunks that make the picture stay, texts, times and Exif go.
import { ascii, type Cleaned, Damaged } from "./parts";

const SIGN = 8;
const KEPT = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD",
  "pHYs", "acTL", "fcTL", "fdAT"]);
const NAMES: Record<string, string> = { eXIf: "exif", tIME: "time", iCCP: "profile" };

export function cleanPng(content: Uint8Array<ArrayBuffer>): Cleaned {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const parts = [content.slice(0, SIGN)];
  const removed = new Set<string>();
  let exif: Uint8Array | null = null;
  for (let at = SIGN; ;) {
    if (at + 12 > content.length) throw new Damaged();
    const [length, kind] = [view.getUint32(at), ascii(content, at + 4, 4)];
    const end = at + 12 + length;
    if (end > content.length) throw new Damaged();
    if (kind === "eXIf") exif = content.subarray(at + 8, end - 4);
    if (KEPT.has(kind)) parts.push(content.slice(at, end));
    else removed.add(NAMES[kind] ?? "text");
    at = end;
    if (kind !== "IEND") continue;
    if (at < content.length) removed.add("tail");
    return { parts, removed, exif };
  }
}
