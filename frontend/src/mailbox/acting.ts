// What the person does in the mailbox, sealed here and sent; the same act sent twice counts once.
import type { FileChoice } from "../tell/files";
import { patiently, postJson, Problem } from "../tell/asking";
import { saveJson } from "../tell/codecard";
import { sendFiles } from "../tell/uploading";
import type { ActAnswers, Act, Identity } from "../vault/reporter";
import type { Addresses, Opened } from "./wire";
import { mailboxWords } from "./words";

/** A sentence for the person: something has to be filled in first. */
export class Missing extends Error {}

export interface Doing {
  mailbox: Opened;
  addresses: Addresses;
  form: HTMLFormElement;
  tell: (line: string) => void;
  /** Bodies already sealed, by form: a second try sends the very same bytes. */
  kept: Map<string, { said: string; body: string }>;
}

const ACTS: Record<string, Act> = {
  object: "object", not_fixed: "not_fixed", withdraw: "withdraw", rate: "rate", data_request: "data_request",
};

/** Carries out the form; resolves to whether something of the mailbox changed. */
export async function carryOut(doing: Doing): Promise<boolean> {
  const name = doing.form.dataset["form"] ?? "";
  if (name === "receipt") {
    saveJson(doing.mailbox.raw.receipt, `tmac-receipt-${doing.mailbox.raw.reference}.json`);
    return false;
  }
  check(doing.form);
  if (name === "answer") await answer(doing);
  else if (name === "contact") await contact(doing);
  else await act(doing, ACTS[name] as Act);
  doing.kept.delete(name);
  return true;
}

function check(form: HTMLFormElement): void {
  const words = mailboxWords();
  for (const text of form.querySelectorAll("textarea")) {
    const over = text.value.length - Number(text.dataset["limit"] ?? text.value.length);
    if (over > 0) throw new Missing(words.tooLong.replace("{over}", String(over)));
  }
  const groups = new Set([...form.querySelectorAll<HTMLInputElement>("input[type=radio]")].map(({ name }) => name));
  for (const name of groups) {
    if (!new FormData(form).get(name)) throw new Missing(words.choose);
  }
}

const textOf = (form: HTMLFormElement): string => String(new FormData(form).get("text") ?? "").trim();

async function send(doing: Doing, path: string, said: string, seal: () => Promise<unknown>): Promise<void> {
  const name = doing.form.dataset["form"] ?? "";
  const before = doing.kept.get(name);
  const body = before?.said === said ? before.body : JSON.stringify(await seal());
  doing.kept.set(name, { said, body });
  const { waiting } = mailboxWords();
  try {
    await patiently(() => postJson(`${doing.addresses.mailbox}${path}/`, body), () => doing.tell(waiting));
  } catch (fault) {
    if (fault instanceof Problem) doing.kept.delete(name); // what was refused is sealed anew
    throw fault;
  }
}

async function answer(doing: Doing): Promise<void> {
  const { mailbox, addresses, form, tell } = doing;
  const chosen = form.querySelector<FileChoice>("tell-files")?.files ?? [];
  const text = textOf(form);
  if (!text && !chosen.length) throw new Missing(mailboxWords().write);
  const { sealMessage } = await import("../vault/reporter");
  const said = JSON.stringify([text, chosen.map(({ id, keptOriginal }) => [id, keptOriginal])]);
  await send(doing, "messages", said, async () => {
    const files = await sendFiles(chosen, mailbox.case, addresses, { tell });
    tell(mailboxWords().sending);
    return sealMessage(mailbox, text, files);
  });
}

async function act(doing: Doing, which: Act): Promise<void> {
  const { sealAct } = await import("../vault/reporter");
  const answers = answersOf(doing.form);
  await send(doing, "acts", JSON.stringify(answers), () => sealAct(doing.mailbox, which, answers));
}

function answersOf(form: HTMLFormElement): ActAnswers {
  const data = new FormData(form);
  const given = (name: string): string => String(data.get(name) ?? "");
  const text = textOf(form);
  return {
    ...(text ? { text } : {}),
    ...(given("rating") ? { rating: Number(given("rating")) } : {}),
    ...(given("felt_safe") ? { felt_safe: given("felt_safe") as "YES" } : {}),
    ...(given("request") ? { request: given("request") as "COPY" } : {}),
  };
}

async function contact(doing: Doing): Promise<void> {
  const { mailbox, addresses, form } = doing;
  const data = new FormData(form);
  const given = (name: string): string => String(data.get(name) ?? "").trim();
  const identity: Identity = {
    v: 1, name: given("name"), phone: given("phone"), email: given("email"), line: given("line"), other: given("other"),
  };
  const { checkRecipients, sealContact } = await import("../vault/reporter");
  await send(doing, "contact", JSON.stringify(identity), async () => {
    const { recipients } = mailbox.raw;
    const { office } = recipients.unit;
    const scope = office.startsWith("NACC-") && office !== "NACC-HQ" ? office.slice(5) : "centre";
    return sealContact(mailbox, identity, await checkRecipients(recipients, addresses.root, scope));
  });
}
