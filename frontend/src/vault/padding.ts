// Lengths tell stories, so texts are filled up to a few sizes: 0x80 after the text, then zeros.
import { type Bytes, fromUtf8, utf8 } from "./bytes";
import { VaultFault } from "./faults";

/** Smallest and largest size in bytes; sizes double in between. */
export interface Bucket {
  least: number;
  most: number;
}

export const CONTENT: Bucket = { least: 8192, most: 131072 };
export const MESSAGE: Bucket = { least: 2048, most: 65536 };
export const IDENTITY: Bucket = { least: 2048, most: 2048 };

export function pad(plaintext: Bytes, { least, most }: Bucket): Bytes {
  let size = least;
  while (size < plaintext.length + 1) size *= 2;
  if (size > most) throw new VaultFault("too-long", most - 1);
  const padded = new Uint8Array(size);
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

export function unpad(padded: Bytes): Bytes {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (padded[end] !== 0x80) throw new VaultFault("format");
  return padded.slice(0, end);
}

export const padJson = (value: unknown, bucket: Bucket): Bytes =>
  pad(utf8(JSON.stringify(value)), bucket);

/** The object inside; its fields are checked by whoever reads them. */
export function unpadJson(padded: Bytes): Record<string, unknown> {
  let value: unknown;
  const text = fromUtf8Checked(unpad(padded));
  try {
    value = JSON.parse(text);
  } catch {
    throw new VaultFault("format");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new VaultFault("format");
  }
  return value as Record<string, unknown>;
}

function fromUtf8Checked(bytes: Bytes): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new VaultFault("format");
  }
}
