// Signatures (Ed25519, RFC 8032), always over a label and then the message. Browsers before 2025
// may not know them; for those a library comes by itself.
import { b64, type Bytes, concat, fromB64, fromHex, utf8 } from "./bytes";
import { guarded } from "./faults";
import { hkdf, subtle } from "./native";

export type Label = "TMAC-v1 directory" | "TMAC-v1 receipt" | "TMAC-v1 receipt-head";

const labelled = (label: Label, message: Bytes): Bytes => concat(utf8(`${label}\0`), message);
const NAME = { name: "Ed25519" };
/** RFC 8410: what stands before the 32 bytes of a private key. */
const PKCS8 = fromHex("302e020100300506032b657004220420");

let isNative: Promise<boolean> | null = null;

/** Whether the browser has Ed25519 itself; asked once. */
const known = (): Promise<boolean> =>
  (isNative ??= subtle().importKey("raw", new Uint8Array(32), NAME, false, ["verify"]).then(
    () => true, () => false));

const library = (): Promise<typeof import("@noble/curves/ed25519.js")> =>
  import("@noble/curves/ed25519.js");

/** Whether the signature stands; anything malformed is a no. */
export async function verify(
  publicKey: Bytes, label: Label, message: Bytes, signature: Bytes,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const signed = labelled(label, message);
  if (!(await known())) {
    const { ed25519 } = await library();
    return ed25519.verify(signature, signed, publicKey, { zip215: false });
  }
  const key = await subtle().importKey("raw", publicKey, NAME, false, ["verify"]).catch(() => null);
  return key !== null && subtle().verify(NAME, key, signature, signed);
}

export interface SigningKey {
  publicKey: Bytes;
  sign(label: Label, message: Bytes): Promise<Bytes>;
}

/** The key that signs for a unit, made from the unit's private key. */
export const unitSigningKey = async (unitSeed: Bytes): Promise<SigningKey> =>
  signingKey(await hkdf(unitSeed, utf8("TMAC-v1 unit"), utf8("sign")));

export function signingKey(seed: Bytes): Promise<SigningKey> {
  return guarded("sealing", async () => ((await known()) ? nativeKey(seed) : libraryKey(seed)));
}

async function nativeKey(seed: Bytes): Promise<SigningKey> {
  const key = await subtle().importKey("pkcs8", concat(PKCS8, seed), NAME, true, ["sign"]);
  const { x = "" } = await subtle().exportKey("jwk", key);
  return {
    publicKey: fromB64(`${x.replaceAll("-", "+").replaceAll("_", "/")}=`),
    sign: async (label, message) =>
      new Uint8Array(await subtle().sign(NAME, key, labelled(label, message))),
  };
}

async function libraryKey(seed: Bytes): Promise<SigningKey> {
  const { ed25519 } = await library();
  return {
    publicKey: Uint8Array.from(ed25519.getPublicKey(seed)),
    sign: async (label, message) => Uint8Array.from(ed25519.sign(labelled(label, message), seed)),
  };
}

/** For the tests: whether the browser's own Ed25519 is used. */
export const useNative = (native: boolean | null): void => {
  isNative = native === null ? null : Promise.resolve(native);
};

export const signedText = (
  label: Label, text: string, publicKey: string, signature: string,
): Promise<boolean> =>
  verify(fromB64(publicKey), label, utf8(text), fromB64(signature));

export const signText = async (key: SigningKey, label: Label, text: string): Promise<string> =>
  b64(await key.sign(label, utf8(text)));
