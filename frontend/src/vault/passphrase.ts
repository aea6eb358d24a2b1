// An officer's private key under a passphrase: 0x31, salt (16), memory in KiB, rounds, lanes, and a
// box under Argon2id of the passphrase. The slow part comes by itself, only where it is needed.
import { type Bytes, concat, info, randomBytes, readU32, u32, utf8 } from "./bytes";
import { VaultFault } from "./faults";
import { openSecret, sealSecret } from "./secretbox";

const SUITE = 0x31;
const SALT_END = 17;
const HEAD = 26;

export interface Cost {
  memoryKib: number;
  rounds: number;
  lanes: number;
}

export const DEFAULT_COST: Cost = { memoryKib: 19456, rounds: 2, lanes: 1 };
const MOST: Cost = { memoryKib: 262144, rounds: 16, lanes: 16 };
/** Below this nothing is sealed; the page asks for more. */
export const LEAST_CHARACTERS = 12;

/** Told how far it is, 0 to 1. */
export type Progress = (share: number) => void;

export function isWeak(passphrase: string): boolean {
  const letters = [...passphrase.normalize("NFKC")];
  return letters.length < LEAST_CHARACTERS || new Set(letters).size < 5;
}

async function stretched(passphrase: string, salt: Bytes, cost: Cost, progress?: Progress): Promise<Bytes> {
  const { argon2idAsync } = await import("@noble/hashes/argon2.js");
  const way = { m: cost.memoryKib, t: cost.rounds, p: cost.lanes, dkLen: 32, asyncTick: 20 };
  const typed = utf8(passphrase.normalize("NFKC"));
  const key = await argon2idAsync(typed, salt, progress ? { ...way, onProgress: progress } : way);
  return Uint8Array.from(key);
}

export async function sealByPassphrase(
  seed: Bytes, keyId: string, passphrase: string, progress?: Progress, cost = DEFAULT_COST,
): Promise<Bytes> {
  if (isWeak(passphrase)) throw new VaultFault("passphrase-weak", LEAST_CHARACTERS);
  const salt = randomBytes(16);
  const key = await stretched(passphrase, salt, cost, progress);
  const { memoryKib, rounds, lanes } = cost;
  const head = concat(Uint8Array.of(SUITE), salt, u32(memoryKib), u32(rounds), Uint8Array.of(lanes));
  return concat(head, await sealSecret(key, seed, info("officer-key", "", keyId, 1)));
}

/** Throws `passphrase` when it is the wrong one, `cost` when opening would take absurd memory or time. */
export async function openByPassphrase(
  blob: Bytes, keyId: string, passphrase: string, progress?: Progress,
): Promise<Bytes> {
  if (blob[0] !== SUITE || blob.length <= HEAD) throw new VaultFault("format");
  const cost = readCost(blob);
  const key = await stretched(passphrase, blob.slice(1, SALT_END), cost, progress);
  try {
    return await openSecret(key, blob.slice(HEAD), info("officer-key", "", keyId, 1));
  } catch {
    throw new VaultFault("passphrase");
  }
}

function readCost(blob: Bytes): Cost {
  const memoryKib = readU32(blob, SALT_END);
  const [rounds, lanes] = [readU32(blob, SALT_END + 4), blob[HEAD - 1] ?? 0];
  const least = lanes >= 1 && rounds >= 1 && memoryKib >= 8 * lanes;
  const most = memoryKib <= MOST.memoryKib && rounds <= MOST.rounds && lanes <= MOST.lanes;
  if (!least || !most) throw new VaultFault("cost");
  return { memoryKib, rounds, lanes };
}
