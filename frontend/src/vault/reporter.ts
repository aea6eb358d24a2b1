// All that a reporter's page needs: make a report and its code, seal it, open the mailbox. Sealing
// either succeeds or throws a VaultFault; there is no way from here to sending clear text.
import { newSeed, openBox, publicKeyOf, sealBox } from "./box";
import { b64, type Bytes, fromB64, fromHex, hex, info, newUuid, randomBytes } from "./bytes";
import { type AccessCode, draftKeyOf, lookupOf, makeCode, proofOf, reporterSeedOf } from "./code";
import { VaultFault } from "./faults";
import { claimsOf, manifestsOf, type SealedFile } from "./files";
import { sha256 } from "./native";
import { IDENTITY, padJson } from "./padding";
import type { Recipients } from "./recipients";
import { sealSecret } from "./secretbox";
import { split } from "./shamir";
import {
  type CaseKeys, type Content, EMPTY_IDENTITY, type Identity, openChain, openContent, openMessages,
  type OpenedMessage, sealContent, sealText, type WireEpoch, type WireMessage,
} from "./texts";
import type { Solution } from "./work";

export { sealFile, type SealedFile } from "./files";
export { checkRecipients, type Recipients, type WireRecipients } from "./recipients";
export { openFile, openFileToBlob } from "./stream";
export {
  type Content, EMPTY_IDENTITY, emptyContent, type Identity, type Manifest, type OpenedMessage, type Where,
} from "./texts";

/** The few coarse answers that are not sealed; codes as the server knows them. */
export interface Facts {
  kind: "COMPLAINT" | "GRIEVANCE" | "TIP";
  province: string;
  district: string;
  subdistrict: string;
  category: string;
  agency_kind?: string;
  agency_id?: string;
  amount_band: string;
  month: string;
  ongoing: string;
  stoppable: string;
  how_known: string;
  protection: string[];
  urgent: boolean;
  route: "PROVINCE" | "CENTRE";
  about_office: boolean;
}

/** A report in the making. It lives in memory alone, or in a draft sealed under its code. */
export interface NewReport {
  case: string;
  code: AccessCode;
  caseKey: Bytes;
  lookup: string;
  reporterKey: Bytes;
  draftKey: Bytes;
}

export const newReport = (): Promise<NewReport> => reportOf(makeCode(), newUuid(), randomBytes(32));

/** The report of a code again, with what only a draft remembers. */
export async function reportOf(code: AccessCode, case_: string, caseKey: Bytes): Promise<NewReport> {
  const [lookup, seed, draftKey] = await Promise.all([lookupOf(code), reporterSeedOf(code), draftKeyOf(code)]);
  return { case: case_, code, caseKey, lookup, reporterKey: await publicKeyOf(seed), draftKey };
}

/** The exact body of POST /tell/reports/: write it once, and try again with the same text. */
export interface ReportBody {
  v: 1;
  case: string;
  facts: Facts;
  content: string;
  identity: string;
  shares: Share[];
  wraps: { key_id: string; epoch: number; box: string }[];
  reporter: { public_key: string; wrap: string };
  lookup_hash: string;
  files: { id: string; secret: string }[];
  stamp: string;
  work: Solution;
}

export interface Share {
  key_id: string;
  box: string;
}

export interface Sealing {
  report: NewReport;
  facts: Facts;
  content: Content;
  identity: Identity | null;
  recipients: Recipients;
  files: SealedFile[];
  work: Solution;
}

export async function sealReport(given: Sealing): Promise<ReportBody> {
  const { report, facts, recipients, files, work } = given;
  const { case: case_, caseKey } = report;
  const { unit } = recipients;
  const whole: Content = {
    ...given.content, v: 1, files: manifestsOf(files), contact_given: isGiven(given.identity),
    reporter: hex(await sha256(report.reporterKey)), proof: await proofOf(report.code, case_, caseKey),
  };
  const unitBound = info("case-key", case_, unit.key_id, 1);
  const ownBound = info("case-key-reporter", case_, case_, 1);
  const unitWrap = await sealBox(fromB64(unit.public_key), caseKey, unitBound);
  const ownWrap = await sealBox(report.reporterKey, caseKey, ownBound);
  return {
    v: 1, case: case_, facts,
    content: b64(await sealContent(whole, case_, caseKey)),
    ...(await sealIdentity(case_, given.identity, recipients)),
    wraps: [{ key_id: unit.key_id, epoch: 1, box: b64(unitWrap) }],
    reporter: { public_key: b64(report.reporterKey), wrap: b64(ownWrap) },
    lookup_hash: hex(await sha256(fromHex(report.lookup))),
    files: claimsOf(files), stamp: recipients.stamp, work,
  };
}

