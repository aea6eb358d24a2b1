// @vitest-environment node
// A report from the phone to the unit and back, and an identity to the officer who may see it.
import { beforeAll, describe, expect, it } from "vitest";
import { b64, type Bytes, fromB64, fromHex, hex, info, newUuid, utf8 } from "./bytes";
import { sha256 } from "./native";
import {
  type CaseKeys, newEpoch, openCaseKeys, openIdentity, openTip, openUnits, type MyKeys, resealShare, sealAnswer,
  wrapFor, type WireSealed,
} from "./officer";
import { signText } from "./ed25519";
import { canonical } from "./canonical";
import { checkReceipt, commitmentOf, type ReceiptFile, verifyReceipt } from "./receipt";
import {
  checkRecipients, emptyContent, EMPTY_IDENTITY, type Facts, newReport, type NewReport, openFileToBlob, openMailbox,
  type ReportBody, sealAct, sealContact, sealFile, type SealedFile, sealMessage, sealReport, type WireMailbox,
} from "./reporter";
import { openSecret } from "./secretbox";
import { altered, bytesOf, each, faultOf, gathered } from "./testing";
import { DAY, keysJson, officer, type World, wireUnit, world } from "./testingworld";

const FACTS: Facts = {
  kind: "TIP", province: "74", district: "7401", subdistrict: "740101", category: "", amount_band: "UNKNOWN",
  month: "2026-11", ongoing: "YES", stoppable: "UNKNOWN", how_known: "SAW", protection: [], urgent: false,
  route: "PROVINCE", about_office: false,
};
const WORK = { token: "token", counter: 7 };
const TEXT = "ผู้รับเหมาจ่ายเงินใต้โต๊ะ";
const PERSON = { ...EMPTY_IDENTITY, name: "สมศรี", phone: "081-000-0000" };

let here: World;
let report: NewReport;
let body: ReportBody;
let file: SealedFile;
let my: MyKeys;
let keys: CaseKeys;

const mailboxOf = (sent: ReportBody, more: Partial<WireMailbox> = {}): WireMailbox => ({
  case: sent.case, epochs: [{ epoch: 1, wrap: sent.reporter.wrap, previous: null }],
  content: { epoch: 1, box: sent.content }, messages: [], files: [], ...more,
});
const sealedOf = (sent: ReportBody, more: Partial<WireSealed> = {}): WireSealed => ({
  case: sent.case, epochs: [{ epoch: 1, wraps: sent.wraps, previous: null }],
  content: { epoch: 1, box: sent.content }, messages: [], ...more,
});
const recipients = () => checkRecipients(keysJson(here), here.rootKey, "74");

beforeAll(async () => {
  here = await world();
  report = await newReport();
  file = await sealFile(report.case, new Blob([bytesOf(3000)]), { name: "ภาพ.jpg", mime: "image/jpeg", kind: "photo", kept_original: false });
  body = await sealReport({
    report, facts: FACTS, content: { ...emptyContent("th"), kind: "TIP", text: TEXT }, identity: PERSON,
    recipients: await recipients(), files: [file], work: WORK,
  });
  const [first] = here.officers;
  if (!first) throw new Error("no officer");
  my = await openUnits(first, [await wireUnit(here, first)]);
  keys = await openCaseKeys(sealedOf(body), my);
});

