// A unit's keys: opened by each member, given to new members, replaced when somebody leaves.
import { newSeed, openBox, publicKeyOf, sealBox } from "./box";
import { b64, type Bytes, fromB64, info, newUuid } from "./bytes";
import { canonical } from "./canonical";
import { readDirectory } from "./directory";
import { signText, unitSigningKey } from "./ed25519";
import type { Entry, WireEntry } from "./entry";
import { VaultFault } from "./faults";
import type { OfficerKey } from "./officerkey";

export interface UnitKey {
  id: string;
  epoch: number;
  office: string;
  seed: Bytes;
}

/** All that one officer can open with: the own key, and units' keys, today's and older ones. */
export interface MyKeys {
  officer: OfficerKey;
  units: UnitKey[];
}

/** A unit's key sealed to the officer, and its older keys, each sealed to the one that followed. */
export interface WireUnit {
  key_id: string;
  epoch: number;
  office: string;
  box: string;
  previous: { key_id: string; epoch: number; box: string }[];
}

export interface Holder {
  key_id: string;
  public_key: string;
}

export async function openUnits(officer: OfficerKey, wires: WireUnit[]): Promise<MyKeys> {
  const units: UnitKey[] = [];
  for (const wire of wires) units.push(...(await openUnit(officer, wire)));
  return { officer, units };
}

/** Today's key first, then those before it. */
async function openUnit(officer: OfficerKey, wire: WireUnit): Promise<UnitKey[]> {
  const { key_id: id, epoch, office } = wire;
  const bound = info("unit-key", id, officer.id, epoch);
  let key: UnitKey = { id, epoch, office, seed: await openBox(officer.seed, fromB64(wire.box), bound) };
  const found = [key];
  for (const older of [...wire.previous].sort((one, other) => other.epoch - one.epoch)) {
    const inner = info("unit-previous", key.id, older.key_id, key.epoch);
    const seed = await openBox(key.seed, fromB64(older.box), inner);
    key = { id: older.key_id, epoch: older.epoch, office, seed };
    found.push(key);
  }
  return found;
}

export interface Admission {
  unit_key_id: string;
  officer_key_id: string;
  box: string;
}

/** The unit's key for a colleague: a new member, or one who lost the own key and made another. */
export const admit = async (unit: UnitKey, officer: Holder): Promise<Admission> => ({
  unit_key_id: unit.id,
  officer_key_id: officer.key_id,
  box: await wrapped(unit, officer),
});

async function wrapped(unit: UnitKey, officer: Holder): Promise<string> {
  const bound = info("unit-key", unit.id, officer.key_id, unit.epoch);
  return b64(await sealBox(fromB64(officer.public_key), unit.seed, bound));
}

export interface Rotation {
  unit: UnitKey;
  owner_name: string;
  /** Everybody who stays, the acting officer too. */
  members: Holder[];
  /** The whole directory, in its order. */
  entries: WireEntry[];
  root: string;
  /** YYYY-MM-DD */
  day: string;
}

/** The body of POST /workspace/keys/rotate/. */
export interface RotationBody {
  office: string;
  key_id: string;
  public_key: string;
  entry: string;
  signature: string;
  wraps: { key_id: string; box: string }[];
  previous: string;
}

/**
 * A new key of the unit, signed by the present one and sealed to those who stay; the present key
 * is sealed to the new one, so that one box opens everything older.
 */
export async function rotateUnit(given: Rotation): Promise<RotationBody> {
  const { unit, members } = given;
  const seed = newSeed();
  const next: UnitKey = { id: newUuid(), epoch: unit.epoch + 1, office: unit.office, seed };
  const publicKey = await publicKeyOf(seed);
  const signed = await succession(given, next, publicKey);
  const wraps: RotationBody["wraps"] = [];
  for (const member of members) wraps.push({ key_id: member.key_id, box: await wrapped(next, member) });
  const bound = info("unit-previous", next.id, unit.id, next.epoch);
  const previous = b64(await sealBox(publicKey, unit.seed, bound));
  return { office: unit.office, key_id: next.id, public_key: b64(publicKey), ...signed, wraps, previous };
}

async function succession(given: Rotation, next: UnitKey, publicKey: Bytes): Promise<WireEntry> {
  const { unit, owner_name, entries, root, day } = given;
  const directory = await readDirectory(entries, root);
  const present = directory.present("unit", unit.office);
  const signer = await unitSigningKey(unit.seed);
  const isPresent = present?.key_id === unit.id && present.sign_key === b64(signer.publicKey);
  if (!isPresent) throw new VaultFault("directory");
  const entry: Entry = {
    action: "add", at: day, epoch: next.epoch, key_id: next.id, kind: "unit", owner: unit.office, owner_name,
    previous: directory.head, public_key: b64(publicKey), seq: directory.length + 1,
    sign_key: b64((await unitSigningKey(next.seed)).publicKey), signed_by: unit.id, suite: 2,
  };
  const text = canonical(entry);
  return { entry: text, signature: await signText(signer, "TMAC-v1 directory", text) };
}