function isGiven(identity: Identity | null): boolean {
  const { name, phone, email, line, other } = identity ?? EMPTY_IDENTITY;
  return [name, phone, email, line, other].some((text) => text.trim() !== "");
}

/** Always there and always as long, given or not; its key falls into shares and is forgotten. */
async function sealIdentity(
  case_: string, identity: Identity | null, { custodians }: Recipients,
): Promise<{ identity: string; shares: Share[] }> {
  const key = newSeed();
  const padded = padJson({ ...EMPTY_IDENTITY, ...identity, v: 1 }, IDENTITY);
  const sealed = await sealSecret(key, padded, info("identity", case_, case_, 1));
  const parts = split(key, custodians.length);
  key.fill(0);
  const shares: Share[] = [];
  for (const [at, { key_id, public_key }] of custodians.entries()) {
    const bound = info("identity-share", case_, key_id, 1);
    shares.push({ key_id, box: b64(await sealBox(fromB64(public_key), parts[at] as Bytes, bound)) });
  }
  return { identity: b64(sealed), shares };
}

/** What POST /mailbox/open/ answers, as far as opening needs it; the page reads the rest. */
export interface WireMailbox {
  case: string;
  epochs: (WireEpoch & { wrap: string })[];
  content: { epoch: number; box: string } | null;
  messages: WireMessage[];
  files: { id: string; objects: number; size: number }[];
}

export interface Mailbox<M extends WireMailbox = WireMailbox> extends CaseKeys {
  code: AccessCode;
  lookup: string;
  raw: M;
  /** null when it was erased. */
  content: Content | null;
  messages: OpenedMessage[];
  /** The content was sealed by somebody who had the code: not so for what the server sealed. */
  isOwn: boolean;
}

/** Throws `opening` when the keys or the content do not open, `chain` for an epoch slipped in. */
export async function openMailbox<M extends WireMailbox>(code: AccessCode, raw: M): Promise<Mailbox<M>> {
  const [newest] = [...raw.epochs].sort((one, other) => other.epoch - one.epoch);
  if (!newest) throw new VaultFault("opening");
  const bound = info("case-key-reporter", raw.case, raw.case, newest.epoch);
  const key = await openBox(await reporterSeedOf(code), fromB64(newest.wrap), bound);
  const keys = await openChain(raw.case, raw.epochs, newest.epoch, key);
  const content = raw.content && (await openContent(keys, raw.content));
  const proof = content?.proof && (await proofOf(code, raw.case, keys.keys.get(1) as Bytes));
  if (proof && proof !== content?.proof) throw new VaultFault("chain");
  const messages = await openMessages(keys, raw.messages);
  return { ...keys, code, lookup: await lookupOf(code), raw, content, messages, isOwn: Boolean(proof) };
}

export interface MessageBody {
  lookup: string;
  id: string;
  epoch: number;
  box: string;
  files: { id: string; secret: string }[];
}

export async function sealMessage(
  mailbox: Mailbox, text: string, files: SealedFile[] = [],
): Promise<MessageBody> {
  const id = newUuid();
  const message = { v: 1 as const, text, files: manifestsOf(files), by: "" };
  const box = b64(await sealText(mailbox, "in", id, message));
  return { lookup: mailbox.lookup, id, epoch: mailbox.epoch, box, files: claimsOf(files) };
}

export type Act = "withdraw" | "object" | "not_fixed" | "rate" | "data_request";

export interface ActAnswers {
  text?: string;
  files?: SealedFile[];
  rating?: number;
  felt_safe?: "YES" | "NO" | "UNSURE";
  request?: "ERASE" | "COPY" | "CORRECT" | "RESTRICT";
}

export interface ActBody extends Omit<ActAnswers, "text" | "files"> {
  lookup: string;
  act: Act;
  id: string;
  text_message?: Omit<MessageBody, "lookup">;
}

export async function sealAct(mailbox: Mailbox, act: Act, answers: ActAnswers = {}): Promise<ActBody> {
  const { text = "", files = [], ...plain } = answers;
  const body: ActBody = { lookup: mailbox.lookup, act, id: newUuid(), ...plain };
  if (text === "" && files.length === 0) return body;
  const { lookup: _, ...message } = await sealMessage(mailbox, text, files);
  return { ...body, text_message: message };
}

export interface ContactBody {
  lookup: string;
  identity: string;
  shares: Share[];
}

/** A new identity under a new key, for the custodians of today. */
export const sealContact = async (
  mailbox: Mailbox, identity: Identity, recipients: Recipients,
): Promise<ContactBody> =>
  ({ lookup: mailbox.lookup, ...(await sealIdentity(mailbox.case, identity, recipients)) });
