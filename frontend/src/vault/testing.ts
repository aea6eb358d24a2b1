// For the tests of this folder: numbers that look random and are the same each time, and faults.
import type { Bytes } from "./bytes";
import { type FaultCode, VaultFault } from "./faults";

/** mulberry32, a small generator with a fixed seed. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const bytesOf = (length: number, seed = 1): Bytes => {
  const roll = dice(seed);
  return Uint8Array.from({ length }, () => Math.floor(roll() * 256));
};

/** The same bytes with one bit turned. */
export function altered(bytes: Bytes, at = bytes.length - 1): Bytes {
  const copy = bytes.slice();
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

/** The code of the fault, or "none" when nothing went wrong. */
export async function faultOf(step: () => unknown): Promise<FaultCode | "none"> {
  try {
    await step();
  } catch (fault) {
    if (fault instanceof VaultFault) return fault.code;
    throw fault;
  }
  return "none";
}

export async function* each(objects: Bytes[]): AsyncGenerator<Bytes> {
  yield* objects;
}

export async function gathered(stream: AsyncIterable<Bytes>): Promise<Bytes[]> {
  const parts: Bytes[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}
