// What one report knows while the page is open: in memory only, and gone with the page.
import type { NewReport } from "../vault/reporter";
import type { Attachment } from "./attachment";

/** Addresses and the pinned root key, from the attributes of <tmac-tell> or <tmac-mailbox>. */
export interface Config {
  language: string;
  root: string;
  keys: string;
  work: string;
  files: string;
  reports: string;
  mailbox: string;
  home: string;
}

export function configOf(element: HTMLElement): Config {
  const given = (name: string): string => element.dataset[name] ?? "";
  return {
    language: given("language"),
    root: given("root"),
    keys: given("keys"),
    work: given("work"),
    files: given("files"),
    reports: given("reports"),
    mailbox: given("mailbox"),
    home: given("home"),
  };
}

export class Session {
  readonly files: Attachment[] = [];
  /** Set once the report is on its way, so that leaving the page asks no more. */
  isSent = false;
  private made: Promise<NewReport> | null = null;

  constructor(readonly config: Config) {}

  /** The case, the code and the keys, made in this browser when they are first needed. */
  report(): Promise<NewReport> {
    const making = (this.made ??= import("../vault/reporter").then((vault) => vault.newReport()));
    making.catch(() => (this.made = null));
    return making;
  }

  /** Goes on with the report of a draft. */
  adopt(report: NewReport): void {
    this.made = Promise.resolve(report);
  }

  forget(): void {
    this.made = null;
    this.files.length = 0;
  }
}

/** The session of the form that holds `element`. */
export function sessionOf(element: HTMLElement): Session {
  const owner = element.closest("tmac-tell") as (HTMLElement & { session?: Session }) | null;
  if (!owner?.session) throw new Error("outside of a report");
  return owner.session;
}
