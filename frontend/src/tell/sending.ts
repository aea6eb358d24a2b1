// Sends a report: proves the recipients, seals here, sends each file and then the envelope. Every
// step may be repeated: the same bytes make the same report, never two.
import type { AccessCode } from "../vault/code";
import type { ReceiptFile } from "../vault/receipt";
import type { NewReport, ReportBody, SealedFile } from "../vault/reporter";
import { type Answers, readAnswers } from "./answers";
import { patiently, postJson, Problem } from "./asking";
import { provenRecipients, scopeOf } from "./recipients";
import type { Session } from "./session";
import { sendFiles } from "./uploading";
import { work } from "./working";
import { tellWords } from "./words";

export interface Stage {
  /** What is being done; `share` from 0 to 1 where it can be told. */
  tell: (line: string, share?: number) => void;
}

export interface Sent {
  code: AccessCode;
  reference: string;
  day: string;
  receipt: ReceiptFile;
  isProven: boolean;
  /** An earlier try had arrived already, and what was changed since is not in it. */
  isEarlier: boolean;
}

interface Filed {
  reference: string;
  day: string;
  receipt: ReceiptFile;
}

interface Envelope {
  answers: string;
  body: string;
  receiptKey: string;
  parsed: ReportBody;
  sealed: SealedFile[];
}

/** Envelopes of this page's report, by session: a second try sends the very same bytes. */
const kept = new WeakMap<Session, Envelope>();

export async function sendReport(session: Session, form: HTMLFormElement, stage: Stage): Promise<Sent> {
  const report = await session.report();
  const answers = readAnswers(form, session.config.language);
  const said = JSON.stringify([answers, session.files.map(({ id, keptOriginal }) => [id, keptOriginal])]);
  const before = kept.get(session);
  let envelope = before?.answers === said ? before : await seal(session, report, answers, said, stage);
  for (let round = 0; ; round += 1) {
    kept.set(session, before && round === 0 ? before : envelope);
    try {
      const filed = await post(session, envelope, stage);
      return await sent(report, envelope, filed, false);
    } catch (fault) {
      if (!(fault instanceof Problem) || round > 2) throw fault;
      const earlier = await arrived(session, before, envelope, fault, stage);
      if (earlier && before) return sent(report, before, earlier, true);
      if (!isWorthAnother(fault, round)) throw fault;
      if (fault.code === "keys_changed") stage.tell(tellWords().send.keysChanged);
      envelope = await seal(session, report, answers, said, stage);
    }
  }
}

/** Keys or the proof of work have run out meanwhile: both are made anew, under the same case. */
const isWorthAnother = ({ code, status }: Problem, round: number): boolean =>
  code === "keys_changed" || (status === 403 && round === 0);

/** An earlier envelope whose answer was lost on the way: it is asked for again. */
async function arrived(
  session: Session, before: Envelope | undefined, now: Envelope, fault: Problem, stage: Stage,
): Promise<Filed | null> {
  const isOther = fault.status === 409 && fault.code !== "keys_changed";
  if (!isOther || !before || before === now) return null;
  return post(session, before, stage).catch(() => null);
}

function post(session: Session, envelope: Envelope, stage: Stage): Promise<Filed> {
  const words = tellWords().send;
  stage.tell(words.post);
  return patiently(
    () => postJson<Filed>(session.config.reports, envelope.body),
    () => stage.tell(words.waiting),
  );
}

async function seal(
  session: Session, report: NewReport, answers: Answers, said: string, stage: Stage,
): Promise<Envelope> {
  const words = tellWords().send;
  const { config } = session;
  stage.tell(words.keys);
  const recipients = await patiently(
    () => provenRecipients(config, scopeOf(answers.facts)),
    () => stage.tell(words.waiting),
  );
  const files = await sendFiles(session.files, report.case, config, stage);
  stage.tell(words.work);
  const done = await work(config, "report", report.case, (line) => stage.tell(line));
  stage.tell(words.seal);
  const { sealReport } = await import("../vault/reporter");
  const parsed = await sealReport({ report, ...answers, recipients, files, work: done });
  return { answers: said, body: JSON.stringify(parsed), parsed, sealed: files, receiptKey: recipients.receiptKey };
}

async function sent(report: NewReport, envelope: Envelope, filed: Filed, isEarlier: boolean): Promise<Sent> {
  const { reference, day, receipt } = filed;
  const isProven = await proven(envelope, receipt);
  return { code: report.code, reference, day, receipt, isProven, isEarlier };
}

/** Whether the receipt speaks of what was sent, under the key that the recipients' answer named. */
async function proven(envelope: Envelope, receipt: ReceiptFile): Promise<boolean> {
  const { checkReceipt } = await import("../vault/receipt");
  const { parsed, sealed, receiptKey } = envelope;
  return checkReceipt(receipt, parsed, sealed, receiptKey).then(() => true, () => false);
}

