// @vitest-environment node
import { describe, expect, it } from "vitest";
import { utf8 } from "./bytes";
import { signingKey, useNative, verify } from "./ed25519";
import { altered, bytesOf } from "./testing";

describe("signatures", () => {
  it("are the same with and without the browser's help, and bound to their label", async () => {
    const message = utf8("message");
    useNative(true);
    const native = await signingKey(bytesOf(32, 5));
    const signature = await native.sign("TMAC-v1 receipt", message);
    useNative(false);
    const library = await signingKey(bytesOf(32, 5));
    expect(library.publicKey).toEqual(native.publicKey);
    expect(await library.sign("TMAC-v1 receipt", message)).toEqual(signature);
    for (const way of [true, false]) {
      useNative(way);
      expect(await verify(native.publicKey, "TMAC-v1 receipt", message, signature)).toBe(true);
      expect(await verify(native.publicKey, "TMAC-v1 directory", message, signature)).toBe(false);
      expect(await verify(native.publicKey, "TMAC-v1 receipt", message, altered(signature, 3))).toBe(false);
      expect(await verify(native.publicKey, "TMAC-v1 receipt", message, signature.slice(1))).toBe(false);
      expect(await verify(bytesOf(31), "TMAC-v1 receipt", message, signature)).toBe(false);
    }
    useNative(null);
  });
});
