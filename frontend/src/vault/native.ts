// The browser's own cryptography. It is missing on pages that came over an unsafe connection.
import type { Bytes } from "./bytes";
import { VaultFault } from "./faults";

export function subtle(): SubtleCrypto {
  const own = globalThis.crypto?.subtle;
  if (!own) throw new VaultFault("unsupported");
  return own;
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle().digest("SHA-256", bytes));
}

/** HKDF-SHA-256 (RFC 5869), 32 bytes. */
export async function hkdf(secret: Bytes, salt: Bytes, info: Bytes): Promise<Bytes> {
  const key = await subtle().importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const way = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await subtle().deriveBits(way, key, 256));
}
