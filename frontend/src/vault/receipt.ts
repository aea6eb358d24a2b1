// Proof of filing: a receipt is a leaf of a public, signed log (Merkle tree of RFC 9162). It shows
// that something was filed, and by its parts what, without saying what it was about.
import { type Bytes, concat, fromB64, fromHex, hex, utf8, uuidBytes } from "./bytes";
import { signedText } from "./ed25519";
import { VaultFault, guarded } from "./faults";
import { sha256 } from "./native";

export interface Parts {
  case: string;
  /** SHA-256 of the sealed bytes, in hex. */
  content: string;
  identity: string;
  files: { id: string; sha256: string }[];
}

/** The file that a reporter keeps. */
export interface ReceiptFile {
  receipt: string;
  signature: string;
  key: string;
  parts: Parts;
}

export interface Receipt {
  commitment: string;
  day: string;
  position: number;
  previous: string;
  v: number;
}

export interface Head {
  at: string;
  root: string;
  size: number;
  v: number;
}

/** SHA-256 of the SHA-256 of each object of a file, in hex. */
export async function fileHash(objectHashes: Bytes[]): Promise<string> {
  return hex(await sha256(concat(...objectHashes)));
}

export async function commitmentOf({ case: case_, content, identity, files }: Parts): Promise<string> {
  const hashes = files.flatMap((file) => [uuidBytes(file.id), fromHex(file.sha256)]);
  const head = concat(utf8("TMAC-v1 filing\0"), uuidBytes(case_));
  return hex(await sha256(concat(head, fromHex(content), fromHex(identity), ...hashes)));
}

/** What the receipt says, if it was signed by the log and its parts are what it commits to. */
export function verifyReceipt(file: ReceiptFile, receiptKey: string): Promise<Receipt> {
  return guarded("receipt", async () => {
    const { receipt, signature, parts } = file;
    const isSigned = await signedText("TMAC-v1 receipt", receipt, receiptKey, signature);
    const said = JSON.parse(receipt) as Receipt;
    const isSound = said.v === 1 && Number.isSafeInteger(said.position) && said.position >= 1;
    if (!isSigned || !isSound || said.commitment !== (await commitmentOf(parts))) {
      throw new VaultFault("receipt");
    }
    return said;
  });
}

/** What was sent, as far as the receipt speaks of it. */
export interface SentBody {
  case: string;
  content: string;
  identity: string;
  files: { id: string }[];
}

/** As verifyReceipt, and the receipt is of this very filing. */
export async function checkReceipt(
  file: ReceiptFile, body: SentBody, files: { id: string; hash(): Promise<string> }[], receiptKey: string,
): Promise<Receipt> {
  const said = await verifyReceipt(file, receiptKey);
  const hashes = await Promise.all(files.map(async (sent) => ({ id: sent.id, sha256: await sent.hash() })));
  const sent: Parts = {
    case: body.case,
    content: hex(await sha256(fromB64(body.content))),
    identity: hex(await sha256(fromB64(body.identity))),
    files: hashes,
  };
  if (said.commitment !== (await commitmentOf(sent))) throw new VaultFault("receipt");
  return said;
}

/** The hash of a receipt as a leaf of the tree. */
export const leafHash = async (receipt: string): Promise<string> =>
  hex(await sha256(concat(Uint8Array.of(0), utf8(receipt))));

export async function verifyHead(head: string, signature: string, receiptKey: string): Promise<Head> {
  return guarded("receipt", async () => {
    const isSigned = await signedText("TMAC-v1 receipt-head", head, receiptKey, signature);
    if (!isSigned) throw new VaultFault("receipt");
    return JSON.parse(head) as Head;
  });
}

export interface Inclusion {
  leaf: string;
  /** From 1, as receipts count. */
  position: number;
  size: number;
  /** Hashes from the leaf upwards, in hex. */
  path: string[];
  root: string;
}

const node = (left: Bytes, right: Bytes): Promise<Bytes> =>
  sha256(concat(Uint8Array.of(1), left, right));

/** RFC 9162, section 2.1.3.2. */
export async function verifyInclusion({ leaf, position, size, path, root }: Inclusion): Promise<boolean> {
  let [index, last] = [position - 1, size - 1];
  if (index < 0 || index > last) return false;
  let hash = fromHex(leaf);
  for (const text of path) {
    if (last === 0) return false;
    const other = fromHex(text);
    if (index % 2 === 1 || index === last) {
      hash = await node(other, hash);
      while (index % 2 === 0 && index !== 0) [index, last] = [index / 2, Math.floor(last / 2)];
    } else {
      hash = await node(hash, other);
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  return last === 0 && hex(hash) === root;
}
