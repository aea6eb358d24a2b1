// Sealing under a key that both sides have: 0x11, nonce (12), AES-256-GCM ciphertext and tag.
import { type Bytes, concat, randomBytes } from "./bytes";
import { VaultFault, guarded } from "./faults";
import { subtle } from "./native";

const SUITE = 0x11;
const HEAD = 13;
const TAG = 16;

const imported = (key: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  subtle().importKey("raw", key, "AES-GCM", false, [use]);

export function sealSecret(key: Bytes, plaintext: Bytes, bound: Bytes): Promise<Bytes> {
  return guarded("sealing", async () => {
    if (key.length !== 32) throw new VaultFault("sealing");
    const iv = randomBytes(12);
    const way = { name: "AES-GCM", iv, additionalData: bound };
    const sealed = await subtle().encrypt(way, await imported(key, "encrypt"), plaintext);
    return concat(Uint8Array.of(SUITE), iv, new Uint8Array(sealed));
  });
}

export function openSecret(key: Bytes, box: Bytes, bound: Bytes): Promise<Bytes> {
  return guarded("opening", async () => {
    if (box[0] !== SUITE || box.length < HEAD + TAG) throw new VaultFault("format");
    if (key.length !== 32) throw new VaultFault("opening");
    const way = { name: "AES-GCM", iv: box.slice(1, HEAD), additionalData: bound };
    const key_ = await imported(key, "decrypt");
    return new Uint8Array(await subtle().decrypt(way, key_, box.slice(HEAD)));
  });
}
