// What is written inside the sealed texts. Names of fields are those of the JSON.
import { type Bytes, fromB64, info, type Purpose } from "./bytes";
import { VaultFault } from "./faults";
import { CONTENT, MESSAGE, padJson, unpadJson } from "./padding";
import { openSecret, sealSecret } from "./secretbox";
import type { FileManifest } from "./stream";

export type FileKind = "photo" | "document" | "voice" | "other";

export interface Manifest extends FileManifest {
  name: string;
  kind: FileKind;
  kept_original: boolean;
}

export interface Where {
  text: string;
  lat: number | null;
  lon: number | null;
  accuracy_m: number | null;
  source: "typed" | "gps" | "photo" | "map" | "none";
}

export interface Content {
  v: 1;
  kind: string;
  text: string;
  where: Where;
  when: string;
  ongoing_text: string;
  stop_text: string;
  who: string;
  how_known_text: string;
  project_no: string;
  told_elsewhere: string;
  protection: { text: string };
  contact_given: boolean;
  files: Manifest[];
  language: "th" | "en";
  /** SHA-256 of the reporter's public key, in hex: a new epoch is sealed to no other. */
  reporter?: string;
  /** What only the holder of the code could write; see `proofOf`. */
  proof?: string;
}

export interface MessageText {
  v: 1;
  text: string;
  files: Manifest[];
  by: string;
}

export interface Identity {
  v: 1;
  name: string;
  phone: string;
  email: string;
  line: string;
  other: string;
}

export const EMPTY_IDENTITY: Identity = { v: 1, name: "", phone: "", email: "", line: "", other: "" };

export const emptyContent = (language: "th" | "en"): Content => ({
  v: 1, kind: "", text: "",
  where: { text: "", lat: null, lon: null, accuracy_m: null, source: "none" },
  when: "", ongoing_text: "", stop_text: "", who: "", how_known_text: "", project_no: "",
  told_elsewhere: "", protection: { text: "" }, contact_given: false, files: [], language,
});

/** The key of a case in each of its epochs, as far as they are known here. */
export interface CaseKeys {
  case: string;
  /** The newest epoch: what is written now is sealed under it. */
  epoch: number;
  keys: Map<number, Bytes>;
  /** The content's word for the reporter's public key, where it says one. */
  reporter?: string;
}

/** "in": from the reporter to the unit. */
export type Direction = "in" | "out";

export interface WireMessage {
  id: string;
  direction: string;
  epoch: number;
  box: string;
  day: string;
}

export interface OpenedMessage {
  id: string;
  direction: Direction;
  day: string;
  text: string;
  files: Manifest[];
  by: string;
  /** Whether it could be opened; if not, the texts are empty. */
  readable: boolean;
}

const purposeOf = (direction: Direction): Purpose => `message-${direction}`;

export function currentKey({ epoch, keys }: CaseKeys): Bytes {
  const key = keys.get(epoch);
  if (!key) throw new VaultFault("chain");
  return key;
}

export const sealContent = (content: Content, case_: string, key: Bytes): Promise<Bytes> =>
  sealSecret(key, padJson(content, CONTENT), info("content", case_, case_, 1));

export async function openContent(
  keys: CaseKeys, wire: { epoch: number; box: string },
): Promise<Content> {
  const key = keys.keys.get(wire.epoch);
  if (!key) throw new VaultFault("opening");
  const bound = info("content", keys.case, keys.case, wire.epoch);
  return unpadJson(await openSecret(key, fromB64(wire.box), bound)) as unknown as Content;
}

export function sealText(
  keys: CaseKeys, direction: Direction, id: string, message: MessageText,
): Promise<Bytes> {
  const bound = info(purposeOf(direction), keys.case, id, keys.epoch);
  return sealSecret(currentKey(keys), padJson(message, MESSAGE), bound);
}

/** All messages in their order; one that cannot be opened does not hide the others. */
export const openMessages = (keys: CaseKeys, wires: WireMessage[]): Promise<OpenedMessage[]> =>
  Promise.all(wires.map((wire) => openMessage(keys, wire)));

async function openMessage(keys: CaseKeys, wire: WireMessage): Promise<OpenedMessage> {
  const direction: Direction = wire.direction.toLowerCase() === "out" ? "out" : "in";
  const shell = { id: wire.id, direction, day: wire.day };
  try {
    const bound = info(purposeOf(direction), keys.case, wire.id, wire.epoch);
    const key = keys.keys.get(wire.epoch) ?? new Uint8Array(0);
    const said = unpadJson(await openSecret(key, fromB64(wire.box), bound)) as Partial<MessageText>;
    const { text = "", files = [], by = "" } = said;
    return { ...shell, text, files, by, readable: true };
  } catch {
    return { ...shell, text: "", files: [], by: "", readable: false };
  }
}

/** How an epoch's key leads to the one before: under the key, the older key. */
export interface WireEpoch {
  epoch: number;
  previous: string | null;
}

/**
 * The keys of all epochs from the newest one. Whoever made an epoch must have known the key before
 * it, so a break in the chain means that somebody else slipped an epoch in: throws `chain`.
 */
export async function openChain(
  case_: string, epochs: WireEpoch[], epoch: number, newest: Bytes,
): Promise<CaseKeys> {
  const keys = new Map([[epoch, newest]]);
  let key = newest;
  for (let at = epoch; at > 1; at -= 1) {
    const previous = epochs.find((one) => one.epoch === at)?.previous;
    if (!previous) throw new VaultFault("chain");
    const bound = info("case-previous", case_, case_, at);
    key = await openSecret(key, fromB64(previous), bound).catch(() => {
      throw new VaultFault("chain");
    });
    keys.set(at - 1, key);
  }
  return { case: case_, epoch, keys };
}
