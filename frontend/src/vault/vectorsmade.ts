// For the tests: examples sealed here, in the shape of tests/vault/vectors/tmac-v1.json, that the
// server's program must open. Written to a file by scripts/vault-vectors.mjs.
import { generateIdentity, identityToRecipient } from "age-encryption";
import { newSeed, publicKeyOf, sealBox } from "./box";
import { b64, type Bytes, hex, info, newUuid, type Purpose, randomBytes } from "./bytes";
import { makeBundle } from "./bundle";
import { draftKeyOf, groupsOf, lookupOf, makeCode, recoveryKeyOf, reporterSeedOf } from "./code";
import { unitSigningKey } from "./ed25519";
import { fingerprint } from "./fingerprint";
import { sha256 } from "./native";
import { newEpoch, openCaseKeys, openUnits, rotateUnit, sealAnswer } from "./officer";
import { sealByPassphrase } from "./passphrase";
import {
  emptyContent, EMPTY_IDENTITY, type Facts, newReport, openMailbox, sealFile, sealMessage, sealReport,
} from "./reporter";
import { checkRecipients } from "./recipients";
import { sealSecret } from "./secretbox";
import { split } from "./shamir";
import { FileSealer, hashOf, padme } from "./stream";
import { gathered } from "./testing";
import { DAY, keysJson, OFFICE, officer, type World, wireUnit, world } from "./testingworld";
import { solveWork } from "./work";

type Vector = Record<string, unknown>;
const CASE = "0d9d0f9c-7b57-4d0e-9c4a-5a1c8f0b7e74";
const pattern = (size: number): Bytes => Uint8Array.from({ length: size }, (_, at) => (at * 7 + 3) % 256);
const hashed = async (bytes: Bytes): Promise<string> => hex(await sha256(bytes));

/** Everything, new each time. */
export async function vectors(): Promise<Vector> {
  return {
    version: 1, case: CASE, info: infos(), box: await boxes(), secretbox: await secretboxes(), code: await codes(),
    shamir: [2, 3, 5].map(shares), stream: await Promise.all([0, 1, 4097].map(stream)), passphrase: [await passphrase()],
    recovery: [await recovery()], unit: [await unit()], work: [await work()], report: await report(), bundle: await bundle(),
  };
}

function infos(): Vector[] {
  const purposes: Purpose[] = ["content", "message-in", "message-out", "identity", "case-key", "case-key-reporter",
    "case-previous", "identity-share", "identity-open", "unit-key", "unit-previous", "officer-key",
    "officer-recovery", "file", "draft"];
  const key = newUuid();
  return purposes.flatMap((purpose) => ["", CASE].map((case_) => (
    { purpose, case: case_, key, epoch: 70_000, info: hex(info(purpose, case_, key, 70_000)) })));
}

const boxes = (): Promise<Vector[]> => Promise.all([0, 32, 5000].map(async (length) => {
  const seed = newSeed();
  const [publicKey, bound] = [await publicKeyOf(seed), info("case-key", CASE, newUuid(), 1)];
  const box = await sealBox(publicKey, pattern(length), bound);
  return {
    name: `${length} bytes`, suite: 2, seed: hex(seed), public_key: hex(publicKey), info: hex(bound),
    plaintext: hex(pattern(length)), box: hex(box),
  };
}));

const secretboxes = (): Promise<Vector[]> => Promise.all([0, 32, 300].map(async (length) => {
  const [key, bound] = [randomBytes(32), info("message-in", CASE, newUuid(), 2)];
  const box = await sealSecret(key, pattern(length), bound);
  return { key: hex(key), nonce: hex(box.slice(1, 13)), info: hex(bound), plaintext: hex(pattern(length)), box: hex(box) };
}));

const codes = (): Promise<Vector[]> => Promise.all([1, 2, 3].map(async () => {
  const code = makeCode();
  const lookup = await lookupOf(code);
  return {
    digits: code, shown: groupsOf(code).join(" "), lookup,
    lookup_hash: await hashed(Uint8Array.from(lookup.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))),
    reporter_seed: hex(await reporterSeedOf(code)), draft_key: hex(await draftKeyOf(code)),
    recovery_key: hex(await recoveryKeyOf(code)),
  };
}));

function shares(count: number): Vector {
  const secret = randomBytes(32);
  return { secret: hex(secret), shares: split(secret, count).map(hex) };
}

async function stream(size: number): Promise<Vector> {
  const [key, id, blob] = [randomBytes(32), newUuid(), new Blob([pattern(size)])];
  const sealer = new FileSealer(blob, { case: CASE, id, key });
  const objects = await gathered(sealer.all());
  return {
    key: hex(key), prefix: hex(sealer.prefix), case: CASE, file_id: id, size, padded: padme(size),
    sha256: await hashOf(blob), object_sha256: await Promise.all(objects.map(hashed)), objects: objects.map(hex),
  };
}