describe("a report", () => {
  it("has the fields that the server takes, and nothing that a reporter typed", async () => {
    expect(Object.keys(body).sort()).toEqual(["case", "content", "facts", "files", "identity", "lookup_hash",
      "reporter", "shares", "stamp", "v", "work", "wraps"]);
    expect(body).toMatchObject({ v: 1, case: report.case, facts: FACTS, stamp: "00ff", work: WORK });
    expect(body.files).toEqual([{ id: file.id, secret: file.secret }]);
    expect(body.wraps.map(({ key_id, epoch }) => [key_id, epoch])).toEqual([[here.unit.id, 1]]);
    expect(body.shares.map(({ key_id }) => key_id)).toEqual(here.custodians.map(({ id }) => id));
    expect(body.lookup_hash).toBe(hex(await sha256(fromHex(report.lookup))));
    const raw = Buffer.from(JSON.stringify(body)).toString("latin1");
    for (const typed of [TEXT, PERSON.name, PERSON.phone, "ภาพ.jpg", report.code]) {
      expect(raw).not.toContain(Buffer.from(typed).toString("latin1"));
    }
  });

  it("has the same sizes whether it is short, long, named or anonymous", async () => {
    const other = await sealReport({
      report, facts: FACTS, content: { ...emptyContent("th"), text: "ก".repeat(300) }, identity: null,
      recipients: await recipients(), files: [], work: WORK,
    });
    expect(other.content).toHaveLength(body.content.length);
    expect(other.identity).toHaveLength(body.identity.length);
    expect(other.shares.map(({ box }) => box.length)).toEqual(body.shares.map(({ box }) => box.length));
  });

  it("is opened by the unit, with its file", async () => {
    const { content } = await openTip(sealedOf(body), keys);
    expect(content).toMatchObject({ v: 1, text: TEXT, contact_given: true, language: "th" });
    const [manifest] = content?.files ?? [];
    if (!manifest) throw new Error("no file");
    const objects = await gathered(file.all());
    const blob = await openFileToBlob(report.case, manifest, each(objects), file.objects);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytesOf(3000));
    expect(blob.type).toBe("image/jpeg");
  });

  it("is opened by the reporter with the code, and by no other code", async () => {
    const mailbox = await openMailbox(report.code, mailboxOf(body));
    expect(mailbox.content?.text).toBe(TEXT);
    expect(mailbox.lookup).toBe(report.lookup);
    const other = await newReport();
    expect(await faultOf(() => openMailbox(other.code, mailboxOf(body)))).toBe("opening");
  });

  it("shows the reporter that it was sealed with the code, and refuses one that another hand sealed", async () => {
    expect((await openMailbox(report.code, mailboxOf(body))).isOwn).toBe(true);
    const forger = await newReport();
    const given = { facts: FACTS, identity: null, recipients: await recipients(), files: [], work: WORK };
    const forged = await sealReport({
      ...given, content: emptyContent("th"),
      report: { ...forger, case: report.case, reporterKey: report.reporterKey },
    });
    expect(await faultOf(() => openMailbox(report.code, mailboxOf(forged)))).toBe("chain");
  });

  it("of somebody without a part in it stays shut", async () => {
    expect(await faultOf(async () => openCaseKeys(sealedOf(body), { officer: await officer(), units: [] }))).toBe("locked");
  });

  it("is not made when anything does not fit, and nothing is told but the kind of fault", async () => {
    const given = { report, facts: FACTS, content: emptyContent("th"), identity: null, recipients: await recipients(), files: [], work: WORK };
    expect(await faultOf(() => sealReport({ ...given, content: { ...emptyContent("th"), text: "ก".repeat(50_000) } }))).toBe("too-long");
    expect(await faultOf(() => sealReport({ ...given, files: Array.from({ length: 11 }, () => file) }))).toBe("too-many-files");
    const broken = { ...given.recipients, unit: { ...given.recipients.unit, public_key: "AAAA" } };
    expect(await faultOf(() => sealReport({ ...given, recipients: broken }))).toBe("sealing");
  });

  it("whose envelopes were swapped with another case stays shut", async () => {
    const other = await sealReport({
      report: await newReport(), facts: FACTS, content: emptyContent("th"), identity: null,
      recipients: await recipients(), files: [], work: WORK,
    });
    expect(await faultOf(() => openMailbox(report.code, mailboxOf({ ...body, content: other.content })))).toBe("opening");
    expect(await faultOf(() => openCaseKeys(sealedOf({ ...body, wraps: other.wraps }), my))).toBe("opening");
    expect(await faultOf(() => openMailbox(report.code, mailboxOf({ ...body, case: other.case })))).toBe("opening");
  });
});

describe("messages", () => {
  it("go both ways and say who wrote them", async () => {
    const mailbox = await openMailbox(report.code, mailboxOf(body));
    const asked = await sealAnswer(keys, "วันไหน", "เจ้าหน้าที่");
    const told = await sealMessage(mailbox, "วันจันทร์", [file]);
    const wires = [{ ...asked, direction: "OUT", day: DAY }, { ...told, direction: "in", day: DAY }];
    for (const read of [(await openMailbox(report.code, mailboxOf(body, { messages: wires }))).messages,
      (await openTip(sealedOf(body, { messages: wires }), keys)).messages]) {
      expect(read.map(({ direction, text, by, readable }) => [direction, text, by, readable])).toEqual([
        ["out", "วันไหน", "เจ้าหน้าที่", true], ["in", "วันจันทร์", "", true]]);
      expect(read[1]?.files).toEqual([file.manifest]);
    }
    expect(told.files).toEqual([{ id: file.id, secret: file.secret }]);
  });

  it("turned around, moved to another id or altered are shown as unreadable, the others still open", async () => {
    const asked = { ...(await sealAnswer(keys, "ถาม", "")), direction: "out", day: DAY };
    const messages = [
      { ...asked, direction: "in" }, { ...asked, id: newUuid() }, { ...asked, box: b64(altered(fromB64(asked.box))) },
      { ...asked, epoch: 2 }, { ...asked, box: "?" }, asked,
    ];
    const read = (await openMailbox(report.code, mailboxOf(body, { messages }))).messages;
    expect(read.map(({ readable }) => readable)).toEqual([false, false, false, false, false, true]);
  });

  it("come along with acts when there is something to say", async () => {
    const mailbox = await openMailbox(report.code, mailboxOf(body));
    const rated = await sealAct(mailbox, "rate", { rating: 4, felt_safe: "YES" });
    expect(rated).toEqual({ lookup: report.lookup, act: "rate", id: rated.id, rating: 4, felt_safe: "YES" });
    const objected = await sealAct(mailbox, "object", { text: "ไม่เห็นด้วย" });
    expect(Object.keys(objected.text_message ?? {}).sort()).toEqual(["box", "epoch", "files", "id"]);
  });
});

