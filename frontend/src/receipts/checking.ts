// Checks a receipt on this device: signature, key, and its place in the public list.
import { dayText } from "../tell/sizes";
import { fill } from "../tell/words";
import { getJson, Offline, Problem } from "../tell/asking";
import { readDirectory, type WireEntry } from "../vault/directory";
import { type ReceiptFile, leafHash, type Receipt, verifyHead, verifyInclusion, verifyReceipt } from "../vault/receipt";
import { receiptWords } from "./words";

export interface Line {
  text: string;
  isGood: boolean;
}

export interface Places {
  root: string;
  directory: string;
  proof: string;
}

interface Proof {
  position: number;
  path: string[];
  head: { head: string; signature: string; key: string };
}

const good = (text: string): Line => ({ text, isGood: true });
const bad = (text: string): Line => ({ text, isGood: false });

export async function checkFile(file: Blob, places: Places): Promise<Line[]> {
  const words = receiptWords();
  const read = await file.text().then((text) => JSON.parse(text) as ReceiptFile).catch(() => null);
  if (!read || typeof read.receipt !== "string") return [bad(words.unreadable)];
  try {
    const said = await proven(read, places);
    if (!said) return [bad(words.keyBad)];
    const { day, position } = said;
    const lines = [good(words.keyGood), good(fill(words.filed, { day: dayText(day), position }))];
    return [...lines, await listed(read, said, places)];
  } catch (fault) {
    return [bad(fault instanceof Offline ? words.offline : words.keyBad)];
  }
}

/** The key must stand in the directory, which leads back to the root that the page pins. */
async function proven(read: ReceiptFile, places: Places): Promise<Receipt | null> {
  const { entries } = await getJson<{ entries: WireEntry[] }>(places.directory);
  const directory = await readDirectory(entries, places.root);
  const isKnown = directory.allPresent("receipt").some((entry) => entry.public_key === read.key);
  return isKnown ? verifyReceipt(read, read.key) : null;
}

async function listed(read: ReceiptFile, said: Receipt, places: Places): Promise<Line> {
  const words = receiptWords();
  let proof: Proof;
  try {
    proof = await getJson<Proof>(places.proof.replace("/0.json", `/${said.position}.json`));
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 404) return bad(words.notYet);
    throw fault;
  }
  const { size, root } = await verifyHead(proof.head.head, proof.head.signature, read.key);
  const leaf = await leafHash(read.receipt);
  const isIn = await verifyInclusion({ leaf, position: said.position, size, path: proof.path, root });
  return isIn ? good(fill(words.listed, { size })) : bad(words.notListed);
}