async function passphrase(): Promise<Vector> {
  const [seed, key_id, phrase] = [newSeed(), newUuid(), "เรือใบ-สีฟ้า ① é"];
  const cost = { memoryKib: 64, rounds: 2, lanes: 1 };
  const sealed = await sealByPassphrase(seed, key_id, phrase, undefined, cost);
  return { passphrase: phrase, key_id, memory_kib: 64, rounds: 2, lanes: 1, seed: hex(seed), sealed: hex(sealed) };
}

async function recovery(): Promise<Vector> {
  const [seed, key_id, code] = [newSeed(), newUuid(), makeCode()];
  const sealed = await sealSecret(await recoveryKeyOf(code), seed, info("officer-recovery", "", key_id, 1));
  return { digits: code, key_id, seed: hex(seed), sealed: hex(sealed) };
}

async function unit(): Promise<Vector> {
  const seed = newSeed();
  const [publicKey, signer] = [await publicKeyOf(seed), await unitSigningKey(seed)];
  const [public_key, sign_key] = [hex(publicKey), hex(signer.publicKey)];
  return { seed: hex(seed), public_key, sign_key, fingerprint: await fingerprint(publicKey) };
}

async function work(): Promise<Vector> {
  const [bits, token] = [10, "eyJiIjoxMH0.AAAA"];
  return { token, bits, case: CASE, counter: (await solveWork({ token, bits }, CASE)).counter };
}

const seedsOf = (keys: { id: string; seed: Bytes }[]): Vector[] =>
  keys.map(({ id, seed }) => ({ key_id: id, seed: hex(seed) }));

/** A report, a question and an answer, a hand-over, and a rotation of the unit's key after it. */
async function report(): Promise<Vector> {
  const here = await world();
  const recipients = await checkRecipients(keysJson(here), here.rootKey, "74");
  const made = await newReport();
  const file = await sealFile(made.case, new Blob([pattern(3000)]), {
    name: "ภาพ.jpg", mime: "image/jpeg", kind: "photo", kept_original: false,
  });
  const content = { ...emptyContent("th"), kind: "TIP", text: "ผู้รับเหมาจ่ายเงินใต้โต๊ะ" };
  const identity = { ...EMPTY_IDENTITY, name: "สมศรี" };
  const facts: Facts = {
    kind: "TIP", province: "74", district: "", subdistrict: "", category: "", amount_band: "NONE", month: "",
    ongoing: "NO", stoppable: "NO", how_known: "", protection: [], urgent: false, route: "PROVINCE",
    about_office: false,
  };
  const task = { token: "t", counter: 0 };
  const sealing = { report: made, facts, content, identity, recipients, files: [file], work: task };
  const body = await sealReport(sealing);
  const objects = await gathered(file.all());
  return {
    code: made.code, body, content, identity, file_sha256: await hashed(pattern(3000)), objects: objects.map(hex),
    file_hash: await file.hash(),
    unit: { key_id: here.unit.id, seed: hex(here.unit.seed) }, custodians: seedsOf(here.custodians),
    ...(await afterwards(here, made.code, body)),
  };
}

async function afterwards(
  here: World, code: ReturnType<typeof makeCode>, body: Awaited<ReturnType<typeof sealReport>>,
): Promise<Vector> {
  const [first, second] = here.officers as [World["officers"][0], World["officers"][0]];
  const my = await openUnits(first, [await wireUnit(here, first)]);
  const epochs = [{ epoch: 1, wraps: body.wraps, wrap: body.reporter.wrap, previous: null }];
  const wire = { case: body.case, epochs, content: { epoch: 1, box: body.content }, messages: [], files: [] };
  const keys = await openCaseKeys(wire, my);
  const mailbox = await openMailbox(code, wire);
  const next = await officer();
  const holder = { key_id: next.id, public_key: b64(next.publicKey) };
  const rotation = {
    unit: my.units[0] as (typeof my.units)[0], owner_name: "สำนักงาน",
    entries: here.entries, root: here.rootKey, day: DAY,
    members: [{ key_id: second.id, public_key: b64(second.publicKey) }],
  };
  return {
    question: await sealAnswer(keys, "วันไหน", "เจ้าหน้าที่"), answer: await sealMessage(mailbox, "วันจันทร์"),
    next_unit: seedsOf([next])[0], handover: await newEpoch(keys, holder, body.reporter.public_key),
    office: OFFICE, root_key: here.rootKey, entries: [...here.entries], member: seedsOf([second])[0],
    rotation: await rotateUnit(rotation),
  };
}

async function bundle(): Promise<Vector> {
  const identity = await generateIdentity();
  const files = [{ name: "ภาพ.jpg", blob: new Blob([pattern(3000)]) }];
  const parts = { text: "ข้อความ", summary: "สรุป", facts: { province: "74" }, files };
  const { blob, sha256: sum } = await makeBundle(parts, await identityToRecipient(identity));
  const age = b64(new Uint8Array(await blob.arrayBuffer()));
  return { identity, age, sha256: sum, file_sha256: await hashed(pattern(3000)) };
}
