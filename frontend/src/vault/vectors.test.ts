// @vitest-environment node
// The same examples hold the Python side: what one program seals the other must open.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openBox, publicKeyOf, type Suite } from "./box";
import { b64, type Bytes, concat, fromHex, hex, info, type Purpose, utf8 } from "./bytes";
import { draftKeyOf, groupsOf, lookupOf, parseCode, recoveryKeyOf, reporterSeedOf } from "./code";
import { readDirectory, type WireEntry } from "./directory";
import { unitSigningKey, useNative } from "./ed25519";
import { fingerprint } from "./fingerprint";
import { sha256 } from "./native";
import { CONTENT, IDENTITY, MESSAGE, pad } from "./padding";
import { openByPassphrase } from "./passphrase";
import { openSecret } from "./secretbox";
import { combine } from "./shamir";
import { FileSealer, hashOf, openStream, padme } from "./stream";
import { each, faultOf, gathered } from "./testing";
import { solveWork, zeroBits } from "./work";

const file = new URL("../../../tests/vault/vectors/tmac-v1.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf-8"));
const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("what the other program wrote", () => {
  it("binds in the same way", () => {
    for (const { purpose, case: case_, key, epoch, info: expected } of vectors.info) {
      expect(hex(info(purpose as Purpose, case_ ?? "", key ?? "", epoch))).toBe(expected);
    }
  });

  it("opens: boxes to a public key, of both suites", async () => {
    for (const { name, suite, seed, info: bound, plaintext, box, public_key } of vectors.box) {
      const opened = await openBox(fromHex(seed), fromHex(box), fromHex(bound), suite as Suite);
      expect(hex(opened), name).toBe(plaintext);
      if (suite === 2) expect(hex(await publicKeyOf(fromHex(seed)))).toBe(public_key);
    }
  });

  it("opens: boxes under a shared key", async () => {
    for (const { key, info: bound, plaintext, box } of vectors.secretbox) {
      expect(hex(await openSecret(fromHex(key), fromHex(box), fromHex(bound)))).toBe(plaintext);
    }
  });

  it("pads to the same sizes", () => {
    const ladders = { content: CONTENT, message: MESSAGE, identity: IDENTITY };
    for (const { ladder, size, padded_size, sha256: expected } of vectors.padding) {
      const plain = Uint8Array.from({ length: size }, (_, at) => (at * 7 + 3) % 256);
      const padded = pad(plain, ladders[ladder as keyof typeof ladders]);
      expect(padded).toHaveLength(padded_size);
      expect(digest(padded)).toBe(expected);
    }
    for (const [size, padded] of vectors.padme) expect(padme(size)).toBe(padded);
  });

  it("derives the same keys from a code, however it is typed", async () => {
    for (const given of vectors.code) {
      const code = parseCode(given.digits);
      expect(groupsOf(code).join(" ")).toBe(given.shown);
      const lookup = await lookupOf(code);
      expect(lookup).toBe(given.lookup);
      expect(hex(await sha256(fromHex(lookup)))).toBe(given.lookup_hash);
      expect(hex(await reporterSeedOf(code))).toBe(given.reporter_seed);
      expect(hex(await draftKeyOf(code))).toBe(given.draft_key);
      expect(hex(await recoveryKeyOf(code))).toBe(given.recovery_key);
    }
    for (const { typed, digits } of vectors.code_typed) {
      if (digits) expect(parseCode(typed), typed).toBe(digits);
      else expect(await faultOf(() => parseCode(typed)), typed).toMatch(/^code-/);
    }
  });

  it("joins to the same secret, by any two shares", () => {
    for (const { secret, shares } of vectors.shamir) {
      const parts: Bytes[] = shares.map(fromHex);
      for (const one of parts) {
        for (const other of parts) if (one !== other) expect(hex(combine(one, other))).toBe(secret);
      }
    }
  });

  it("opens and comes out alike: files in chunks", async () => {
    for (const given of vectors.stream) {
      const plain = Uint8Array.from({ length: given.size }, (_, at) => (at * 7 + 3) % 256);
      const key = { case: given.case, id: given.file_id, key: fromHex(given.key) };
      const blob = new Blob([plain]);
      expect(await hashOf(blob)).toBe(given.sha256);
      const objects = await gathered(new FileSealer(blob, key, fromHex(given.prefix)).all());
      expect(objects.map(digest)).toEqual(given.object_sha256);
      const opened = concat(...(await gathered(openStream(key, given.size, each(objects)))));
      expect(digest(opened)).toBe(given.sha256);
    }
  });

  it("opens: private keys under a passphrase or a printed code", async () => {
    for (const { passphrase, key_id, seed, sealed } of vectors.passphrase) {
      expect(hex(await openByPassphrase(fromHex(sealed), key_id, passphrase))).toBe(seed);
    }
    for (const { digits, key_id, seed, sealed } of vectors.recovery) {
      const key = await recoveryKeyOf(parseCode(digits));
      expect(hex(await openSecret(key, fromHex(sealed), info("officer-recovery", "", key_id, 1)))).toBe(seed);
    }
  });

  it("gives a unit the same keys and fingerprint, with and without the browser's own signatures", async () => {
    for (const native of [true, false]) {
      useNative(native);
      for (const given of vectors.unit) {
        expect(hex((await unitSigningKey(fromHex(given.seed))).publicKey)).toBe(given.sign_key);
        expect(await fingerprint(fromHex(given.public_key))).toBe(given.fingerprint);
      }
    }
    useNative(null);
  });

  it("is solved by the same counter", async () => {
    for (const { token, bits, case: case_, counter } of vectors.work) {
      expect(await solveWork({ token, bits }, case_)).toEqual({ token, counter });
      const stem = concat(utf8(token), utf8("\n"), fromHex(case_.replaceAll("-", "")));
      const view = new Uint8Array(8);
      new DataView(view.buffer).setBigUint64(0, BigInt(counter));
      expect(zeroBits(await sha256(concat(stem, view)))).toBeGreaterThanOrEqual(bits);
    }
  });
});

describe("the directory", () => {
  const { root_key, entries, head, units, custodians, receipt } = vectors.directory;
  const root = b64(fromHex(root_key));

  it("is read to the same head and keys", async () => {
    for (const native of [true, false]) {
      useNative(native);
      const directory = await readDirectory(entries as WireEntry[], root);
      expect(directory.head).toBe(head);
      for (const [owner, id] of Object.entries(units)) expect(directory.present("unit", owner)?.key_id).toBe(id);
      for (const [owner, id] of Object.entries(custodians)) {
        expect(directory.present("custodian", owner)?.key_id).toBe(id);
      }
      expect(directory.allPresent("custodian")).toHaveLength(Object.keys(custodians).length);
      expect(directory.allPresent("receipt").map(({ key_id }) => key_id)).toEqual([receipt]);
    }
    useNative(null);
  });

  it("is refused whole for any entry that breaks a rule", async () => {
    for (const { reason, entries: wrong } of vectors.directory_refused) {
      expect(await faultOf(() => readDirectory(wrong as WireEntry[], root)), reason).toBe("directory");
    }
  });

  it("is refused under another root", async () => {
    expect(await faultOf(() => readDirectory(entries as WireEntry[], b64(fromHex("11".repeat(32)))))).toBe("directory");
  });
});
