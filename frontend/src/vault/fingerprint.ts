// What two people read to each other to know that they mean the same key.
import { type Bytes, fromB64 } from "./bytes";
import { sha256 } from "./native";

/** Five groups of five digits, from the first ten bytes of the key's SHA-256. */
export async function fingerprint(publicKey: Bytes | string): Promise<string> {
  const key = typeof publicKey === "string" ? fromB64(publicKey) : publicKey;
  const view = new DataView((await sha256(key)).buffer);
  const groups = Array.from({ length: 5 }, (_, at) => String(view.getUint16(at * 2)).padStart(5, "0"));
  return groups.join(" ");
}
