// @vitest-environment node
import { describe, expect, it } from "vitest";
import { b64, concat, fromHex, hex } from "./bytes";
import { signingKey, signText, useNative } from "./ed25519";
import { sha256 } from "./native";
import { leafHash, verifyHead, verifyInclusion } from "./receipt";
import { bytesOf, faultOf } from "./testing";

describe("the log of receipts", () => {
  const node = async (left: string, right: string): Promise<string> =>
    hex(await sha256(concat(Uint8Array.of(1), fromHex(left), fromHex(right))));

  /** Root and path as RFC 9162 (2.1.1, 2.1.3.1) defines them. */
  async function tree(leaves: string[]): Promise<string> {
    if (leaves.length === 1) return leaves[0] as string;
    const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    return node(await tree(leaves.slice(0, half)), await tree(leaves.slice(half)));
  }
  async function path(at: number, leaves: string[]): Promise<string[]> {
    if (leaves.length === 1) return [];
    const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    return at < half
      ? [...(await path(at, leaves.slice(0, half))), await tree(leaves.slice(half))]
      : [...(await path(at - half, leaves.slice(half))), await tree(leaves.slice(0, half))];
  }

  it("proves every position of trees of every size, and no other leaf", async () => {
    for (let size = 1; size <= 20; size += 1) {
      const leaves = await Promise.all(Array.from({ length: size }, (_, at) => leafHash(`receipt ${at}`)));
      const root = await tree(leaves);
      for (let at = 0; at < size; at += 1) {
        const proof = { leaf: leaves[at] as string, position: at + 1, size, path: await path(at, leaves), root };
        expect(await verifyInclusion(proof)).toBe(true);
        expect(await verifyInclusion({ ...proof, leaf: await leafHash("forged") })).toBe(false);
        expect(await verifyInclusion({ ...proof, path: [...proof.path, root] })).toBe(false);
        if (size > 1) {
          expect(await verifyInclusion({ ...proof, path: proof.path.slice(1) })).toBe(false);
          expect(await verifyInclusion({ ...proof, position: ((at + 1) % size) + 1 })).toBe(false);
        }
      }
    }
    expect(await verifyInclusion({ leaf: "00", position: 0, size: 1, path: [], root: "00" })).toBe(false);
    expect(await verifyInclusion({ leaf: "00", position: 2, size: 1, path: [], root: "00" })).toBe(false);
  });

  it("has heads that its key signed", async () => {
    for (const native of [true, false]) {
      useNative(native);
      const key = await signingKey(bytesOf(32, 4));
      const head = '{"at":"2026-11-25T10:00:00+07:00","root":"00","size":1,"v":1}';
      const signature = await signText(key, "TMAC-v1 receipt-head", head);
      expect((await verifyHead(head, signature, b64(key.publicKey))).size).toBe(1);
      expect(await faultOf(() => verifyHead(head.replace("1,", "2,"), signature, b64(key.publicKey)))).toBe("receipt");
    }
    useNative(null);
  });
});
