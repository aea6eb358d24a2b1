// @vitest-environment node
import { createHash } from "node:crypto";
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { makeBundle } from "./bundle";
import { fromUtf8, utf8 } from "./bytes";
import { bytesOf, faultOf } from "./testing";
import { crc32, zip } from "./zip";

/** Files of a ZIP by its central directory. */
function unzip(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const found = new Map<string, Uint8Array>();
  for (let at = view.getUint32(end + 16, true), left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [sum, size, name] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true);
    const content = bytes.slice(start, start + size);
    expect(crc32(content)).toBe(sum);
    found.set(fromUtf8(bytes.slice(at + 46, at + 46 + name)), content);
    at += 46 + name;
  }
  return found;
}

describe("a bundle for a body outside", () => {
  it("has tip and files for its recipient, and no number of ours", async () => {
    const identity = await generateIdentity();
    const files = [
      { name: "../ภาพ\u202egpj.exe", blob: new Blob([bytesOf(3000)]) }, { name: "a/b:c.pdf", blob: new Blob(["pdf"]) },
      { name: "", blob: new Blob([]) },
    ];
    const facts = { province: "74", reference: "TIP-1", case: "x" };
    const { blob, sha256 } = await makeBundle({ text: "ข้อความ", summary: "สรุป", facts, files }, await identityToRecipient(identity));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const inside = unzip(await decrypter.decrypt(bytes));
    expect([...inside.keys()]).toEqual(["tip.json", "files/01-_ภาพgpj.exe", "files/02-a_b_c.pdf", "files/03-file"]);
    expect(JSON.parse(fromUtf8(inside.get("tip.json") as Uint8Array))).toEqual({
      v: 1, text: "ข้อความ", summary: "สรุป", facts: { province: "74" } });
    expect(inside.get("files/01-_ภาพgpj.exe")).toEqual(bytesOf(3000));
  });

  it("is not made for something that is no recipient", async () => {
    for (const recipient of ["", "age1xxx", "AGE-SECRET-KEY-1"]) {
      expect(await faultOf(() => makeBundle({ text: "", summary: "", facts: {}, files: [] }, recipient))).toBe("sealing");
    }
  });

  it("sums its files as everybody does", async () => {
    expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
    expect(crc32(utf8("6789"), crc32(utf8("12345")))).toBe(0xcbf43926);
    expect(unzip(new Uint8Array(await (await zip([])).arrayBuffer())).size).toBe(0);
  });
});
