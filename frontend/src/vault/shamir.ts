// Two of n: the secret is the value at 0 of a line over GF(2^8) (polynomial 0x11b), a share is
// u8(i) and the 32 values at i. One share alone says nothing about the secret.
import { type Bytes, concat, randomBytes } from "./bytes";
import { VaultFault } from "./faults";

export const THRESHOLD = 2;
const SECRET = 32;
const SHARE = SECRET + 1;

/** Product in GF(2^8), the same steps whatever the operands are. */
export function times(one: number, other: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= -((other >> bit) & 1) & one;
    one = ((one << 1) ^ (-(one >> 7) & 0x11b)) & 0xff;
  }
  return product & 0xff;
}

/** 1 / value, as value^254. */
export function inverse(value: number): number {
  let power = value;
  for (let step = 0; step < 6; step += 1) power = times(times(power, power), value);
  return times(power, power);
}

/** Shares 1 to `count` (2 to 255). */
export function split(secret: Bytes, count: number): Bytes[] {
  if (secret.length !== SECRET || count < THRESHOLD || count > 255) throw new VaultFault("shares");
  const slope = randomBytes(SECRET);
  return Array.from({ length: count }, (_, at) => {
    const values = secret.map((byte, place) => byte ^ times(slope[place] as number, at + 1));
    return concat(Uint8Array.of(at + 1), values);
  });
}

/** The secret behind two different shares. */
export function combine(one: Bytes, other: Bytes): Bytes {
  const [x1, x2] = [one[0] ?? 0, other[0] ?? 0];
  const sound = one.length === SHARE && other.length === SHARE && x1 !== 0 && x2 !== 0;
  if (!sound || x1 === x2) throw new VaultFault("shares");
  const scale = inverse(x1 ^ x2);
  const [weight1, weight2] = [times(x2, scale), times(x1, scale)];
  return one.slice(1).map((byte, at) =>
    times(byte, weight1) ^ times(other[at + 1] as number, weight2));
}
