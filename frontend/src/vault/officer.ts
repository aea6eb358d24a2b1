// What an officer's browser does with a tip: open it, answer it, give its key to somebody else, and
// take part in opening an identity.
import { openBox, sealBox } from "./box";
import { b64, fromB64, hex, info, newUuid, randomBytes } from "./bytes";
import { VaultFault } from "./faults";
import { claimsOf, manifestsOf, type SealedFile } from "./files";
import { sha256 } from "./native";
import { IDENTITY, unpadJson } from "./padding";
import { openSecret, sealSecret } from "./secretbox";
import { combine } from "./shamir";
import {
  type CaseKeys, type Content, currentKey, EMPTY_IDENTITY, type Identity, openChain, openContent, openMessages,
  type OpenedMessage, sealText, type WireEpoch, type WireMessage,
} from "./texts";
import type { OfficerKey } from "./officerkey";
import type { Holder, MyKeys } from "./unitkeys";

export { sealFile, type SealedFile } from "./files";
export { fingerprint } from "./fingerprint";
export {
  type MadeKey, makeOfficerKey, newRecovery, type OfficerKey, rewrap, unlock, unlockByRecovery, type WireOfficerKey,
} from "./officerkey";
export { openFile, openFileToBlob } from "./stream";
export type { CaseKeys, Content, Identity, Manifest, OpenedMessage } from "./texts";
export {
  admit, type Holder, type MyKeys, openUnits, rotateUnit, type Rotation, type UnitKey, type WireUnit,
} from "./unitkeys";

/** The JSON of GET /workspace/tips/<reference>/sealed.json, as far as opening needs it. */
export interface WireSealed {
  case: string;
  epochs: (WireEpoch & { wraps: { key_id: string; box: string }[] })[];
  content: { epoch: number; box: string } | null;
  messages: WireMessage[];
}

/** Throws `locked` when none of the keys has a part in this case. */
export async function openCaseKeys(sealed: WireSealed, my: MyKeys): Promise<CaseKeys> {
  const seeds = new Map([...my.units, my.officer].map(({ id, seed }) => [id, seed]));
  for (const { epoch, wraps } of [...sealed.epochs].sort((one, other) => other.epoch - one.epoch)) {
    const wrap = wraps.find(({ key_id }) => seeds.has(key_id));
    const seed = wrap && seeds.get(wrap.key_id);
    if (!wrap || !seed) continue;
    const bound = info("case-key", sealed.case, wrap.key_id, epoch);
    const key = await openBox(seed, fromB64(wrap.box), bound);
    const keys = await openChain(sealed.case, sealed.epochs, epoch, key);
    const content = sealed.content && (await openContent(keys, sealed.content));
    return content?.reporter ? { ...keys, reporter: content.reporter } : keys;
  }
  throw new VaultFault("locked");
}

export interface OpenedTip {
  /** null when it was erased. */
  content: Content | null;
  messages: OpenedMessage[];
}

export async function openTip(sealed: WireSealed, keys: CaseKeys): Promise<OpenedTip> {
  const content = sealed.content && (await openContent(keys, sealed.content));
  return { content, messages: await openMessages(keys, sealed.messages) };
}

export interface AnswerBody {
  id: string;
  epoch: number;
  box: string;
  files: { id: string; secret: string }[];
}

/** To the reporter. `by`: what the reporter shall see as the sender, never a name. */
export async function sealAnswer(
  keys: CaseKeys, text: string, by: string, files: SealedFile[] = [],
): Promise<AnswerBody> {
  const id = newUuid();
  const message = { v: 1 as const, text, files: manifestsOf(files), by };
  const box = b64(await sealText(keys, "out", id, message));
  return { id, epoch: keys.epoch, box, files: claimsOf(files) };
}

export interface Wrap {
  epoch: number;
  key_id: string;
  box: string;
}

/** The case for one more key; the newest epoch leads to all the older ones. */
export async function wrapFor(keys: CaseKeys, to: Holder): Promise<Wrap[]> {
  const bound = info("case-key", keys.case, to.key_id, keys.epoch);
  const box = b64(await sealBox(fromB64(to.public_key), currentKey(keys), bound));
  return [{ epoch: keys.epoch, key_id: to.key_id, box }];
}

export interface NewEpoch {
  unit_key_id: string;
  epoch: number;
  wrap: string;
  reporter_wrap: string;
  previous: string;
}

/**
 * Hand-over: a new key that the unit before does not get, so that what is written next is not its.
 * Throws `directory` when the reporter's key is not the one that the content names.
 */
export async function newEpoch(keys: CaseKeys, unit: Holder, reporterKey: string): Promise<NewEpoch> {
  const { case: case_, reporter } = keys;
  if (reporter && hex(await sha256(fromB64(reporterKey))) !== reporter) throw new VaultFault("directory");
  const [epoch, key] = [keys.epoch + 1, randomBytes(32)];
  const unitBound = info("case-key", case_, unit.key_id, epoch);
  const ownBound = info("case-key-reporter", case_, case_, epoch);
  const wrap = b64(await sealBox(fromB64(unit.public_key), key, unitBound));
  const reporter_wrap = b64(await sealBox(fromB64(reporterKey), key, ownBound));
  const bound = info("case-previous", case_, case_, epoch);
  const previous = b64(await sealSecret(key, currentKey(keys), bound));
  return { unit_key_id: unit.key_id, epoch, wrap, reporter_wrap, previous };
}

/** The JSON of GET /workspace/identity/<request>/share.json, and the request's id. */
export interface WireShare {
  case: string;
  request: string;
  share_box: string;
  custodian_key_id: string;
  requester_key: Holder;
}

/** A custodian agrees: the own share for the officer who asked, and for this request alone. */
export async function resealShare(wire: WireShare, custodian: OfficerKey): Promise<{ box: string }> {
  const bound = info("identity-share", wire.case, wire.custodian_key_id, 1);
  const share = await openBox(custodian.seed, fromB64(wire.share_box), bound);
  const next = info("identity-open", wire.case, wire.request, 1);
  return { box: b64(await sealBox(fromB64(wire.requester_key.public_key), share, next)) };
}

export interface WireIdentity {
  case: string;
  request: string;
  identity: string;
  /** The shares of two custodians, sealed to the officer who asked. */
  boxes: string[];
}

export async function openIdentity(wire: WireIdentity, officer: OfficerKey): Promise<Identity> {
  const bound = info("identity-open", wire.case, wire.request, 1);
  const [first, second] = await Promise.all(
    wire.boxes.map((box) => openBox(officer.seed, fromB64(box), bound)));
  if (!first || !second) throw new VaultFault("shares");
  const key = combine(first, second);
  const inner = info("identity", wire.case, wire.case, 1);
  const padded = await openSecret(key, fromB64(wire.identity), inner);
  if (padded.length !== IDENTITY.most) throw new VaultFault("format");
  return { ...EMPTY_IDENTITY, ...(unpadJson(padded) as Partial<Identity>) };
}
