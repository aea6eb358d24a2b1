// What the server tells of a mailbox, beside what the vault opens of it.
import type { Mailbox, WireMailbox } from "../vault/reporter";
import type { WireRecipients } from "../vault/recipients";
import type { ReceiptFile } from "../vault/receipt";
import type { Config } from "../tell/session";

export interface Told extends WireMailbox {
  reference: string;
  day: string;
  sealed_by: string;
  status: { word: string; word_en: string; since: string; explained: string };
  next: { text: string; by: string };
  terminal: boolean;
  /** The result or the reason, as an officer wrote it for the reporter; "" while there is none. */
  outcome: string;
  events: { day: string; text: string }[];
  may: Record<string, { ok: boolean; why: string }>;
  rating: number | null;
  destroyed: string;
  receipt: ReceiptFile;
  recipients: WireRecipients;
}

export type Opened = Mailbox<Told>;

/** The addresses of the mailbox stand under that of its page. */
export interface Addresses extends Pick<Config, "root" | "keys" | "work" | "files"> {
  mailbox: string;
}
