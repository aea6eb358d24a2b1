// Proof of work: what a sender without a name pays instead of an account. A solution is a counter
// such that SHA-256(token, LF, case, u64(counter)) begins with so many zero bits.
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, u32, utf8, uuidBytes } from "./bytes";
import { VaultFault } from "./faults";
import { subtle } from "./native";

export interface Task {
  token: string;
  bits: number;
}

export interface Solution {
  token: string;
  counter: number;
}

export interface Working {
  signal?: AbortSignal;
  /** Told how many counters were tried. */
  progress?: (tried: number) => void;
}

/** Longer than this without a pause and the page would feel stuck. */
const PAUSE_MS = 12;
const BATCH = 256;

export function zeroBits(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

const counterBytes = (counter: number): Bytes =>
  concat(u32(Math.floor(counter / 2 ** 32)), u32(counter % 2 ** 32));

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

type Search = (from: number, bits: number) => number | null | Promise<number | null>;

/** Hashes here: the common beginning once, then each counter. Quick where scripts are compiled. */
function byScript(stem: Bytes): Search {
  const begun = sha256.create().update(stem);
  return (from, bits) => {
    for (let counter = from; counter < from + BATCH; counter += 1) {
      if (zeroBits(begun.clone().update(counterBytes(counter)).digest()) >= bits) return counter;
    }
    return null;
  };
}

/** Hashes in the browser: quicker where scripts are not compiled (Tor Browser's safer mode). */
function byBrowser(stem: Bytes): Search {
  return async (from, bits) => {
    const counters = Array.from({ length: BATCH }, (_, at) => from + at);
    const digests = await Promise.all(counters.map((counter) =>
      subtle().digest("SHA-256", concat(stem, counterBytes(counter)))));
    const at = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
    return at < 0 ? null : from + at;
  };
}

/** Yields to the page all the while. Throws `cancelled` when the signal says so. */
export async function solveWork(
  { token, bits }: Task, case_: string, { signal, progress }: Working = {},
): Promise<Solution> {
  const stem = concat(utf8(token), utf8("\n"), uuidBytes(case_));
  const ways = [byScript(stem), byBrowser(stem)];
  const spent = [0, 0];
  let paused = performance.now();
  for (let from = 0, turn = 0; ; from += BATCH, turn += 1) {
    if (signal?.aborted) throw new VaultFault("cancelled");
    const way = turn < 4 ? turn % 2 : Number((spent[1] as number) < (spent[0] as number));
    const started = performance.now();
    const counter = await (ways[way] as Search)(from, bits);
    if (counter !== null) return { token, counter };
    if (turn < 4) spent[way] = (spent[way] as number) + performance.now() - started;
    if (performance.now() - paused < PAUSE_MS) continue;
    progress?.(from + BATCH);
    await pause();
    paused = performance.now();
  }
}
