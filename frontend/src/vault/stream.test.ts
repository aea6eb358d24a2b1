// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Bytes } from "./bytes";
import { b64, concat, same } from "./bytes";
import { CHUNK, FileSealer, hashOf, MOST_BYTES, objectsOf, openStream, openFileToBlob, padme, shownType } from "./stream";
import { altered, bytesOf, each, faultOf, gathered } from "./testing";

const FILE = {
  case: "0b6e3c1a-5d51-4c7a-9d53-2f1f9ad0a001",
  id: "0b6e3c1a-5d51-4c7a-9d53-2f1f9ad0a00f",
  key: bytesOf(32, 3),
};

async function sealed(length: number): Promise<{ objects: Bytes[]; expected: { size: number; sha256: string }; plain: Bytes }> {
  const plain = bytesOf(length, length + 1);
  const blob = new Blob([plain]);
  const objects = await gathered(new FileSealer(blob, FILE).all());
  return { objects, plain, expected: { size: length, sha256: await hashOf(blob) } };
}

const opened = async (objects: Bytes[], expected: { size: number; sha256: string }, file = FILE): Promise<Bytes> =>
  concat(...(await gathered(openStream(file, expected.size, each(objects)))));

describe("a file in chunks", () => {
  it("is filled to lengths that say little", () => {
    expect([0, 1, 2, 9, 100, 1000, 1_000_000].map(padme)).toEqual([1, 1, 2, 10, 104, 1024, 1_015_808]);
    for (let size = 2; size < 5_000_000; size = Math.ceil(size * 1.37)) {
      expect(padme(size)).toBeGreaterThanOrEqual(size);
      expect(padme(size)).toBeLessThanOrEqual(size * 1.12 + 1);
    }
    expect(padme(MOST_BYTES)).toBe(MOST_BYTES);
    expect(objectsOf(MOST_BYTES)).toBe(25);
  });

  it("opens to the same bytes at every awkward size", async () => {
    for (const length of [0, 1, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 5]) {
      const { objects, expected, plain } = await sealed(length);
      expect(objects).toHaveLength(objectsOf(length));
      expect(same(await opened(objects, expected), plain), `${length}`).toBe(true);
    }
  });

  it("gives the same object again, so that sending can resume", async () => {
    const sealer = new FileSealer(new Blob([bytesOf(CHUNK + 9)]), FILE);
    expect(same(await sealer.object(1), await sealer.object(1))).toBe(true);
    expect(same(await sealer.object(0), await sealer.object(0))).toBe(true);
    expect(await faultOf(() => sealer.object(2))).toBe("file");
  });

  it("is refused when objects are cut, swapped, repeated, missing, extra or altered", async () => {
    const { objects, expected } = await sealed(2 * CHUNK + 5);
    const [a, b, c] = objects as [Bytes, Bytes, Bytes];
    const wrong = [[], [a, b], [a, c, b], [b, a, c], [a, a, c], [a, b, c, c], [a, b, c.slice(1)],
      [a, altered(b), c], [altered(a, 4), b, c], [altered(a, 7), b, c], [a, b, new Uint8Array(0)]];
    for (const set of wrong) expect(await faultOf(() => opened(set, expected))).toBe("file");
  });

  it("is refused under another case, file, key, size or hash", async () => {
    const { objects, expected } = await sealed(CHUNK + 5);
    expect(await faultOf(() => opened(objects, expected, { ...FILE, case: FILE.id }))).toBe("file");
    expect(await faultOf(() => opened(objects, expected, { ...FILE, id: FILE.case }))).toBe("file");
    expect(await faultOf(() => opened(objects, expected, { ...FILE, key: bytesOf(32, 4) }))).toBe("file");
    expect(await faultOf(() => opened(objects, { ...expected, size: -1 }))).toBe("file");
    expect(await faultOf(() => opened(objects, { ...expected, size: 5 * CHUNK }))).toBe("file");
    const manifest = { ...expected, id: FILE.id, key: b64(FILE.key), mime: "" };
    for (const change of [{ sha256: "00".repeat(32) }, { size: CHUNK + 4 }]) {
      const other = { ...manifest, ...change };
      expect(await faultOf(() => openFileToBlob(FILE.case, other, each(objects), 2))).toBe("file");
    }
  });

  it("says the limit when it is too large", async () => {
    const large = { size: MOST_BYTES + 1 } as Blob;
    expect(() => new FileSealer(large, FILE)).toThrow(expect.objectContaining({ code: "too-long", limit: MOST_BYTES }));
    await expect(hashOf(large)).rejects.toMatchObject({ code: "too-long" });
  });

  it("never comes back as something that could run on this site", async () => {
    const { objects, expected } = await sealed(30);
    const manifest = { ...expected, id: FILE.id, key: b64(FILE.key), mime: "text/html" };
    const blob = await openFileToBlob(FILE.case, manifest, each(objects), 1);
    expect(blob.type).toBe("application/octet-stream");
    expect(await faultOf(() => openFileToBlob(FILE.case, manifest, each(objects), 2))).toBe("file");
    expect(["image/jpeg", "image/svg+xml", "Audio/webm;codecs=opus", "application/pdf"].map(shownType)).toEqual(
      ["image/jpeg", "application/octet-stream", "audio/webm", "application/octet-stream"]);
  });
});
