// @vitest-environment node
import { describe, expect, it } from "vitest";
import { combine, inverse, split, times } from "./shamir";
import { bytesOf, faultOf } from "./testing";

describe("two of n", () => {
  it("counts in the field of AES", () => {
    expect(times(0x57, 0x83)).toBe(0xc1); // FIPS 197, section 4.2
    expect(times(0x57, 0x13)).toBe(0xfe);
    for (let value = 1; value < 256; value += 1) expect(times(value, inverse(value))).toBe(1);
  });

  it("any two shares give the secret, in either order", () => {
    for (const count of [2, 3, 5, 9]) {
      const secret = bytesOf(32, count);
      const shares = split(secret, count);
      expect(shares.map((share) => share[0])).toEqual(shares.map((_, at) => at + 1));
      for (const one of shares) {
        for (const other of shares) if (one !== other) expect(combine(one, other)).toEqual(secret);
      }
    }
  });

  it("one share alone is as good as chance: the same share fits any secret", () => {
    const [one] = split(bytesOf(32, 1), 2);
    const seen = new Set(Array.from({ length: 40 }, () => split(bytesOf(32, 1), 2)[0]?.[1]));
    expect(one).toHaveLength(33);
    expect(seen.size).toBeGreaterThan(20);
  });

  it("refuses the same share twice, an index of 0, cut shares and too few custodians", async () => {
    const [one, other] = split(bytesOf(32, 3), 2) as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];
    expect(await faultOf(() => combine(one, one))).toBe("shares");
    expect(await faultOf(() => combine(one, other.slice(0, 32)))).toBe("shares");
    expect(await faultOf(() => combine(new Uint8Array(33), other))).toBe("shares");
    expect(await faultOf(() => split(bytesOf(32), 1))).toBe("shares");
    expect(await faultOf(() => split(bytesOf(31), 3))).toBe("shares");
  });
});
