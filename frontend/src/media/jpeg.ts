// JPEG (ITU-T T.81 annex B): tables, frames and scans stay as they are; what tells of place, time,
// device or author goes, with small pictures, second pictures and whatever hides behind the end.
import { orientationOf, orientationOnly } from "./exif";
import { beginsWith, type Cleaned, Damaged } from "./parts";

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
const [APP0, APP1, APP2, APP13, APP14, COM] = [0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xfe];
const EXIF = "Exif\0\0";
type Bytes = Uint8Array<ArrayBuffer>;

export function cleanJpeg(content: Bytes): Cleaned {
  if (content[0] !== 0xff || content[1] !== SOI) throw new Damaged();
  const reading = new Reading(content);
  while (reading.step());
  if (!reading.hasScan) throw new Damaged();
  const { kept, removed, exif } = reading;
  const orientation = exif ? orientationOf(exif) : 1;
  const head = orientation === 1 ? [] : [orientationSegment(orientation)];
  const parts = [Uint8Array.of(0xff, SOI), ...head, ...kept, Uint8Array.of(0xff, EOI)];
  return { parts, removed, exif };
}

class Reading {
  readonly kept: Bytes[] = [];
  readonly removed = new Set<string>();
  exif: Uint8Array | null = null;
  hasScan = false;
  private at = 2;

  constructor(private readonly content: Bytes) {}

  /** One segment further; false at the end of the picture. */
  step(): boolean {
    const marker = this.nextMarker();
    if (marker === null) return false;
    if (marker === EOI) {
      if (this.at < this.content.length) this.removed.add("tail");
      return false;
    }
    const length = ((this.content[this.at] ?? 0) << 8) | (this.content[this.at + 1] ?? 0);
    const body = this.content.subarray(this.at + 2, this.at + length);
    if (length < 2 || this.at + length > this.content.length) throw new Damaged();
    this.at += length;
    this.take(marker, body);
    if (marker === SOS) this.takeScan();
    return true;
  }

  /** Skips fill bytes and what stands between segments; null where the file breaks off. */
  private nextMarker(): number | null {
    const { content } = this;
    for (let at = content.indexOf(0xff, this.at); at >= 0; at = content.indexOf(0xff, at + 1)) {
      const code = content[at + 1] ?? 0;
      if (code === 0 || code === 0xff) continue;
      this.at = at + 2;
      return code;
    }
    return null;
  }

  private take(marker: number, body: Bytes): void {
    if (marker === APP1 && beginsWith(body, EXIF)) this.exif ??= body.subarray(EXIF.length);
    const stays = whatStays(marker, body);
    if (stays !== body) this.removed.add(stays ? "thumbnail" : nameOf(marker, body));
    if (stays) this.kept.push(segment(marker, stays));
  }

  /** The compressed picture: up to a marker that is neither stuffing nor a restart. */
  private takeScan(): void {
    const { content } = this;
    const from = this.at;
    this.hasScan = true;
    for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
      const code = content[at + 1];
      if (code === undefined) break;
      if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) {
        this.at = at;
        this.kept.push(content.slice(from, at));
        return;
      }
    }
    this.at = content.length;
    this.kept.push(content.slice(from));
  }
}

/** The segment's body as it may stay: whole, without a small picture in it, or not at all. */
function whatStays(marker: number, body: Bytes): Bytes | null {
  if (marker === APP0) return beginsWith(body, "JFIF\0") ? withoutThumbnail(body) : null;
  if (marker === APP2) return beginsWith(body, "ICC_PROFILE\0") ? body : null;
  if (marker === APP14) return beginsWith(body, "Adobe") ? atMost(body, 12) : null;
  return marker >= 0xc0 && marker <= 0xdf ? body : null;
}

const atMost = (body: Bytes, length: number): Bytes => (body.length > length ? body.slice(0, length) : body);

function withoutThumbnail(body: Bytes): Bytes {
  if (body.length <= 14) return body;
  const plain = body.slice(0, 14);
  plain.fill(0, 12);
  return plain;
}

function nameOf(marker: number, body: Bytes): string {
  if (marker === APP1) return beginsWith(body, EXIF) ? "exif" : "xmp";
  if (marker === APP2 && beginsWith(body, "MPF\0")) return "pictures";
  const names: Record<number, string> = { [APP0]: "thumbnail", [APP13]: "iptc", [COM]: "comment" };
  return names[marker] ?? "other";
}

function segment(marker: number, body: Uint8Array): Bytes {
  const whole = new Uint8Array(4 + body.length);
  whole.set([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]);
  whole.set(body, 4);
  return whole;
}

function orientationSegment(value: number): Bytes {
  const tiff = orientationOnly(value);
  return segment(APP1, Uint8Array.of(...[...EXIF].map((sign) => sign.charCodeAt(0)), ...tiff));
}