describe("a hand-over", () => {
  const nextUnit = async () => {
    const next = await officer();
    return { next, holder: { key_id: next.id, public_key: b64(next.publicKey) } };
  };

  it("gives the next unit all that is older, and keeps what is newer from the one before", async () => {
    const { next, holder } = await nextUnit();
    const epoch = await newEpoch(keys, holder, body.reporter.public_key);
    expect(epoch.epoch).toBe(2);
    const wires = [
      { epoch: 1, wraps: body.wraps, previous: null },
      { epoch: 2, wraps: [{ key_id: next.id, box: epoch.wrap }], previous: epoch.previous },
    ];
    const theirs = await openCaseKeys(sealedOf(body, { epochs: wires }), { officer: next, units: [] });
    expect((await openTip(sealedOf(body), theirs)).content?.text).toBe(TEXT);
    const later = { ...(await sealAnswer(theirs, "ต่อไปนี้", "")), direction: "out", day: DAY };
    expect(later.epoch).toBe(2);

    const before = await openCaseKeys(sealedOf(body, { epochs: wires }), my);
    expect(before.epoch).toBe(1);
    expect((await openTip(sealedOf(body, { messages: [later] }), before)).messages[0]?.readable).toBe(false);

    const epochs = [
      { epoch: 1, wrap: body.reporter.wrap, previous: null },
      { epoch: 2, wrap: epoch.reporter_wrap, previous: epoch.previous },
    ];
    const mailbox = await openMailbox(report.code, mailboxOf(body, { epochs, messages: [later] }));
    expect([mailbox.epoch, mailbox.content?.text, mailbox.messages[0]?.text]).toEqual([2, TEXT, "ต่อไปนี้"]);
  });

  it("that somebody without the key slipped in is refused", async () => {
    const { holder } = await nextUnit();
    const stranger: CaseKeys = { case: report.case, epoch: 1, keys: new Map([[1, bytesOf(32, 99)]]) };
    const forged = await newEpoch({ ...stranger }, holder, body.reporter.public_key);
    const epochs = (previous: string | null) => [
      { epoch: 1, wrap: body.reporter.wrap, previous: null }, { epoch: 2, wrap: forged.reporter_wrap, previous }];
    expect(await faultOf(() => openMailbox(report.code, mailboxOf(body, { epochs: epochs(forged.previous) })))).toBe("opening");
    expect(await faultOf(() => openMailbox(report.code, mailboxOf(body, { epochs: epochs(null) })))).toBe("chain");
    const other = b64(altered(fromB64(forged.previous)));
    expect(await faultOf(() => openMailbox(report.code, mailboxOf(body, { epochs: epochs(other) })))).toBe("chain");
    expect(await faultOf(() => openMailbox(report.code, mailboxOf(body, { epochs: [] })))).toBe("opening");
  });

  it("is sealed to no other key of the reporter than the one in the content", async () => {
    const { holder } = await nextUnit();
    expect(await faultOf(() => newEpoch(keys, holder, holder.public_key))).toBe("directory");
  });

  it("to a colleague alone is one box for the newest epoch", async () => {
    const colleague = await officer();
    const wraps = await wrapFor(keys, { key_id: colleague.id, public_key: b64(colleague.publicKey) });
    const theirs = await openCaseKeys(
      sealedOf(body, { epochs: [{ epoch: 1, wraps: [...body.wraps, ...wraps], previous: null }] }),
      { officer: colleague, units: [] });
    expect((await openTip(sealedOf(body), theirs)).content?.text).toBe(TEXT);
  });
});

