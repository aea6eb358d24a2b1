// Sealing to a public key: suite byte, encapsulated key, ciphertext (HPKE base mode, RFC 9180).
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { XWing } from "@hpke/hybridkem-x-wing";
import { type Bytes, concat, randomBytes } from "./bytes";
import { VaultFault, guarded } from "./faults";
import { subtle } from "./native";

/** 1: X25519 alone, read only. 2: ML-KEM-768 with X25519 (X-Wing), which everything new uses. */
export type Suite = 1 | 2;
const ENC_BYTES = { 1: 32, 2: 1120 } as const;
const KEY_BYTES = { 1: 32, 2: 1216 } as const;
const TAG = 16;

const made: Partial<Record<Suite, CipherSuite>> = {};

function suiteOf(suite: Suite): CipherSuite {
  const kem = (): XWing | DhkemX25519HkdfSha256 =>
    suite === 2 ? new XWing() : new DhkemX25519HkdfSha256();
  return (made[suite] ??= new CipherSuite({
    kem: kem(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305(),
  }));
}

/** A private key is stored as its 32-byte seed. */
export const newSeed = (): Bytes => randomBytes(32);

export function publicKeyOf(seed: Bytes): Promise<Bytes> {
  return guarded("sealing", async () => {
    const kem = new XWing();
    const { publicKey } = await kem.generateKeyPairDerand(seed.slice());
    return new Uint8Array(await kem.serializePublicKey(publicKey));
  });
}

export function sealBox(
  publicKey: Bytes, plaintext: Bytes, bound: Bytes, suite: Suite = 2,
): Promise<Bytes> {
  return guarded("sealing", async () => {
    subtle();
    if (publicKey.length !== KEY_BYTES[suite]) throw new VaultFault("sealing");
    const hpke = suiteOf(suite);
    const recipientPublicKey = await hpke.kem.deserializePublicKey(publicKey.slice().buffer);
    const { enc, ct } = await hpke.seal({ recipientPublicKey, info: bound.slice().buffer }, plaintext);
    return concat(Uint8Array.of(suite), new Uint8Array(enc), new Uint8Array(ct));
  });
}

/** `suite` is what the key was made for: a box that names another one is refused. */
export function openBox(seed: Bytes, box: Bytes, bound: Bytes, suite: Suite = 2): Promise<Bytes> {
  return guarded("opening", async () => {
    subtle();
    const head = 1 + ENC_BYTES[suite];
    if (box[0] !== suite || box.length < head + TAG) throw new VaultFault("format");
    const hpke = suiteOf(suite);
    const recipientKey = await hpke.kem.deserializePrivateKey(seed.slice().buffer);
    const enc = box.slice(1, head).buffer;
    const way = { recipientKey, enc, info: bound.slice().buffer };
    return new Uint8Array(await hpke.open(way, box.slice(head)));
  });
}
