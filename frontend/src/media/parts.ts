// What a cleaner of one format gives back, and small steps over bytes.

export interface Cleaned {
  parts: Uint8Array<ArrayBuffer>[];
  /** What was taken out, for the person: exif, xmp, comment, thumbnail, tail ... */
  removed: Set<string>;
  /** The TIFF structure of the photo's Exif, if it had one. */
  exif: Uint8Array | null;
}

/** The container does not hold together. */
export class Damaged extends Error {}

export const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

export const beginsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  ascii(bytes, at, text.length) === text;

/** Where `text` (ASCII) stands first, or -1. */
export function find(bytes: Uint8Array, text: string, from = 0): number {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (beginsWith(bytes, text, at)) return at;
  }
  return -1;
}