describe("an identity", () => {
  const request = newUuid();
  const shareOf = (at: number, asked: { id: string; publicKey: Bytes }) => ({
    case: report.case, request, share_box: body.shares[at]?.box ?? "",
    custodian_key_id: body.shares[at]?.key_id ?? "",
    requester_key: { key_id: asked.id, public_key: b64(asked.publicKey) },
  });
  const custodian = (at: number) => here.custodians[at] as World["custodians"][0];

  it("is opened by two custodians for the officer who asked, and for nobody else", async () => {
    const asked = await officer();
    const boxes = [
      (await resealShare(shareOf(0, asked), custodian(0))).box,
      (await resealShare(shareOf(2, asked), custodian(2))).box,
    ];
    const wire = { case: report.case, request, identity: body.identity, boxes };
    expect(await openIdentity(wire, asked)).toEqual(PERSON);
    expect(await faultOf(async () => openIdentity(wire, await officer()))).toBe("opening");
    expect(await faultOf(() => openIdentity({ ...wire, request: newUuid() }, asked))).toBe("opening");
    expect(await faultOf(() => openIdentity({ ...wire, boxes: boxes.slice(1) }, asked))).toBe("shares");
    const [first = ""] = boxes;
    expect(await faultOf(() => openIdentity({ ...wire, boxes: [first, first] }, asked))).toBe("shares");
  });

  it("is not opened by shares of another case, nor with the unit's key", async () => {
    const asked = await officer();
    expect(await faultOf(() => resealShare({ ...shareOf(0, asked), case: newUuid() }, custodian(0)))).toBe("opening");
    expect(await faultOf(() => resealShare(shareOf(0, asked), custodian(1)))).toBe("opening");
    const bound = info("identity", report.case, report.case, 1);
    const caseKey = keys.keys.get(1) as Bytes;
    expect(await faultOf(() => openSecret(caseKey, fromB64(body.identity), bound))).toBe("opening");
  });

  it("can be replaced by the reporter, for the custodians of the day", async () => {
    const mailbox = await openMailbox(report.code, mailboxOf(body));
    const contact = await sealContact(mailbox, { ...EMPTY_IDENTITY, line: "@new" }, await recipients());
    expect(contact.lookup).toBe(report.lookup);
    expect(contact.identity).toHaveLength(body.identity.length);
    const asked = await officer();
    const boxes = await Promise.all([0, 1].map(async (at) =>
      (await resealShare({ ...shareOf(at, asked), share_box: contact.shares[at]?.box ?? "" }, custodian(at))).box));
    const wire = { case: report.case, request, identity: contact.identity, boxes };
    expect((await openIdentity(wire, asked)).line).toBe("@new");
  });
});

describe("a receipt", () => {
  async function receipt(): Promise<ReceiptFile> {
    const parts = {
      case: body.case, content: hex(await sha256(fromB64(body.content))),
      identity: hex(await sha256(fromB64(body.identity))), files: [{ id: file.id, sha256: await file.hash() }],
    };
    const said = canonical({ commitment: await commitmentOf(parts), day: DAY, position: 1, previous: "0".repeat(64), v: 1 });
    return { receipt: said, signature: await signText(here.receipts, "TMAC-v1 receipt", said), key: b64(here.receipts.publicKey), parts };
  }

  it("proves this very filing", async () => {
    const given = await receipt();
    const key = b64(here.receipts.publicKey);
    expect(await checkReceipt(given, body, [file], key)).toMatchObject({ day: DAY, position: 1 });
    expect(await verifyReceipt(given, key)).toMatchObject({ v: 1 });
    expect(await faultOf(() => checkReceipt(given, body, [], key))).toBe("receipt");
    const other = { ...body, content: b64(utf8("other")) };
    expect(await faultOf(() => checkReceipt(given, other, [file], key))).toBe("receipt");
  });

  it("with another signer, text or parts is refused", async () => {
    const given = await receipt();
    const key = b64(here.receipts.publicKey);
    const wrong = [
      { ...given, receipt: given.receipt.replace(DAY, "2026-11-24") },
      { ...given, signature: b64(altered(fromB64(given.signature))) },
      { ...given, parts: { ...given.parts, identity: "00".repeat(32) } },
      { ...given, receipt: "x" },
    ];
    for (const file_ of wrong) expect(await faultOf(() => verifyReceipt(file_, key))).toBe("receipt");
    expect(await faultOf(() => verifyReceipt(given, here.rootKey))).toBe("receipt");
  });
});
