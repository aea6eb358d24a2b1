// Bytes and texts: integers are big-endian, base64 is the standard one with padding.
import { VaultFault } from "./faults";

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const SLICE = 0x8000; // String.fromCharCode takes its bytes as arguments, and those are limited

export function b64(bytes: Uint8Array): string {
  let plain = "";
  for (let at = 0; at < bytes.length; at += SLICE) {
    plain += String.fromCharCode(...bytes.subarray(at, at + SLICE));
  }
  return btoa(plain);
}

/** Throws `format` for anything that is not base64 as `b64` writes it. */
export function fromB64(text: string): Bytes {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new VaultFault("format");
  }
  const plain = atob(text);
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new VaultFault("format");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export const u16 = (value: number): Bytes => Uint8Array.of(value >> 8, value & 255);

export const u32 = (value: number): Bytes =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

export const readU32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);

/** The bytes behind their own length. */
export const lp = (bytes: Uint8Array): Bytes => concat(u16(bytes.length), bytes);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The 16 bytes of a UUID. */
export function uuidBytes(uuid: string): Bytes {
  if (!UUID.test(uuid)) throw new VaultFault("format");
  return fromHex(uuid.replaceAll("-", ""));
}

/** A random UUID of version 4 (crypto.randomUUID is missing in browsers before 2022). */
export function newUuid(): string {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export type Purpose =
  | "content"
  | "message-in"
  | "message-out"
  | "identity"
  | "case-key"
  | "case-key-reporter"
  | "case-previous"
  | "identity-share"
  | "identity-open"
  | "unit-key"
  | "unit-previous"
  | "officer-key"
  | "officer-recovery"
  | "file"
  | "draft";

/** What a sealed thing is bound to; `case_` and `key` are UUIDs or "". */
export function info(purpose: Purpose, case_: string, key: string, epoch: number): Bytes {
  const id = (uuid: string): Bytes => (uuid ? uuidBytes(uuid) : new Uint8Array(0));
  return concat(utf8("TMAC-v1\0"), lp(utf8(purpose)), lp(id(case_)), lp(id(key)), u32(epoch));
}

export const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
