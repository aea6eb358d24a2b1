// For the tests: a root, a unit of two officers, three custodians and a receipt log, and what the
// server would answer about them.
import { newSeed, publicKeyOf, sealBox } from "./box";
import { b64, type Bytes, concat, fromB64, hex, info, newUuid, utf8 } from "./bytes";
import { canonical } from "./canonical";
import { type SigningKey, signingKey, signText, unitSigningKey } from "./ed25519";
import type { Entry, Kind, WireEntry } from "./entry";
import { sha256 } from "./native";
import type { OfficerKey } from "./officerkey";
import type { WireRecipients } from "./recipients";
import type { WireUnit } from "./unitkeys";

export interface World {
  root: SigningKey;
  rootKey: string;
  entries: WireEntry[];
  unit: { id: string; seed: Bytes; publicKey: Bytes };
  officers: OfficerKey[];
  custodians: OfficerKey[];
  receipts: SigningKey;
}

export const DAY = "2026-11-25";
export const OFFICE = "NACC-74";

export async function officer(): Promise<OfficerKey> {
  const seed = newSeed();
  return { id: newUuid(), seed, publicKey: await publicKeyOf(seed) };
}

export async function world(): Promise<World> {
  const root = await signingKey(newSeed());
  const seed = newSeed();
  const made: World = {
    root, rootKey: b64(root.publicKey), entries: [],
    unit: { id: newUuid(), seed, publicKey: await publicKeyOf(seed) },
    officers: [await officer(), await officer()],
    custodians: [await officer(), await officer(), await officer()],
    receipts: await signingKey(newSeed()),
  };
  const signKey = b64((await unitSigningKey(seed)).publicKey);
  await enter(made, {
    kind: "unit", owner: OFFICE, key_id: made.unit.id, public_key: b64(made.unit.publicKey), sign_key: signKey,
  });
  for (const [at, { id, publicKey }] of made.custodians.entries()) {
    await enter(made, { kind: "custodian", owner: `custodian${at}`, key_id: id, public_key: b64(publicKey) });
  }
  await enter(made, { kind: "receipt", owner: "receipt-log", public_key: b64(made.receipts.publicKey), suite: 0 });
  return made;
}

/** Adds an entry signed by the root, or by `signer`. */
export async function enter(made: World, given: Partial<Entry> & { kind: Kind }, signer = made.root): Promise<void> {
  const last = made.entries.at(-1);
  const previous = last
    ? hex(await sha256(concat(utf8(last.entry), fromB64(last.signature))))
    : "0".repeat(64);
  const entry: Entry = {
    action: "add", at: DAY, epoch: 1, key_id: newUuid(), owner: OFFICE, owner_name: "สำนักงาน ป.ป.ช.",
    previous, public_key: "", seq: made.entries.length + 1, sign_key: "", signed_by: "root", suite: 2, ...given,
  };
  const text = canonical(entry);
  made.entries.push({ entry: text, signature: await signText(signer, "TMAC-v1 directory", text) });
}

/** GET /tell/keys/74.json */
export const keysJson = (made: World): WireRecipients => ({
  unit: { key_id: made.unit.id, epoch: 1, public_key: b64(made.unit.publicKey), office: OFFICE, name: "?" },
  why: "เพราะ", why_code: "PROVINCE_OFFICE",
  custodians: made.custodians.map(({ id, publicKey }) => ({ key_id: id, public_key: b64(publicKey), name: "?" })),
  threshold: 2, root: made.rootKey, receipt_key: b64(made.receipts.publicKey), entries: made.entries, stamp: "00ff",
});

/** The unit in GET /workspace/keys/mine.json */
export async function wireUnit(made: World, to: OfficerKey): Promise<WireUnit> {
  const bound = info("unit-key", made.unit.id, to.id, 1);
  const box = b64(await sealBox(to.publicKey, made.unit.seed, bound));
  return { key_id: made.unit.id, epoch: 1, office: OFFICE, box, previous: [] };
}

/** A shelf in memory. */
export function memory(): import("./shelf").Shelf & { held: Map<string, unknown> } {
  const held = new Map<string, unknown>();
  return {
    held,
    get: async <T>(key: string) => held.get(key) as T | undefined,
    put: async (key, value) => void held.set(key, value),
    remove: async (key) => void held.delete(key),
    keys: async () => [...held.keys()],
    clear: async () => held.clear(),
  };
}
