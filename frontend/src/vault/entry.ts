// One entry of the directory of public keys, read with suspicion.
import { fromB64, uuidBytes } from "./bytes";
import { canonical } from "./canonical";
import { VaultFault } from "./faults";

export type Kind = "unit" | "custodian" | "receipt";

/** The fields are those of its JSON. */
export interface Entry {
  action: "add" | "revoke";
  at: string;
  epoch: number;
  key_id: string;
  kind: Kind;
  /** Office code, user name, or "receipt-log". */
  owner: string;
  owner_name: string;
  previous: string;
  public_key: string;
  seq: number;
  /** The unit's Ed25519 key; "" for others. */
  sign_key: string;
  /** "root", or the id of the unit key before this one. */
  signed_by: string;
  suite: number;
}

/** An entry as it is sent: its exact text, and the signature in base64. */
export interface WireEntry {
  entry: string;
  signature: string;
}

const NUMBERS = ["epoch", "seq", "suite"];
const TEXTS = ["action", "at", "key_id", "kind", "owner", "owner_name", "previous", "public_key",
  "sign_key", "signed_by"];
const PUBLIC_BYTES = { unit: 1216, custodian: 1216, receipt: 32 };
const SUITES = { unit: 2, custodian: 2, receipt: 0 };

/** Throws `directory` unless the text is canonical, whole and well formed. */
export function parseEntry(text: string): Entry {
  const fault = new VaultFault("directory");
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(text) as Record<string, unknown>;
    if (canonical(said) !== text || !hasShape(said) || !isSound(said as unknown as Entry)) throw fault;
  } catch {
    throw fault;
  }
  return said as unknown as Entry;
}

function hasShape(said: Record<string, unknown>): boolean {
  const names = Object.keys(said).length === NUMBERS.length + TEXTS.length;
  return names && NUMBERS.every((name) => Number.isSafeInteger(said[name]))
    && TEXTS.every((name) => typeof said[name] === "string");
}

function isSound(entry: Entry): boolean {
  uuidBytes(entry.key_id);
  const { kind } = entry;
  const isNamed = ["add", "revoke"].includes(entry.action) && kind in SUITES && entry.owner !== "";
  const signBytes = fromB64(entry.sign_key).length;
  return isNamed && entry.epoch >= 1 && entry.seq >= 1 && entry.suite === SUITES[kind]
    && isDay(entry.at) && /^[0-9a-f]{64}$/.test(entry.previous)
    && fromB64(entry.public_key).length === PUBLIC_BYTES[kind]
    && signBytes === (kind === "unit" ? 32 : 0);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(text);
}
