// @vitest-environment node
import { beforeAll, describe, expect, it } from "vitest";
import { newSeed, openBox, publicKeyOf, sealBox } from "./box";
import { b64, type Bytes, fromB64, fromHex, hex, info, newUuid, utf8, uuidBytes } from "./bytes";
import { CONTENT, IDENTITY, MESSAGE, pad, padJson, unpad, unpadJson } from "./padding";
import { openSecret, sealSecret } from "./secretbox";
import { altered, bytesOf, faultOf } from "./testing";

const CASE = "0b6e3c1a-5d51-4c7a-9d53-2f1f9ad0a001";
const KEY = "0b6e3c1a-5d51-4c7a-9d53-2f1f9ad0a002";

describe("bytes", () => {
  it("go to base64 and hex and back", () => {
    for (const length of [0, 1, 2, 3, 255, 70_000]) {
      const bytes = bytesOf(length, length);
      expect(fromB64(b64(bytes))).toEqual(bytes);
      expect(fromHex(hex(bytes))).toEqual(bytes);
    }
  });

  it("come from nothing that is not base64, hex or a UUID", async () => {
    for (const text of ["AA", "A", "AA=A", "AA-_", "A A=", "\n"]) {
      expect(await faultOf(() => fromB64(text)), text).toBe("format");
    }
    expect(await faultOf(() => fromHex("AB"))).toBe("format");
    expect(await faultOf(() => uuidBytes(CASE.toUpperCase()))).toBe("format");
  });

  it("make UUIDs of version 4", () => {
    expect(newUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("bind purpose, case, key and epoch, each behind its length", () => {
    expect(hex(info("file", CASE, "", 7))).toBe(
      `${hex(utf8("TMAC-v1\0"))}0004${hex(utf8("file"))}0010${CASE.replaceAll("-", "")}000000000007`);
  });
});

describe("padding", () => {
  it("hides the length of texts up to the next size", () => {
    expect(pad(bytesOf(10), CONTENT)).toHaveLength(8192);
    expect(pad(bytesOf(300), CONTENT)).toHaveLength(8192);
    expect(pad(bytesOf(8191), CONTENT)).toHaveLength(8192);
    expect(pad(bytesOf(8192), CONTENT)).toHaveLength(16384);
    expect(pad(bytesOf(0), MESSAGE)).toHaveLength(2048);
    expect(pad(bytesOf(2047), IDENTITY)).toHaveLength(2048);
  });

  it("comes off again, whatever the text ends with", () => {
    for (const text of ["", "\0\0", "\x80", "ก\0"]) expect(unpad(pad(utf8(text), MESSAGE))).toEqual(utf8(text));
  });

  it("names the limit when the text is too long", async () => {
    await expect(async () => pad(bytesOf(2048), IDENTITY)).rejects.toMatchObject({ code: "too-long", limit: 2047 });
    expect(await faultOf(() => pad(bytesOf(131072), CONTENT))).toBe("too-long");
    expect(await faultOf(() => pad(bytesOf(65536), MESSAGE))).toBe("too-long");
  });

  it("refuses what is not padded or holds no object", async () => {
    expect(await faultOf(() => unpad(new Uint8Array(2048)))).toBe("format");
    expect(await faultOf(() => unpad(Uint8Array.of(0x80, 1, 0)))).toBe("format");
    expect(await faultOf(() => unpadJson(pad(utf8("[1]"), MESSAGE)))).toBe("format");
    expect(await faultOf(() => unpadJson(pad(Uint8Array.of(0xff), MESSAGE)))).toBe("format");
    expect(unpadJson(padJson({ v: 1 }, MESSAGE))).toEqual({ v: 1 });
  });
});

describe("a box under a shared key", () => {
  const key = bytesOf(32, 5);
  const bound = info("content", CASE, CASE, 1);

  it("opens to what was sealed and is new each time", async () => {
    const box = await sealSecret(key, utf8("เบาะแส"), bound);
    expect(box[0]).toBe(0x11);
    expect(await openSecret(key, box, bound)).toEqual(utf8("เบาะแส"));
    expect(await sealSecret(key, utf8("เบาะแส"), bound)).not.toEqual(box);
  });

  it("stays shut for another key, place, epoch, or when a bit is turned", async () => {
    const box = await sealSecret(key, utf8("text"), bound);
    const places = [
      info("content", CASE, CASE, 2), info("message-in", CASE, CASE, 1), info("content", KEY, CASE, 1),
    ];
    expect(await faultOf(() => openSecret(bytesOf(32, 6), box, bound))).toBe("opening");
    for (const place of places) expect(await faultOf(() => openSecret(key, box, place))).toBe("opening");
    for (let at = 1; at < box.length; at += 1) {
      expect(await faultOf(() => openSecret(key, altered(box, at), bound))).toBe("opening");
    }
    expect(await faultOf(() => openSecret(key, altered(box, 0), bound))).toBe("format");
    expect(await faultOf(() => openSecret(key, box.slice(0, 20), bound))).toBe("format");
  });

  it("is not made with a key of the wrong length", async () => {
    expect(await faultOf(() => sealSecret(bytesOf(16), utf8("x"), bound))).toBe("sealing");
  });
});

describe("a box to a public key", () => {
  const bound = info("case-key", CASE, KEY, 1);
  const [seed, stranger] = [bytesOf(32, 7), bytesOf(32, 8)];
  let publicKey: Bytes;
  let box: Bytes;

  beforeAll(async () => {
    publicKey = await publicKeyOf(seed);
    box = await sealBox(publicKey, bytesOf(32, 9), bound);
  });

  it("is 0x02, the encapsulated key and the ciphertext", () => {
    expect(publicKey).toHaveLength(1216);
    expect(box[0]).toBe(2);
    expect(box).toHaveLength(1 + 1120 + 32 + 16);
  });

  it("opens with the seed alone", async () => {
    expect(await openBox(seed, box, bound)).toEqual(bytesOf(32, 9));
    expect(await faultOf(() => openBox(stranger, box, bound))).toBe("opening");
    expect(await openBox(newSeed(), box, bound).catch(() => "shut")).toBe("shut");
  });

  it("stays shut when moved to another case, key or epoch", async () => {
    for (const other of [
      info("case-key", KEY, KEY, 1), info("case-key", CASE, CASE, 1), info("case-key", CASE, KEY, 2),
      info("case-key-reporter", CASE, KEY, 1),
    ]) expect(await faultOf(() => openBox(seed, box, other))).toBe("opening");
  });

  it("stays shut when any part is turned, cut or named after another suite", async () => {
    for (const at of [1, 600, 1100, 1121, 1130, box.length - 1]) {
      expect(await faultOf(() => openBox(seed, altered(box, at), bound))).toBe("opening");
    }
    expect(await faultOf(() => openBox(seed, box.slice(0, 1130), bound))).toBe("format");
    expect(await faultOf(() => openBox(seed, box, bound, 1))).toBe("format");
  });

  it("is not made to a key that is cut or empty", async () => {
    expect(await faultOf(() => sealBox(publicKey.slice(1), utf8("x"), bound))).toBe("sealing");
    expect(await faultOf(() => sealBox(new Uint8Array(0), utf8("x"), bound))).toBe("sealing");
  });
});
