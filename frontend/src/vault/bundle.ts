// A tip for a body outside: a ZIP in an age file, made in the officer's browser. Without identity,
// without our own numbers; load this module only where it is needed.
import { sha256 } from "@noble/hashes/sha2.js";
import { Encrypter } from "age-encryption";
import { hex, utf8 } from "./bytes";
import { VaultFault, guarded } from "./faults";
import { zip, type ZipFile } from "./zip";

export interface BundleParts {
  text: string;
  summary: string;
  facts: Record<string, unknown>;
  files: { name: string; blob: Blob }[];
}

export interface Bundle {
  blob: Blob;
  /** Of the whole file, in hex: for the record and for the telephone. */
  sha256: string;
}

/** What would name the case in our own books; it stays here whatever the page puts in. */
const INNER = new Set(["case", "reference", "id", "pin", "lookup", "reporter"]);

export function makeBundle(given: BundleParts, recipient: string): Promise<Bundle> {
  return guarded("sealing", async () => {
    const facts = Object.fromEntries(Object.entries(given.facts).filter(([name]) => !INNER.has(name)));
    const tip = { v: 1, text: given.text, summary: given.summary, facts };
    const blob = new Blob([utf8(`${JSON.stringify(tip, null, 2)}\n`)]);
    const package_ = await zip([{ name: "tip.json", blob }, ...inFolder(given.files)]);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return collected(await encrypter.encrypt(package_.stream()));
  });
}

const UNSEEN = /[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Numbered, so that no two are alike; without folders and signs that other systems stumble over. */
function inFolder(files: BundleParts["files"]): ZipFile[] {
  return files.map(({ name, blob }, at) => {
    const plain = name.normalize("NFC").replace(UNSEEN, "").replace(/[\\/:*?"<>|]/g, "_").replace(/^\.+/, "").slice(-80) || "file";
    return { name: `files/${String(at + 1).padStart(2, "0")}-${plain}`, blob };
  });
}

async function collected(stream: ReadableStream<Uint8Array>): Promise<Bundle> {
  const hash = sha256.create();
  const parts: BlobPart[] = [];
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    hash.update(value);
    parts.push(Uint8Array.from(value));
  }
  if (parts.length === 0) throw new VaultFault("sealing");
  return { blob: new Blob(parts, { type: "application/octet-stream" }), sha256: hex(hash.digest()) };
}
